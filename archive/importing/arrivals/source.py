"""The sources that can be followed, each with its cursor (`archive_followed`): IMAP, public-inbox, Maildir."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from archive.importing.arrivals.imap import FollowedImap
from archive.importing.arrivals.maildir import FollowedMaildir
from archive.importing.arrivals.public_inbox import FollowedInbox, repositories_in
from archive.mail.readers import RawMail, SourceProblem, UnreadableSource
from archive.mail.readers.maildir import is_maildir

URL = re.compile(r"imaps?://", re.IGNORECASE)


class Source(Protocol):
    """A source that can be asked again and again.

    `cursor` (JSON) is how far it was read; `passed` is told the offset of the last mail that is stored, `done`
    that all is which `new_mail` gave.
    """

    name: str
    list_name: str
    cursor: dict[str, Any]

    def new_mail(self) -> Iterator[RawMail | SourceProblem]:
        """What came since the cursor. Raises UnreadableSource when it cannot be asked now."""

    def passed(self, offset: int) -> None: ...

    def done(self) -> None: ...

    def close(self) -> None: ...


def source_at(name: str) -> Source:
    """The source of this name: a path or an address. Raises UnreadableSource when it is none to follow."""
    if URL.match(name):
        return FollowedImap(name)
    path = Path(name).absolute()
    if is_maildir(path):
        return FollowedMaildir(path)
    if path.is_dir() and repositories_in(path):
        return FollowedInbox(path)
    raise UnreadableSource(
        f"{name} cannot be followed. Name a Maildir, a clone of a public-inbox, or imaps://user@host/Folder;"
        " anything else is imported without --follow, as often as wanted."
    )
