"""An IMAP folder as a source that is followed: its cursor is its UIDVALIDITY and the last uid that is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from archive.mail.readers import RawMail, SourceProblem, UnreadableSource
from archive.mail.readers.imap_folder import ImapAddress, ImapFolder


class FollowedImap:
    """The connection stays open between rounds; one that was lost is made anew in the next."""

    def __init__(self, url: str) -> None:
        self.address = ImapAddress.from_url(url)
        self.name = url
        self.list_name = self.address.folder_name
        self.cursor: dict[str, Any] = {}
        self.folder: ImapFolder | None = None

    def new_mail(self) -> Iterator[RawMail | SourceProblem]:
        try:
            self.folder = self.folder or ImapFolder(self.address, settings.IMAP_PASSWORD)
            validity = self.folder.look()
            if validity != self.cursor.get("uidvalidity"):
                self.cursor = {"uidvalidity": validity, "uid": 0}
            yield from self.folder.mail_after(self.cursor["uid"])
        except UnreadableSource:
            self.close()
            raise

    def passed(self, offset: int) -> None:
        self.cursor = {**self.cursor, "uid": max(offset, self.cursor["uid"])}

    def done(self) -> None:
        """Each batch has moved the cursor on."""

    def close(self) -> None:
        if self.folder:
            self.folder.close()
        self.folder = None
