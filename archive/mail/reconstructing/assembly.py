"""Fragments of one lost message, laid together in the order that they have in common."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.mail.reconstructing.fragments import Fragment, Piece, Reconstruction

GAP = "[…]"
LONGEST = 5_000
# Words in a row that, when they stand in what is known already, are the same words in other lines.
FEWEST_WORDS = 3


@dataclass(slots=True)
class Line:
    """A line of the lost message. `next` are those that follow it at once in some quote."""

    piece: Piece
    next: list[Line] = field(default_factory=list)


def reconstruct(found: Iterable[Fragment]) -> Reconstruction | None:
    """What the fragments give together; the fullest quotes should come first. None when they hold no own words."""
    named = by_one_speaker(list(found))
    told: list[Line] = []
    for fragment in named:
        if len(told) < LONGEST:
            told = merged(told, fragment.pieces)
    if not any(line.piece.depth == 0 for line in told):
        return None
    said = [fragment for fragment in named if fragment.speaker]
    dated = next((fragment.said_on for fragment in said if fragment.said_on), "")
    address = next((fragment.address for fragment in said if fragment.address), "")
    return Reconstruction(as_text(told), said[0].speaker if said else "", address, dated)


def by_one_speaker(found: Sequence[Fragment]) -> list[Fragment]:
    """Those by the speaker of most lines, and those that name nobody, when nobody else is named."""
    lines: Counter[str] = Counter()
    for fragment in found:
        lines[fragment.speaker] += len(fragment.pieces)
    speakers = [speaker for speaker, _ in lines.most_common() if speaker]
    if not speakers:
        return list(found)
    kept = {speakers[0]} if len(speakers) > 1 else {speakers[0], ""}
    return [fragment for fragment in found if fragment.speaker in kept]


def merged(told: list[Line], pieces: Sequence[Piece]) -> list[Line]:
    """Lines of one more fragment laid into those that are known; equal lines in the same order are one."""
    places = anchors([line.piece.key for line in told], [piece.key for piece in pieces])
    known_words = f" {' '.join(line.piece.key for line in told)} "
    following = next(iter(places.values()), len(told))
    after: dict[int, list[Line]] = {}
    place, before = following - 1, None
    for at, piece in enumerate(pieces):
        line: Line | None
        if at in places:
            place = places[at]
            line = told[place]
        elif is_known(piece, known_words):
            line = None
        else:
            line = Line(piece)
            after.setdefault(place, []).append(line)
        if before and line and not any(one is line for one in before.next):
            before.next.append(line)
        before = line
    result = after.get(-1, [])
    for at, line in enumerate(told):
        result += [line, *after.get(at, ())]
    return result


def is_known(piece: Piece, known_words: str) -> bool:
    return piece.key.count(" ") + 1 >= FEWEST_WORDS and f" {piece.key} " in known_words


def anchors(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Places of new lines among the old: those that stand once in both, in common order, and equal neighbours.

    As in a patience diff: time grows with the lines and the logarithm of their number.
    """
    once_old, once_new = once(old), once(new)
    pairs = [(at, once_old[key]) for key, at in once_new.items() if key in once_old]
    found = dict(longest_rise(sorted(pairs)))
    spread(found, old, new, range(len(new)), -1)
    spread(found, old, new, range(len(new) - 1, -1, -1), 1)
    return dict(sorted(found.items()))


def once(keys: Sequence[str]) -> dict[str, int]:
    counts = Counter(keys)
    return {key: at for at, key in enumerate(keys) if counts[key] == 1}


def longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs by their first, the most whose second rises too."""
    tails: list[int] = []
    ends: list[int] = []
    above: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [at]
        above.append(ends[length - 1] if length else -1)
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = above[at]
    return chain[::-1]


def spread(
    found: dict[int, int], old: Sequence[str], new: Sequence[str], order: Iterable[int], step: int
) -> None:
    """Adds lines whose neighbour, at `step`, has a place beside which the same line stands."""
    taken = set(found.values())
    for at in order:
        place = found.get(at + step, -2) - step
        if at not in found and 0 <= place < len(old) and place not in taken and old[place] == new[at]:
            found[at] = place
            taken.add(place)


def as_text(told: Sequence[Line]) -> str:
    lines: list[str] = []
    before: Line | None = None
    for line in told:
        marks = "> " * line.piece.depth
        if before and not any(one is line for one in before.next):
            lines += ["", GAP, ""]
        elif before and (line.piece.after_blank or before.piece.depth != line.piece.depth):
            lines.append("")
        lines.append(f"{marks}{line.piece.words}")
        before = line
    return "\n".join(lines) + "\n" if lines else ""
