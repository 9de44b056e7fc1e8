"""Which words of one text are which words of another, in order: their longest common subsequence, at a bounded price.

rapidfuzz compares 64 words in one step, and keeps a bit for each pair of words. Longer runs of words are parted
first at words that stand once in each, as in a patience diff.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq

# Pairs of words compared at once, a bit of memory each.
MOST_PAIRS = 50_000_000
# Words that a part has at least where it could end at many places.
FEWEST_IN_PART = 1_000


class Block(NamedTuple):
    """Words in a row that are the same: `size` of them, from number `here` of the one and `there` of the other."""

    here: int
    there: int
    size: int


def likeness(one: Sequence[str], other: Sequence[str], least: float = 0.0) -> float:
    """Twice what is common, in order, over what both have: 0 to 1, and 0 for less than `least`.

    Of two strings letters are compared, of two lists of words the words.
    """
    return float(Indel.normalized_similarity(one, other, score_cutoff=least))


def common_blocks(one: Sequence[str], other: Sequence[str]) -> list[Block]:
    """The words that both have in common, in order."""
    if one == other:
        return [Block(0, 0, len(one))] if one else []
    return [
        Block(here.start + block.a, there.start + block.b, block.size)
        for here, there in parts_of(one, other)
        for block in LCSseq.opcodes(one[here], other[there]).as_matching_blocks()
        if block.size
    ]


def parts_of(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """Parts of both that belong together, each small enough to be compared."""
    cuts = [(0, 0)]
    if len(one) * len(other) > MOST_PAIRS:
        for here, there in common_once(one, other):
            if min(here - cuts[-1][0], there - cuts[-1][1]) >= FEWEST_IN_PART:
                cuts.append((here, there))
    for (here, there), (here_end, there_end) in pairwise([*cuts, (len(one), len(other))]):
        yield from in_step(slice(here, here_end), slice(there, there_end))


def in_step(here: slice, there: slice) -> Iterator[tuple[slice, slice]]:
    """The two as they are; of too many words the first with the first, and so on."""
    steps, some, others = 1, here.stop - here.start, there.stop - there.start
    while some * others // steps**2 > MOST_PAIRS:
        steps += 1
    ends = [(here.start + some * at // steps, there.start + others * at // steps) for at in range(steps + 1)]
    for (first, second), (end, other_end) in pairwise(ends):
        yield slice(first, end), slice(second, other_end)


def common_once(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places in the old and in the new of what stands once in each: the most that are in one order."""
    once_old, once_new = once(old), once(new)
    return longest_rise(sorted((at, once_new[key]) for key, at in once_old.items() if key in once_new))


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
