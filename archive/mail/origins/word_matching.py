"""Finds quoted words that stand in other lines, or slightly edited, among own words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from archive.mail.origins.compared_words import GRAM, Lines, OwnWords, is_common, words_of
from archive.mail.origins.line_matching import SURE, Quote
from archive.mail.origins.lineage import Lineage
from archive.mail.origins.own_words_index import LONG_GRAM, Shelf

# The share of a line's words that must be found in order, below which it is no match.
LEAST_SCORE = 0.6
# Words in a row without which nothing is said of a message that is not expected.
LONG_RUN = 7
MOST_HOLDERS = 6
# Words at either edge of a line that may have been edited.
MOST_EDITED = 3


class Run(NamedTuple):
    """Equal words in a row: `length` words from `at` in the quote and from `origin` in the own words."""

    at: int
    origin: int
    length: int


class WordPlace(NamedTuple):
    """Where a line's words stand in a stream of own words; `score` is the share of them that is found."""

    own: OwnWords
    first: int
    last: int
    score: float


@dataclass(slots=True)
class Block:
    """Lines next to each other as one stream; line `n` has the words from `bounds[n]` to `bounds[n + 1]`."""

    words: list[str]
    bounds: list[int]
    common: list[bool]

    @classmethod
    def of(cls, text: str, lines: Lines, first: int, last: int) -> Block:
        words: list[str] = []
        bounds = [0]
        for start, end in zip(lines.starts[first:last], lines.ends[first:last], strict=True):
            words += words_of(text[start:end])
            bounds.append(len(words))
        return cls(words, bounds, [is_common(key) for key in lines.keys[first:last]])


def match_words(shelf: Shelf, lineage: Lineage, quote: Quote, block: Block) -> list[WordPlace | None]:
    """Each line's place in a stream of own words, None where it has none."""
    places: list[WordPlace | None] = [None] * (len(block.bounds) - 1)
    for own in quote.expected:
        settle(places, block, own, align(block.words, own), is_expected=own in quote.expected[:SURE])
        if all(places):
            return places
    for own in likely_holders(shelf, lineage, quote, block):
        settle(places, block, own, align(block.words, own), is_expected=False)
    return places


def likely_holders(shelf: Shelf, lineage: Lineage, quote: Quote, block: Block) -> list[OwnWords]:
    """Messages that share four words in a row with the block; those that share most first."""
    shared: Counter[OwnWords] = Counter()
    words = block.words
    others = (own for own in shelf.own.values() if own not in quote.expected and lineage.may_hold(own.source))
    if telling_words(block, Run(0, 0, len(words))) < LONG_RUN or not any(others):
        return []
    for at in range(len(words) - LONG_GRAM + 1):
        for own in shelf.holders.get(tuple(words[at : at + LONG_GRAM]), ()):
            shared[own] += 1
    found = [own for own in shared if own not in quote.expected and lineage.may_hold(own.source)]
    found.sort(key=lambda own: (-shared[own], *lineage.rank(own.source, quote.depth)))
    return found[:MOST_HOLDERS]


def align(words: Sequence[str], own: OwnWords) -> list[Run]:
    """Runs of equal words, in the order of the quote, none overlapping another in it."""
    grams, theirs = own.grams, own.stream.words
    runs: list[Run] = []
    at = done = hint = 0
    while at + GRAM <= len(words):
        places = grams.get(tuple(words[at : at + GRAM]))
        if not places:
            at += 1
            continue
        origin = places[min(bisect_left(places, hint), len(places) - 1)]
        length = GRAM
        while (
            at + length < len(words)
            and origin + length < len(theirs)
            and words[at + length] == theirs[origin + length]
        ):
            length += 1
        back = 0
        while at - back > done and origin - back > 0 and words[at - back - 1] == theirs[origin - back - 1]:
            back += 1
        runs.append(Run(at - back, origin - back, length + back))
        at = done = at + length
        hint = origin + length
    return runs


def settle(
    places: list[WordPlace | None], block: Block, own: OwnWords, runs: Sequence[Run], *, is_expected: bool
) -> None:
    """Gives lines without a place the one that the runs say."""
    if not is_expected:
        runs = [run for run in runs if run.length >= LONG_RUN and telling_words(block, run) >= LONG_RUN]
    parts = list(parts_of_lines(block.bounds, runs))
    for line, place in enumerate(places):
        if place is None and parts[line] and (is_expected or not block.common[line]):
            found = place_of(own, parts[line], block.words, block.bounds[line], block.bounds[line + 1])
            # “Acked-by: Alice” is not “Cc: Alice”, edited.
            if found is not None and (found.score == 1 or not block.common[line]):
                places[line] = found


def telling_words(block: Block, run: Run) -> int:
    """How many words of a run stand in lines that are not common."""
    first = bisect_right(block.bounds, run.at) - 1
    count = 0
    while first < len(block.common) and block.bounds[first] < run.at + run.length:
        if not block.common[first]:
            count += min(run.at + run.length, block.bounds[first + 1]) - max(run.at, block.bounds[first])
        first += 1
    return count


def parts_of_lines(bounds: Sequence[int], runs: Sequence[Run]) -> Iterator[list[Run]]:
    """For each line, the runs cut to it."""
    first = 0
    for start, end in pairwise(bounds):
        while first < len(runs) and runs[first].at + runs[first].length <= start:
            first += 1
        parts = []
        at = first
        while at < len(runs) and runs[at].at < end:
            run = runs[at]
            skipped = max(0, start - run.at)
            length = min(run.at + run.length, end) - max(run.at, start)
            parts.append(Run(run.at + skipped, run.origin + skipped, length))
            at += 1
        yield parts


def place_of(
    own: OwnWords, parts: Sequence[Run], words: Sequence[str], start: int, end: int
) -> WordPlace | None:
    """The place that a line's runs give together: the longest, and those beside it.

    The line has the words from `start` to `end`; a few words at its edges that were edited belong to it too. When
    all of them stand there in a row, that is its place: runs begin where their first words stand, too.
    """
    longest = max(parts, key=lambda run: run.length)
    near = [run for run in parts if abs((run.origin - longest.origin) - (run.at - longest.at)) <= 6]
    score = sum(run.length for run in near) / (end - start)
    if score < LEAST_SCORE:
        return None
    before = min(run.at for run in near) - start
    after = end - max(run.at + run.length for run in near)
    first = max(min(run.origin for run in near) - (before if before <= MOST_EDITED else 0), 0)
    last = max(run.origin + run.length for run in near) + (after if after <= MOST_EDITED else 0)
    last = min(last, len(own.stream.words))
    is_one = len(near) == 1 and score == 1
    if not is_one and (at := in_a_row(words[start:end], own.stream.words[first:last])) is not None:
        return WordPlace(own, first + at, first + at + end - start, 1.0)
    return WordPlace(own, first, last, min(score, 1.0))


def in_a_row(words: Sequence[str], theirs: Sequence[str]) -> int | None:
    """Where words stand in a row among others."""
    places = range(len(theirs) - len(words) + 1)
    return next((at for at in places if theirs[at : at + len(words)] == words), None)
