"""The lines of one text while its spans are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, compress, count, pairwise
from operator import add, is_not, ne, or_

from archive.mail.passages.attributions import Attribution, read_attribution
from archive.mail.passages.attributions.line_patterns import VERB
from archive.mail.passages.attributions.reading import INVISIBLE
from archive.mail.passages.marks import BEFORE_WORDS, MARKS_OF, OTHER, UNMARKED, is_quote_run, other_mark
from archive.mail.passages.units import Kind, Known


@dataclass(frozen=True, slots=True)
class Introduction:
    """An attribution in its place, and how sure it is that what follows is its quote."""

    attribution: Attribution
    known: Known


Label = Kind | Introduction
COLONS = (":", "：")
# Tuples: whether a kind is among them is told by identity, without the hash of an enum.
WORDED = (Kind.OWN, Kind.QUOTED)
BLANK = "\n"
# Code points at the end of a line that a verb and its colon have at the most.
LONGEST_VERB = 24
WORDS = re.compile("[^\n]")
MARKED = (">", " >")
# What bars and colons begin with, and initials in a text.
OTHER_HEADS = re.compile("[|:]")
INITIALED = re.compile("[|:A-Z]")
INITIALS = re.compile(r"\n[A-Z][A-Za-z]{1,2}>")


@dataclass(slots=True)
class Sheet:
    """Parallel lists over the lines of a text: as they are seen, where they start, depth, label, first word.

    `heads` has one character for each line, the first that is neither blank nor mark, or BLANK where there is
    none: what is looked for at the start of lines is found there without a look at each line.
    """

    raw: list[str]
    starts: list[int]
    heads: str
    depths: list[int]
    labels: list[Label]
    inner: list[int]
    introduced: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)
    run_depths: list[int] = field(default_factory=list)
    last_runs: list[tuple[int, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Sheet:
        raw = text.split("\n")
        if raw[-1] == "":
            raw.pop()
        lengths = list(map(len, raw))
        starts = list(map(add, accumulate(lengths, initial=0), count()))
        starts[-1] = len(text)
        if not text.isascii() and INVISIBLE.search(text):
            raw = [INVISIBLE.sub("", line) for line in raw]
        bare = [line.lstrip(BEFORE_WORDS) for line in raw]
        heads = "".join([words[0] if words else BLANK for words in bare])
        if not text.startswith(MARKED) and "\n>" not in text and "\n >" not in text:
            unmarked = [0] * len(raw)
            return cls(raw, starts, heads, unmarked, [Kind.OWN] * len(raw), unmarked.copy())
        # A line without marks is the very string that it was.
        marks = [
            UNMARKED if words is line else MARKS_OF[line[: len(line) - len(words)]]
            for line, words in zip(raw, bare, strict=True)
        ]
        depths, inner, kinds = map(list, zip(*marks, strict=True))
        return cls(raw, starts, heads, depths, kinds, inner)

    def words(self, at: int) -> str:
        """The line without its quote marks and the blanks around it."""
        line = self.raw[at]
        if not self.depths[at]:
            return line.strip()
        if not self.inner[at]:
            return line[match.end() :].strip() if (match := OTHER.match(line)) else line.strip()
        return line[self.inner[at] :].strip()

    def is_blank(self, at: int) -> bool:
        return self.heads[at] == BLANK

    def lines_with(self, heads: re.Pattern[str]) -> list[int]:
        """The lines whose first character that is neither blank nor mark answers a pattern."""
        return [match.start() for match in heads.finditer(self.heads)]

    def label(self, first: int, last: int, kind: Kind) -> None:
        """Labels the unquoted lines of a range."""
        self.labels[first:last] = [kind] * (last - first)
        self.depths[first:last] = [0] * (last - first)

    def introduce(self, first: int, last: int, introduction: Introduction, depth: int) -> None:
        """Labels the lines of an attribution, which introduces what stands one deeper than `depth`."""
        self.introduced.add(depth + 1)
        self.labels[first:last] = [introduction] * (last - first)
        self.depths[first:last] = [depth] * (last - first)

    def words_above(self, at: int) -> int | None:
        """The nearest line above that has words."""
        return next((above for above in range(at - 1, -1, -1) if not self.is_blank(above)), None)

    def words_below(self, at: int, most: int | None = None) -> int | None:
        """The first line from `at` on that has words, among `most` lines."""
        if at < len(self.raw) and self.heads[at] != BLANK and most != 0:
            return at
        end = len(self.raw) if most is None else min(len(self.raw), at + most)
        found = WORDS.search(self.heads, at, end)
        return found.start() if found else None

    def leads(self, at: int) -> bool:
        """Whether a marked line begins quotes of its depth, and nothing above introduces them.

        Some mailers quote an attribution along with what it introduces.
        """
        if self.depths[at] in self.introduced:
            return False
        above = self.words_above(at)
        if above is None:
            return True
        if self.depths[above] + 1 != self.depths[at]:
            return self.depths[above] < self.depths[at]
        return not isinstance(self.labels[above], Introduction) and not may_introduce(self.words(above))

    def own(self, at: int) -> None:
        """Takes the marks of a line for words of it."""
        self.labels[at], self.depths[at], self.inner[at] = Kind.OWN, 0, 0

    def quote(self, first: int, last: int, depth: int) -> None:
        self.labels[first:last] = [Kind.QUOTED] * (last - first)
        self.depths[first:last] = [depth] * (last - first)

    def runs(self) -> list[tuple[int, int, int]]:
        """Depth, first line and end of each run of lines at one depth; remembered, as it is asked for often."""
        if self.run_depths != self.depths:
            edges = self.edges(map(ne, self.depths, self.depths[1:]))
            self.last_runs = [(self.depths[first], first, end) for first, end in pairwise(edges)]
            self.run_depths = self.depths.copy()
        return self.last_runs

    def groups(self) -> list[tuple[int, int]]:
        """First line and end of each run of lines that share depth and the very label."""
        relabelled = map(is_not, self.labels, self.labels[1:])
        return list(pairwise(self.edges(map(or_, relabelled, map(ne, self.depths, self.depths[1:])))))

    def edges(self, changes: Iterator[bool]) -> list[int]:
        """The first line, each line that differs from the one above it, and the end."""
        return [0, *compress(count(1), changes), len(self.raw)]


def may_introduce(words: str) -> bool:
    """Whether a line that is not labelled yet may end an attribution of what stands right below it."""
    if not words.endswith(COLONS):
        return False
    return VERB.search(words[-LONGEST_VERB:]) is not None or read_attribution(words) is not None


def adopt_other_marks(sheet: Sheet, text: str) -> None:
    """Quotes runs of lines whose marks are bars, colons or initials.

    Where angles mark quotes too, such a run comes from somewhere else than what attribution lines introduce.
    """
    done, is_marked = 0, any(sheet.depths)
    for at in sheet.lines_with(INITIALED if INITIALS.search(text) else OTHER_HEADS):
        mark = other_mark(sheet.raw[at]) if at >= done else ""
        if mark:
            done = end_of_marks(sheet, at, mark)
            words = [OTHER.sub("", one, count=1) for one in sheet.raw[at:done]]
            edges = [*sheet.raw[max(0, at - 1) : at], *sheet.raw[done : done + 1]]
            if sheet.labels[at] is Kind.OWN and is_quote_run(mark, words, edges):
                sheet.quote(at, done, 1)
                sheet.apart.update(range(at, done) if is_marked else ())


def end_of_marks(sheet: Sheet, at: int, mark: str) -> int:
    while at < len(sheet.raw) and other_mark(sheet.raw[at]) == mark:
        at += 1
    return at
