"""The words of a text with their places."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

WORD = re.compile(r"[^\s>]+")


class PlacedWords(NamedTuple):
    """Words in order, as two lists: there can be very many. Places are code points of the text."""

    texts: list[str]
    starts: list[int]

    def end(self, number: int) -> int:
        """Where the word of this number ends, exclusive."""
        return self.starts[number] + len(self.texts[number])

    def numbers(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the words that stand in a range, some of them in part; the second exclusive."""
        first = bisect_right(self.starts, start)
        if first and self.end(first - 1) > start:
            first -= 1
        return first, max(bisect_left(self.starts, end), first)


def words_of(text: str, start: int = 0, end: int = sys.maxsize) -> PlacedWords:
    """The words of a range of a text; marks of quotes are none."""
    starts = [first for first, _ in word_places(text, start, end)]
    return PlacedWords(WORD.findall(text, start, end), starts)


def word_places(
    text: str, start: int, end: int, pattern: re.Pattern[str] = WORD
) -> Iterator[tuple[int, int]]:
    """Where the words of a range stand, by another notion of what a word is."""
    return (word.span() for word in pattern.finditer(text, start, end))
