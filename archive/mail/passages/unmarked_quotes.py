"""Quotes without marks: which lines stand one deeper than their marks say."""

from __future__ import annotations

from itertools import accumulate

from archive.mail.passages.attributions.blocks import is_closing
from archive.mail.passages.marks import DEEPEST
from archive.mail.passages.text_lines import Introduction, Sheet
from archive.mail.passages.units import Kind


class Shifts:
    """Stretches of unmarked quotes, noted while the marks still count, applied at once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.steps: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.first_unmarked = len(sheet.raw)
        self.last_marked = max((at for at, depth in enumerate(sheet.depths) if depth), default=-1)

    def __bool__(self) -> bool:
        return bool(self.steps)

    def hold(self, at: int) -> bool:
        """Whether an unmarked line lies in such a stretch, with no marks below: a quote may begin within it."""
        return self.last_marked < at and self.first_unmarked <= at < self.ends.get(0, 0)

    def add(self, first: int, depth: int) -> None:
        """Lines from `first` on, down to where the quote around them ends, are one deeper."""
        end = self.ends.get(depth, first)
        if end <= first:
            end = self.ends[depth] = self.end_of(first, depth)
        if not depth:
            self.first_unmarked = min(first, self.first_unmarked)
        self.steps[first] = self.steps.get(first, 0) + 1
        self.steps[end] = self.steps.get(end, 0) - 1

    def end_of(self, first: int, depth: int) -> int:
        end = first
        while end < len(self.sheet.raw) and not self.ends_quote(end, depth):
            end += 1
        return end

    def ends_quote(self, at: int, depth: int) -> bool:
        sheet = self.sheet
        if sheet.depths[at] < depth:
            return not sheet.is_blank(at)
        return sheet.raw[at][-1:] == "-" and sheet.depths[at] == depth and is_closing(sheet.words(at))

    def apply(self) -> None:
        if not self.steps:
            return
        sheet = self.sheet
        steps = [self.steps.get(at, 0) for at in range(len(sheet.raw))]
        for at, deeper in enumerate(accumulate(steps)):
            label = sheet.labels[at]
            if not deeper or label is Kind.FOOTER:
                continue
            sheet.depths[at] = min(sheet.depths[at] + deeper, DEEPEST)
            if not isinstance(label, Introduction):
                sheet.labels[at] = Kind.QUOTED
