"""How a text is laid out for reading: spans as blocks, segments as lines without their quote markers.

All offsets are code points of the message's text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from archive.mail.names import may_be_same
from archive.mail.passages import Kind, Segment, SegmentKind, Span, find_segments, lines

# Deeper quotes stand at this depth on the page: the sender chooses how deep, not the page.
DEEPEST = 8
FOLDED_FROM = 12
ALIGNED = re.compile(r"\S {3,}\S|\S\t+\S")
GAP = "[…]"
HANGING = 6
SHORT = 48
LONGEST_NAME = 120


class SpanLike(Protocol):
    """A span, parsed just now or from its row."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def depth(self) -> int: ...
    @property
    def speaker(self) -> str: ...
    @property
    def known(self) -> str: ...
    @property
    def said_speaker(self) -> str: ...
    @property
    def is_open(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class LaidLine:
    """The words of one line, without markers; `start` and `end` are where they stand in the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class LaidSegment:
    """A unit that a reader points at. `opens_list` and `closes_list` tell where a run of items begins and ends."""

    kind: SegmentKind
    start: int
    end: int
    lines: tuple[LaidLine, ...]
    opens_list: bool = False
    closes_list: bool = False

    @property
    def is_figure(self) -> bool:
        return self.kind in {SegmentKind.HUNK, SegmentKind.CODE}

    @property
    def is_item(self) -> bool:
        return self.kind is SegmentKind.ITEM

    @property
    def is_gap(self) -> bool:
        """Whether it stands for words that no quote has left."""
        return self.lines[0].text == GAP and len(self.lines) == 1

    @property
    def is_as_sent(self) -> bool:
        """Whether its layout carries meaning: it keeps its lines and scrolls on a narrow screen."""
        return any(ALIGNED.search(line.text) for line in self.lines) or is_stepped(self.lines)

    @property
    def is_in_lines(self) -> bool:
        """Whether its line breaks were meant: lines that end early, or that stand indented below a first one."""
        later = [line.text for line in self.lines[1:]]
        is_short = all(len(line.text.rstrip()) <= SHORT for line in self.lines[:-1])
        below = self.lines[0].text.rstrip().endswith(":") and all(text[:1] in {" ", "\t"} for text in later)
        return bool(later) and not self.is_item and (is_short or below)

    @property
    def hangs(self) -> bool:
        """Whether what does not fit on its first line stands indented below it."""
        return self.is_item

    @property
    def tag_name(self) -> str:
        if self.is_figure:
            return "figure"
        return "li" if self.is_item else "div"

    @property
    def anchor(self) -> str:
        return str(self.start)

    @property
    def first_words(self) -> str:
        words = " ".join(line.text.strip() for line in self.lines[:2])
        return words if len(words) <= 60 else words[:59].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class LaidSpan:
    """A span with its segments. `opens` are the quote depths that begin before it, `closes` how many end after it.

    `said_speaker` is whom the attribution line above names where more than that is known; `is_open` as in its row.
    """

    kind: Kind
    start: int
    end: int
    depth: int
    speaker: str
    known: str
    segments: tuple[LaidSegment, ...]
    said_speaker: str
    is_open: bool
    opens: tuple[int, ...] = ()
    closes: int = 0
    says_speaker: bool = False

    @property
    def is_not_as_said(self) -> bool:
        """Whether the attribution line above names somebody else than wrote it."""
        return bool(self.said_speaker) and not may_be_same(self.said_speaker, self.speaker)

    def as_said(self) -> LaidSpan:
        """For readers who may not know more than its own text tells."""
        return replace(self, speaker=self.said_speaker, known=known_as_said(self), said_speaker="")

    @property
    def voice(self) -> str:
        """The speaker's name, of which a page shows so much at most."""
        return self.speaker if len(self.speaker) <= LONGEST_NAME else f"{self.speaker[: LONGEST_NAME - 1]}…"

    @property
    def is_quoted(self) -> bool:
        return self.kind is Kind.QUOTED

    @property
    def is_own(self) -> bool:
        return self.kind in {Kind.OWN, Kind.PATCH}

    @property
    def is_tail(self) -> bool:
        return self.kind in {Kind.SIGNATURE, Kind.FOOTER}

    @property
    def line_count(self) -> int:
        return sum(len(segment.lines) for segment in self.segments)

    @property
    def is_long(self) -> bool:
        return self.line_count >= FOLDED_FROM

    @property
    def closing(self) -> range:
        return range(self.closes)


def known_as_said(span: SpanLike) -> str:
    """How the speaker is known to whom no other message tells it."""
    if not span.said_speaker:
        return "unknown"
    return "inferred" if span.is_open else "said"


def lay_out(text: str, spans: Iterable[SpanLike]) -> tuple[LaidSpan, ...]:
    """Lays out a whole text. Spans with nothing but blank lines are left out."""
    laid = [lay_out_span(text, span) for span in spans]
    return tuple(nest([span for span in laid if span.segments]))


def lay_out_span(text: str, span: SpanLike) -> LaidSpan:
    kind = Kind(span.kind)
    parsed = Span(kind, span.start, span.end, span.depth, span.speaker, "", "", known=span.known)  # type: ignore[arg-type]
    laid = [
        LaidLine(line.words, line.end, text[line.words : line.end])
        for line in lines(text, span.start, span.end)
    ]
    segments = [lay_out_segment(segment, laid) for segment in find_segments(text, parsed)]
    return LaidSpan(
        kind,
        span.start,
        span.end,
        span.depth,
        span.speaker,
        span.known,
        group_items(segments),
        span.said_speaker,
        span.is_open,
    )


def lay_out_segment(segment: Segment, laid: Sequence[LaidLine]) -> LaidSegment:
    first = bisect_left(laid, segment.start, key=lambda line: line.end)
    last = bisect_left(laid, segment.end, key=lambda line: line.start)
    lines = laid[first : max(last, first + 1)]
    if segment.kind is SegmentKind.ITEM:
        lines = [*lines[:1], *without_indent(lines[1:])]
    return LaidSegment(segment.kind, segment.start, segment.end, tuple(lines))


def is_stepped(lines: Sequence[LaidLine]) -> bool:
    """Whether lines are indented in steps, as code is; a paragraph may be indented as a whole, or hang."""
    indents = [len(line.text) - len(line.text.lstrip(" \t")) for line in lines if line.text.strip()]
    later = indents[1:]
    return bool(later) and (max(later) - min(later) > 2 or abs(later[0] - indents[0]) > HANGING)


def without_indent(lines: Sequence[LaidLine]) -> list[LaidLine]:
    """Later lines of a list item without the blanks that they share: the page indents them below the item's mark."""
    shared = min((len(line.text) - len(line.text.lstrip(" \t")) for line in lines), default=0)
    return [LaidLine(line.start + shared, line.end, line.text[shared:]) for line in lines]


def group_items(segments: Sequence[LaidSegment]) -> tuple[LaidSegment, ...]:
    items = [False, *(segment.is_item for segment in segments), False]
    if not any(items):
        return tuple(segments)
    return tuple(
        LaidSegment(
            one.kind,
            one.start,
            one.end,
            one.lines,
            one.is_item and not items[at],
            one.is_item and not items[at + 2],
        )
        for at, one in enumerate(segments)
    )


def nest(spans: Sequence[LaidSpan]) -> Iterable[LaidSpan]:
    """Adds where quotes open and close, and where a speaker is named anew."""
    depths = [min(span.depth, DEEPEST) for span in spans]
    speaking: tuple[int, str, str, str] | None = None
    for at, span in enumerate(spans):
        before = depths[at - 1] if at else 0
        after = depths[at + 1] if at + 1 < len(spans) else 0
        voice = (depths[at], span.speaker, span.known, span.said_speaker)
        says = span.is_quoted or (span.is_own and speaking is not None and voice != speaking)
        if span.is_quoted or says:
            speaking = voice
        yield LaidSpan(
            span.kind, span.start, span.end, depths[at], span.speaker, span.known, span.segments,
            span.said_speaker, span.is_open, tuple(range(before + 1, depths[at] + 1)), max(depths[at] - after, 0),
            says,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The segments that a range of a text touches, and whose words they are."""

    speaker: str
    depth: int
    known: str
    is_quoted: bool
    segments: tuple[LaidSegment, ...]


def excerpt(text: str, spans: Iterable[SpanLike], start: int, end: int) -> Excerpt:
    """The segments from `start` to `end`. Of several spans touched, the first gives speaker and depth."""
    touched = [span for span in spans if span.start < max(end, start + 1) and span.end > start]
    laid = [lay_out_span(text, span) for span in touched]
    segments = [
        one for span in laid for one in span.segments if one.start < max(end, start + 1) and one.end > start
    ]
    if not laid:
        return Excerpt("", 0, "unknown", False, ())
    first = laid[0]
    return Excerpt(
        first.speaker, min(first.depth, DEEPEST), first.known, first.is_quoted, group_items(segments)
    )
