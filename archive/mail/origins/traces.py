"""What is traced, and what tracing finds."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from archive.mail.passages import Span

Key = int


class How(StrEnum):
    EXACT = "exact"
    REWRAPPED = "rewrapped"
    FUZZY = "fuzzy"


class Source(NamedTuple):
    """A message that quotes, or whose own words may be quoted. `author` is the name in its From field."""

    key: Key
    text: str
    spans: tuple[Span, ...]
    author: str
    sent_at: dt.datetime | None

    def __reduce__(self) -> tuple[Any, ...]:
        return source_of, (self.key, self.text, tuple(map(tuple, self.spans)), self.author, self.sent_at)


def source_of(
    key: Key, text: str, spans: Iterable[tuple[Any, ...]], author: str, sent_at: dt.datetime | None
) -> Source:
    """A message as it came from another process, or from rows: of spans there are so many that they are plain there."""
    return Source(key, text, tuple(map(Span._make, spans)), author, sent_at)


class Trace(NamedTuple):
    """That quoted lines from `start` to `end` were first written from `origin_start` to `origin_end` of `origin`.

    Offsets are code points of either text; the quoting range begins at the words of its first line. `score`
    is the share of words that are the same, 1 unless the quote was edited.
    """

    start: int
    end: int
    origin: Key
    origin_start: int
    origin_end: int
    how: How
    score: float


def traces_within(traces: Sequence[Trace], start: int, end: int) -> Sequence[Trace]:
    """Those of a message's traces, which are in order and do not overlap, that touch a range of its text."""
    first = bisect_right(traces, start, key=lambda one: one.end)
    return traces[first : bisect_left(traces, end, key=lambda one: one.start)]
