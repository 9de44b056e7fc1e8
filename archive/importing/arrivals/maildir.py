"""A Maildir as a source that is followed: names of mail once read are kept while it is followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.mail.readers import RawMail, SourceProblem
from archive.mail.readers.maildir import deliveries, read_delivery


class FollowedMaildir:
    """When following begins all mail is looked at; that the list has it is known by its bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)
        self.list_name = folder.resolve().name
        self.cursor: dict[str, Any] = {}
        self.seen: set[str] = set()

    def new_mail(self) -> Iterator[RawMail | SourceProblem]:
        for name, path in deliveries(self.folder, self.seen).items():
            try:
                yield from read_delivery(path)
            except FileNotFoundError:
                # A mail program moved it just now: it is found at its new place in the next round.
                continue
            self.seen.add(name)

    def passed(self, offset: int) -> None:
        """Offsets in a Maildir are all 0."""

    def done(self) -> None:
        """What was read is remembered already."""

    def close(self) -> None:
        """Nothing is held open."""
