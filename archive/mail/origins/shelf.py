"""The own words of a thread, found again by their lines and by words in a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.mail.origins.items import Key, Source
from archive.mail.origins.words import OwnWords

WordRun = tuple[str, ...]
# One in so many places of a stream is kept; words in a row that are found again hold at least one such place.
EVERY = 3
LONG_GRAM = 4
# A gram that stands in more places than this tells nothing.
COMMON = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A line among the own words of a message."""

    own: OwnWords
    line: int


class Shelf:
    """Indexes of own words; those of words in a row are made when first asked for."""

    def __init__(self, messages: Iterable[Source]) -> None:
        self.own: dict[Key, OwnWords] = {}
        self.places: dict[str, list[Place]] = {}
        self._holders: dict[WordRun, list[OwnWords]] | None = None
        for message in messages:
            self.add(message)

    def add(self, message: Source) -> None:
        own = self.own[message.key] = OwnWords(message)
        for at, line in enumerate(own.lines):
            self.places.setdefault(line.key, []).append(Place(own, at))
        if self._holders is not None:
            self._add_holder(self._holders, own)

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
        for at in range(0, len(words) - LONG_GRAM + 1, EVERY):
            found = holders.setdefault(tuple(words[at : at + LONG_GRAM]), [])
            if len(found) < COMMON and (not found or found[-1] is not own):
                found.append(own)
