"""A text with more segments than a page can bear, in parts that begin and end with a segment.

Ordinary mail is one part. Offsets are code points of the message's text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.links import FIRST_PART
from archive.reading.layout import LaidSpan, SpanLike, group_items, lay_out_span, nest

# More than the longest patches have, of which each hunk is a segment.
MOST_SEGMENTS = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """The spans from `start` to `end` of a text, and where the parts around it begin; None where there is none."""

    spans: tuple[LaidSpan, ...]
    start: int
    end: int
    before: int | None = None
    after: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.before is None and self.after is None


def part_at(text: str, spans: Iterable[SpanLike], place: int = 0) -> Part:
    """The part of a text in which a place stands, else the last. What stands behind it is not laid out."""
    laid, starts, count = list[LaidSpan](), [0], 0
    for span in spans:
        laid.append(lay_out_span(text, span))
        for segment in laid[-1].segments:
            if count >= MOST_SEGMENTS and segment.start - starts[-1] >= FIRST_PART:
                starts.append(segment.start)
                count = 0
            count += 1
        if starts[-1] > place:
            break
    at = bisect_right(starts, place) - 1
    after = starts[at + 1] if at + 1 < len(starts) else None
    end = len(text) if after is None else after
    before = starts[at - 1] if at else None
    return Part(tuple(nest(within(laid, starts[at], end))), starts[at], end, before, after)


def within(laid: Iterable[LaidSpan], start: int, end: int) -> Sequence[LaidSpan]:
    """The spans with their segments from `start` to `end`; those without are left out."""
    kept = []
    for span in laid:
        some = tuple(one for one in span.segments if start <= one.start < end)
        if len(some) == len(span.segments):
            kept += [span] if some else []
        elif some:
            kept.append(replace(span, segments=group_items(some)))
    return kept
