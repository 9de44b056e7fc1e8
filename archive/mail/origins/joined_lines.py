"""Traces made of lines that were found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.mail.origins.compared_words import PLAIN_WORD, Lines
from archive.mail.origins.found_lines import Found
from archive.mail.origins.traces import How, Trace
from archive.mail.origins.word_matching import WordPlace

# Code points that a trace may skip in the origin, at the most: more is a passage that was left out.
WIDEST_GAP = 30
ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)]|[a-z][.)])\s")


def by_words(lines: Lines, at: int, place: WordPlace) -> Found:
    start, end, key = lines.starts[at], lines.ends[at], lines.keys[at]
    how = How.REWRAPPED if place.score == 1 and place.last - place.first <= len(key) else How.FUZZY
    return Found(
        start, end, key, place.own, *place.own.range_of(place.first, place.last), how, round(place.score, 3)
    )


def joined(found: Sequence[Found | None]) -> Iterator[Trace]:
    """Traces of neighbouring lines that stand together in the origin too."""
    run: list[Found] = []
    for one in [*found, None]:
        if run and (one is None or not follows(run[-1], one)):
            yield as_trace(run)
            run = []
        if one is not None:
            run.append(one)


def follows(before: Found, after: Found) -> bool:
    _, _, _, own, first, start, how, _ = before
    _, _, _, next_own, end, last, next_how, _ = after
    if own is not next_own or how is not next_how or first > end:
        return False
    text = own.source.text
    line_ends = text.count("\n", start, end)
    if line_ends and begins_segment(text, end, line_ends):
        return False
    if end <= start or how is How.FUZZY:
        return end - start <= WIDEST_GAP and last >= start
    is_wide = end - start > line_ends
    return not is_wide or (end - start < 10 * WIDEST_GAP and not PLAIN_WORD.search(text, start, end))


def begins_segment(text: str, start: int, line_ends: int) -> bool:
    """Whether a paragraph or list item begins in the origin: each is traced by itself, for pages to point at.

    `line_ends` counts those before it, behind the words before.
    """
    return line_ends > 1 or ITEM.match(text, start) is not None


def as_trace(run: Sequence[Found]) -> Trace:
    first, last = run[0], run[-1]
    score = 1.0
    if first.how is How.FUZZY:
        weight = sum(len(one.key) for one in run)
        score = round(sum(one.score * len(one.key) for one in run) / weight, 3)
    return Trace(
        first.start,
        last.end,
        first.own.source.key,
        first.origin_start,
        last.origin_end,
        first.how,
        score,
    )
