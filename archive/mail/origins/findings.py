"""Traces made of lines that were found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.mail.origins.found import Found
from archive.mail.origins.items import How, Trace
from archive.mail.origins.word_matching import WordPlace
from archive.mail.origins.words import PLAIN_WORD, Lines

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
    start, end = before.origin_end, after.origin_start
    if before.own is not after.own or before.how is not after.how or before.origin_start > end:
        return False
    text = before.own.source.text
    if begins_segment(text, start, end):
        return False
    if end <= start or before.how is How.FUZZY:
        return end - start <= WIDEST_GAP and after.origin_end >= start
    return end - start < 10 * WIDEST_GAP and not PLAIN_WORD.search(text, start, end)


def begins_segment(text: str, before: int, start: int) -> bool:
    """Whether a paragraph or list item begins in the origin: each is traced by itself, for pages to point at."""
    line_ends = text.count("\n", before, start)
    return line_ends > 1 or (line_ends == 1 and ITEM.match(text, start) is not None)


def as_trace(run: Sequence[Found]) -> Trace:
    first, last = run[0], run[-1]
    score = 1.0
    if first.how is How.FUZZY:
        weight = sum(len(one.key) for one in run)
        score = sum(one.score * len(one.key) for one in run) / weight
    return Trace(
        first.start,
        last.end,
        first.own.source.key,
        first.origin_start,
        last.origin_end,
        first.how,
        round(score, 3),
    )
