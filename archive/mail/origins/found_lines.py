"""Quoted lines with their ranges in origins."""

from __future__ import annotations

from itertools import repeat
from typing import NamedTuple

from archive.mail.origins.compared_words import Lines, OwnWords
from archive.mail.origins.traces import How


class Found(NamedTuple):
    """A quoted line, from `start` to `end` with the words of `key`, and its range in the origin."""

    start: int
    end: int
    key: str
    own: OwnWords
    origin_start: int
    origin_end: int
    how: How
    score: float


def whole_lines(lines: Lines, at: int, own: OwnWords, first: int, length: int) -> list[Found]:
    """Lines from `at` on that are, letter for letter, own lines from `first` on."""
    quoting, theirs = slice(at, at + length), slice(first, first + length)
    made = zip(
        lines.starts[quoting],
        lines.ends[quoting],
        lines.keys[quoting],
        repeat(own, length),
        own.lines.starts[theirs],
        own.lines.ends[theirs],
        repeat(How.EXACT, length),
        repeat(1.0, length),
        strict=True,
    )
    return list(map(Found._make, made))
