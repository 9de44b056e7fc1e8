"""Finds quoted lines that stand as whole lines among own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.mail.names import may_be_same
from archive.mail.origins.compared_words import Lines, OwnWords, is_common
from archive.mail.origins.found_lines import Found, whole_lines
from archive.mail.origins.lineage import Lineage
from archive.mail.origins.own_words_index import Place, Shelf

LOOK_AHEAD = 4
# A line that stands in more places than this is looked for only where it is expected.
COMMON = 40
# What a run of lines must have to decide by itself.
ENOUGH_WORDS = 5
ENOUGH_LETTERS = 24
RARE = 8
# Of the messages that a quote is expected from, so many need no other proof.
SURE = 2


@dataclass(slots=True)
class Quote:
    """A passage to trace: its lines, depth and speaker, the messages it is expected from, the likeliest first.

    `after` is where in the first of these, in lines, quotes of it have come to.
    """

    lines: Lines
    depth: int
    speaker: str
    expected: list[OwnWords]
    after: int = 0


def match_lines(shelf: Shelf, lineage: Lineage, quote: Quote) -> list[Found | None]:
    """Each line with its place, None where it has none."""
    keys = quote.lines.keys
    found: list[Found | None] = [None] * len(keys)
    at = 0
    while at < len(keys):
        place = best_place(shelf, lineage, quote, at)
        if place is None:
            at += 1
            continue
        length = run_length(keys, at, place, len(keys))
        back = run_back(keys, at, place, found)
        if not decides(shelf, quote, at - back, at + length, place.own):
            at += 1
            continue
        found[at - back : at + length] = whole_lines(
            quote.lines, at - back, place.own, place.line - back, back + length
        )
        at += length
    return found


def best_place(shelf: Shelf, lineage: Lineage, quote: Quote, at: int) -> Place | None:
    """The likeliest place of a line: where most of the next lines follow too, then by lineage."""
    key = quote.lines.keys[at]
    candidates = shelf.places.get(key, ())
    if len(candidates) > COMMON:
        candidates = [Place(own, line) for own in quote.expected for line in own.places.get(key, ())]
    candidates = [place for place in candidates if lineage.may_hold(place.own.source)]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return min(candidates[: 2 * COMMON], key=lambda place: order(lineage, quote, at, place))


def order(lineage: Lineage, quote: Quote, at: int, place: Place) -> tuple[float, ...]:
    source = place.own.source
    ahead = run_length(quote.lines.keys, at, place, LOOK_AHEAD)
    is_next = bool(quote.expected) and place.own is quote.expected[0] and place.line >= quote.after
    agrees = may_be_same(quote.speaker, source.author)
    return -ahead, not agrees, not is_next, *lineage.rank(source, quote.depth), place.line


def run_length(keys: Sequence[str], at: int, place: Place, most: int) -> int:
    own = place.own.lines.keys
    length = 0
    limit = min(most, len(keys) - at, len(own) - place.line)
    while length < limit and keys[at + length] == own[place.line + length]:
        length += 1
    return length


def run_back(keys: Sequence[str], at: int, place: Place, found: Sequence[Found | None]) -> int:
    own = place.own.lines.keys
    back = 0
    limit = min(at, place.line)
    while back < limit and found[at - back - 1] is None and keys[at - back - 1] == own[place.line - back - 1]:
        back += 1
    return back


def decides(shelf: Shelf, quote: Quote, first: int, last: int, own: OwnWords) -> bool:
    """Whether a run of equal lines is no accident: enough words, not all common, or from where it is expected."""
    if own in quote.expected[:SURE]:
        return True
    run = [key for key in quote.lines.keys[first:last] if not is_common(key)]
    words = sum(key.count(" ") + 1 for key in run)
    letters = sum(map(len, run))
    if words < ENOUGH_WORDS or letters < ENOUGH_LETTERS:
        return False
    return len(run) >= LOOK_AHEAD or any(len(shelf.places[key]) <= RARE for key in run)
