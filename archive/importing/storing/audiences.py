"""Who reads lists, compared: whether all readers of one list may read another. Reads archive_mailinglist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from archive.importing.database import select
from archive.importing.storing import sql
from archive.models import MailingList

PUBLIC, MEMBERS, GROUPS = MailingList.Visibility.values


class Audience(NamedTuple):
    """Who may read a list."""

    visibility: str
    groups: frozenset[int]

    def holds(self, other: Audience) -> bool:
        """Whether everybody of the other audience is of this one, too."""
        if self.visibility == PUBLIC:
            return True
        if self.visibility == MEMBERS:
            return other.visibility != PUBLIC
        return other.visibility == GROUPS and other.groups <= self.groups


def audiences() -> dict[int, Audience]:
    """The audience of each list, by its key."""
    return {key: Audience(visibility, frozenset(groups)) for key, visibility, groups in select(sql.AUDIENCES)}


def most_open(lists: Collection[int], known: Mapping[int, Audience], here: Iterable[int]) -> list[int]:
    """Of these lists those that all are equally open and no other is more open than; `here` decides between several."""
    tops = [
        key
        for key in lists
        if all(known[key].holds(known[one]) or not known[one].holds(known[key]) for one in lists)
    ]
    preferred = next((key for key in here if key in tops), None)
    first = min(tops, key=lambda key: (rank(known[key]), key)) if preferred is None else preferred
    return [key for key in tops if known[key].holds(known[first]) and known[first].holds(known[key])]


def rank(audience: Audience) -> int:
    return (PUBLIC, MEMBERS, GROUPS).index(audience.visibility)
