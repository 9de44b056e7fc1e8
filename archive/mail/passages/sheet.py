"""The lines of one text while its spans are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from archive.mail.passages.attributions import Attribution
from archive.mail.passages.kinds import Kind, Known
from archive.mail.passages.marks import OTHER, count_marks, is_quote_run, other_mark


@dataclass(frozen=True, slots=True)
class Introduction:
    """An attribution in its place, and how sure it is that what follows is its quote."""

    attribution: Attribution
    known: Known


Label = Kind | Introduction
COLONS = (":", "：")
# Code points that the tail of a wrapped line has at the most; a line that is marked already is seldom an answer.
UNMARKED = (0, 0)
LONGEST_TAIL = 40
LONGEST_QUOTED_TAIL = 60


@dataclass(slots=True)
class Sheet:
    """Parallel lists over the lines of a text: as they stand, where they start, depth, label, first word."""

    raw: list[str]
    starts: list[int]
    depths: list[int]
    labels: list[Label]
    inner: list[int]
    introduced: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, text: str) -> Sheet:
        raw = text.split("\n")
        if raw[-1] == "":
            raw.pop()
        starts = [0, *accumulate(len(line) + 1 for line in raw)]
        marks = [count_marks(line) if line and line[0] in " >" else UNMARKED for line in raw]
        depths = [depth for depth, _ in marks]
        labels: list[Label] = [Kind.QUOTED if depth else Kind.OWN for depth in depths]
        starts[-1] = len(text)
        return cls(raw, starts, depths, labels, [inner for _, inner in marks])

    def words(self, at: int) -> str:
        """The line without its quote marks and the blanks around it."""
        line = self.raw[at]
        if not self.depths[at]:
            return line.strip()
        if not self.inner[at]:
            return line[match.end() :].strip() if (match := OTHER.match(line)) else line.strip()
        return line[self.inner[at] :].strip()

    def is_blank(self, at: int) -> bool:
        return not self.raw[at].strip(" \t\xa0>")

    def label(self, first: int, last: int, kind: Kind) -> None:
        """Labels the unquoted lines of a range."""
        for at in range(first, last):
            self.labels[at] = kind
            self.depths[at] = 0

    def introduce(self, first: int, last: int, introduction: Introduction, depth: int) -> None:
        """Labels the lines of an attribution, which introduces what stands one deeper than `depth`."""
        self.introduced.add(depth + 1)
        for at in range(first, last):
            self.labels[at] = introduction
            self.depths[at] = depth

    def words_above(self, at: int) -> int | None:
        """The nearest line above that has words."""
        return next((above for above in range(at - 1, -1, -1) if not self.is_blank(above)), None)

    def words_below(self, at: int, most: int | None = None) -> int | None:
        """The first line from `at` on that has words, among `most` lines."""
        end = len(self.raw) if most is None else min(len(self.raw), at + most)
        return next((below for below in range(at, end) if not self.is_blank(below)), None)

    def leads(self, at: int) -> bool:
        """Whether a marked line begins quotes of its depth, and nothing above introduces them.

        Some mailers quote an attribution along with what it introduces.
        """
        if self.depths[at] in self.introduced:
            return False
        above = self.words_above(at)
        if above is None:
            return True
        is_introduced = isinstance(self.labels[above], Introduction) or self.words(above).endswith(COLONS)
        return self.depths[above] < self.depths[at] and not is_introduced

    def quote(self, first: int, last: int, depth: int) -> None:
        for at in range(first, last):
            self.labels[at] = Kind.QUOTED
            self.depths[at] = depth

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Depth, first line and end of each run of lines at one depth."""
        at = 0
        for depth, same in groupby(self.depths):
            count = sum(1 for _ in same)
            yield depth, at, at + count
            at += count


def adopt_other_marks(sheet: Sheet) -> None:
    """Quotes runs of lines whose marks are bars, colons or initials."""
    at = 0
    raw = sheet.raw
    while at < len(raw):
        line = raw[at]
        if line[:1] in "|:" or line[2:3] == ">" or line[3:4] == ">":
            mark = other_mark(line)
            end = at + 1
            while mark and end < len(raw) and other_mark(raw[end]) == mark:
                end += 1
            if (
                mark
                and sheet.labels[at] is Kind.OWN
                and is_quote_run(mark, [OTHER.sub("", one, count=1) for one in raw[at:end]])
            ):
                sheet.quote(at, end, 1)
            at = end
        else:
            at += 1


def mend_wrapped(sheet: Sheet) -> None:
    """Gives tails of quoted lines that a mailer wrapped, and that lost their marks, the depth of their line."""
    runs = list(sheet.runs())
    for at in range(1, len(runs) - 1):
        (before, _, _), (depth, first, end), (after, _, _) = runs[at - 1 : at + 2]
        if (
            before != after
            or depth >= before
            or end - first != 1
            or sheet.labels[first] not in {Kind.OWN, Kind.QUOTED}
        ):
            continue
        longest = LONGEST_QUOTED_TAIL if depth else LONGEST_TAIL
        if is_tail(sheet.words(first), sheet.raw[first - 1], longest):
            sheet.quote(first, end, before)


def is_tail(words: str, line: str, longest: int) -> bool:
    """Whether words on a line of their own were the end of the quoted line before; a long word may be all of it."""
    first = words.split(" ", 1)[0]
    if not first or len(line) + len(first) < 70:
        return False
    if first == words and len(words) > longest:
        return True
    if len(words) > longest or len(line.rstrip()) < 40:
        return False
    return words[0].islower() or (not line.rstrip().endswith((".", "!", "?", ":")) and len(words) < 20)
