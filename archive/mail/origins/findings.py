"""Quoted lines with their ranges in origins, and traces made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.mail.origins.items import How, Trace
from archive.mail.origins.shelf import Place
from archive.mail.origins.word_matching import WordPlace
from archive.mail.origins.words import PLAIN_WORD, OwnWords, WordLine

# Code points that a trace may skip in the origin, at the most: more is a passage that was left out.
WIDEST_GAP = 30
ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)]|[a-z][.)])\s")


class Found(NamedTuple):
    """A quoted line and its range in the origin."""

    line: WordLine
    own: OwnWords
    start: int
    end: int
    how: How
    score: float


def as_whole_line(line: WordLine, place: Place) -> Found:
    theirs = place.own.lines
    return Found(line, place.own, theirs.starts[place.line], theirs.ends[place.line], How.EXACT, 1.0)


def by_words(line: WordLine, place: WordPlace) -> Found:
    how = How.REWRAPPED if place.score == 1 and place.last - place.first <= len(line.key) else How.FUZZY
    start, end = place.own.range_of(place.first, place.last)
    return Found(line, place.own, start, end, how, round(place.score, 3))


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
    if before.own is not after.own or before.how is not after.how or not before.start <= after.start:
        return False
    gap = after.start - before.end
    if begins_segment(before.own.source.text, before.end, after.start):
        return False
    if gap <= 0 or before.how is How.FUZZY:
        return gap <= WIDEST_GAP and after.end >= before.end
    return gap < 10 * WIDEST_GAP and not PLAIN_WORD.search(before.own.source.text, before.end, after.start)


def begins_segment(text: str, before: int, start: int) -> bool:
    """Whether a paragraph or list item begins in the origin: each is traced by itself, for pages to point at."""
    between = text[before:start]
    return "\n" in between and (between.count("\n") > 1 or ITEM.match(text, start) is not None)


def as_trace(run: Sequence[Found]) -> Trace:
    first, last = run[0], run[-1]
    weight = sum(len(one.line.key) for one in run)
    score = sum(one.score * len(one.line.key) for one in run) / weight
    return Trace(
        first.line.start,
        last.line.end,
        first.own.source.key,
        first.start,
        last.end,
        first.how,
        round(score, 3),
    )
