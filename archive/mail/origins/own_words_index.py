"""The own words of a thread, found again by their lines and by words in a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive.mail.origins.compared_words import OwnWords
from archive.mail.origins.traces import Key, Source

WordRun = tuple[str, ...]
# One in so many places of a stream is kept; words in a row that are found again hold at least one such place.
EVERY = 3
LONG_GRAM = 4
# A gram that stands in more places than this tells nothing.
COMMON = 60


class Place(NamedTuple):
    """A line among the own words of a message."""

    own: OwnWords
    line: int


class Shelf:
    """Indexes of own words: of the lines that are looked for, and of words in a row when first asked for."""

    def __init__(self, messages: Iterable[Source] = ()) -> None:
        self.own: dict[Key, OwnWords] = {}
        self.places: dict[str, list[Place]] = {}
        self._holders: dict[WordRun, list[OwnWords]] | None = None
        for message in messages:
            self.add(message)

    def add(self, message: Source) -> None:
        self.hold(OwnWords(message))

    def hold(self, own: OwnWords) -> None:
        self.own[own.source.key] = own
        if self.places:
            self._add_places(own, self.places)
        if self._holders is not None:
            self._add_holder(self._holders, own)

    def look_for(self, keys: Iterable[str]) -> None:
        """Makes ready for lines of these words: where they stand as whole lines of own words."""
        new: dict[str, list[Place]] = {key: [] for key in keys if key not in self.places}
        if new:
            for own in self.own.values():
                self._add_places(own, new)
            self.places |= new

    @staticmethod
    def _add_places(own: OwnWords, places: dict[str, list[Place]]) -> None:
        keys = own.lines.keys
        if places.keys().isdisjoint(keys):
            return
        for at, found in enumerate(map(places.get, keys)):
            if found is not None:
                found.append(Place(own, at))

    @property
    def holders(self) -> dict[WordRun, list[OwnWords]]:
        """Four words in a row → messages that hold them, from one place in three."""
        if self._holders is None:
            self._holders = {}
            for own in self.own.values():
                self._add_holder(self._holders, own)
        return self._holders

    @staticmethod
    def _add_holder(holders: dict[WordRun, list[OwnWords]], own: OwnWords) -> None:
        words = own.stream.words
        for gram in set(zip(*(words[at::EVERY] for at in range(LONG_GRAM)), strict=False)):
            found = holders.setdefault(gram, [])
            if len(found) < COMMON:
                found.append(own)
