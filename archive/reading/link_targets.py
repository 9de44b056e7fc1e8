"""Where links land: the exact words of a text that a page can be opened at.

A place is a range of a message's text that some link leads to, in one or several parts. On the page it is an
element with an id around its words. Words of several places nest; where they cross, and where a place runs over
several segments, it is made of pieces, and a class that the pieces share lets the style sheet mark them together; of a
message with more such places than it knows, `places.js` marks the others.
All offsets are code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from archive.reading.layout import LaidSegment, LaidSpan

T = TypeVar("T", LaidSegment, LaidSpan)
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wrap:
    """Words of a segment that a link leads to. `name` is `start-end` on the first piece of a place."""

    start: int
    end: int
    name: str = ""
    group: int = 0


Places = Mapping[Range, Iterable[Range]]


def wraps_of(segments: Sequence[LaidSegment], places: Places) -> dict[int, list[Wrap]]:
    """The pieces of all places by the start of their segment, each list in order and nested, outer first."""
    pieces = [
        (segment, piece, place)
        for place, parts in places.items()
        for segment, piece in clipped(segments, place, parts)
    ]
    nested = [
        (segment, piece, place)
        for segment, group in groupby(sorted(pieces, key=in_order), key=lambda one: one[0])
        for piece, place in nest([(piece, place) for _, piece, place in group])
    ]
    firsts, counts = first_pieces(nested)
    groups = {place: nr for nr, place in enumerate((one for one in counts if counts[one] > 1), 1)}
    result: dict[int, list[Wrap]] = defaultdict(list)
    for segment, piece, place in nested:
        group = groups.get(place, 0)
        name = f"{place[0]}-{place[1]}" if firsts[place] == (segment, piece) else ""
        if name or group:
            result[segment].append(Wrap(*piece, name, group))
    return result


Piece = tuple[int, Range, Range]


def in_order(piece: Piece) -> tuple[int, int, int, Range]:
    segment, (start, end), place = piece
    return segment, start, -end, place


def clipped(
    segments: Sequence[LaidSegment], place: Range, parts: Iterable[Range]
) -> Iterable[tuple[int, Range]]:
    """The parts of a place within each segment; a place without words stands at the segment after it."""
    found = [
        (one.start, (max(start, one.start), min(end, one.end)))
        for start, end in parts
        for one in touched(segments, start, end)
    ]
    if not found and segments:
        after = segments[min(bisect_right(segments, place[0], key=end_of), len(segments) - 1)]
        found = [(after.start, (after.start, after.start))]
    return found


def touched(stretches: Sequence[T], start: int, end: int) -> Sequence[T]:
    """Those of a text's stretches, which are in order and apart, that share words with a range."""
    first = bisect_right(stretches, start, key=end_of)
    return stretches[first : max(first, bisect_left(stretches, end, key=start_of))]


def start_of(stretch: LaidSegment | LaidSpan) -> int:
    return stretch.start


def end_of(stretch: LaidSegment | LaidSpan) -> int:
    return stretch.end


def nest(pieces: Sequence[tuple[Range, Range]]) -> list[tuple[Range, Range]]:
    """Pieces of one segment, sorted, cut where one would reach beyond another in which it began."""
    result: list[tuple[Range, Range]] = []
    waiting = sorted(pieces, key=lambda one: (one[0][0], -one[0][1], one[1]), reverse=True)
    open_ends: list[int] = []
    while waiting:
        (start, end), place = waiting.pop()
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if open_ends and open_ends[-1] < end:
            add_sorted(waiting, ((open_ends[-1], end), place))
            end = open_ends[-1]
        result.append(((start, end), place))
        open_ends.append(end)
    return result


def add_sorted(waiting: list[tuple[Range, Range]], piece: tuple[Range, Range]) -> None:
    """Puts the rest of a piece where it comes in turn: `waiting` is sorted, the next one last."""
    at = len(waiting)
    while at and (waiting[at - 1][0][0], -waiting[at - 1][0][1]) < (piece[0][0], -piece[0][1]):
        at -= 1
    waiting.insert(at, piece)


def first_pieces(nested: Sequence[Piece]) -> tuple[dict[Range, tuple[int, Range]], dict[Range, int]]:
    firsts: dict[Range, tuple[int, Range]] = {}
    counts: dict[Range, int] = defaultdict(int)
    for segment, piece, place in nested:
        firsts.setdefault(place, (segment, piece))
        counts[place] += 1
    return firsts, counts
