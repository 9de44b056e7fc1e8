"""Threads that administrators split, as families: passages of one have their origins in the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.importing.database import select
from archive.importing.threads import sql
from archive.mail.threads import line_above


@dataclass(slots=True)
class Families:
    """Threads by key that belong together through splits, and what each first message answered before."""

    kin: dict[int, frozenset[int]] = field(default_factory=dict)
    answered: dict[int, int] = field(default_factory=dict)

    def of(self, thread: int) -> frozenset[int]:
        """A thread and its kin."""
        return self.kin.get(thread, frozenset((thread,)))

    def kin_of(self, threads: set[int]) -> set[int]:
        """The kin of these threads that are not among them."""
        return {one for thread in threads & self.kin.keys() for one in self.kin[thread]} - threads

    def restore(self, parents: dict[int, int | None]) -> None:
        """Puts split-off messages back below what they answered, as far as that makes no circle."""
        for key, above in self.answered.items():
            is_here = key in parents and above in parents
            if is_here and parents[key] is None and key not in line_above(above, parents):
                parents[key] = above


def read_families() -> Families:
    rows = select(sql.SPLIT_THREADS)
    return Families(
        families_of((one, other) for _, _, one, other in rows),
        {message: answered for message, answered, _, _ in rows},
    )


def families_of(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Each thread with all that pairs link it to."""
    kin: dict[int, frozenset[int]] = {}
    for one, other in pairs:
        family = kin.get(one, frozenset((one,))) | kin.get(other, frozenset((other,)))
        kin |= dict.fromkeys(family, family)
    return kin
