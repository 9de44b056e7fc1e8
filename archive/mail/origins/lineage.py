"""Which messages may hold an origin, and which of them comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.mail.origins.traces import Key, Source

# Generations up which a reply chain is followed.
LONGEST_CHAIN = 400


@dataclass(frozen=True, slots=True)
class Lineage:
    """A quoting message and its ancestors: `generations` counts from 1, its parent, missing ones counted too.

    `others_are_older` says that it was made sure of before, whatever their dates tell.
    """

    message: Source
    generations: Mapping[Key, int]
    others_are_older: bool = False

    def may_hold(self, other: Source) -> bool:
        """Whether a message is an ancestor, or else certainly older."""
        if other.key in self.generations or self.others_are_older:
            return True
        if other.key == self.message.key or other.sent_at is None or self.message.sent_at is None:
            return False
        return other.sent_at < self.message.sent_at

    def nearest(self, depth: int, most: int) -> list[Key]:
        """The ancestors whose generation is nearest to a depth, the likeliest authors of words at that depth first."""
        line = list(self.generations)
        last = min(depth, len(line))
        near = range(max(last - most, 0), min(depth + most, len(line)))
        return [line[at] for at in sorted(near, key=lambda at: abs(at + 1 - depth))[:most]]

    def rank(self, other: Source, depth: int) -> tuple[float, ...]:
        """What sorts the likelier origin of words at a depth first: near in the reply chain, else the oldest."""
        generation = self.generations.get(other.key)
        if generation is not None:
            return 0, abs(generation - depth), generation
        return 1, other.sent_at.timestamp() if other.sent_at else 0, 0


def generations(key: Key, parents: Mapping[Key, Key | None]) -> dict[Key, int]:
    """The ancestors of a message by generation. Loops end where they close."""
    found: dict[Key, int] = {}
    at = parents.get(key)
    while at is not None and at not in found and at != key and len(found) < LONGEST_CHAIN:
        found[at] = len(found) + 1
        at = parents.get(at)
    return found


def in_order(ancestors: Sequence[Source]) -> dict[Key, int]:
    return {ancestor.key: at for at, ancestor in enumerate(ancestors, 1)}
