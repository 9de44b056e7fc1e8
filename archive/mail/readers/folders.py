"""A folder: the mail of every file below it, Maildir and MH folders among them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from archive.mail.readers.files import read_file
from archive.mail.readers.items import RawMail, SourceProblem, UnreadableSource

# What mail programs keep beside mail.
BESIDE_MAIL = frozenset(
    {
        ".mh_sequences",
        ".xmhcache",
        ".mh_profile",
        "maildirfolder",
        "maildirsize",
        "subscriptions",
        ".DS_Store",
    }
)
INDEX_STARTS = ("dovecot", "courierimap", ".uidvalidity", "cyrus.")
MAILDIR = {"cur", "new", "tmp"}


def read_folder(folder: Path) -> Iterator[RawMail | SourceProblem]:
    """Every file below the folder, in the order of names. What cannot be read becomes a problem."""
    found, read = False, 0
    for path in files_below(folder):
        found = True
        if not path.resolve().is_relative_to(folder.resolve()):
            yield SourceProblem(
                str(path), 0, f"{path} is a link that leaves the folder. Import its target itself."
            )
            continue
        try:
            yield from moved_on(read_file(path, is_in_folder=True), read)
        except UnreadableSource as problem:
            yield SourceProblem(str(path), 0, str(problem))
        read += path.lstat().st_size
    if not found:
        raise UnreadableSource(f"The folder {folder} holds no files. Name one that holds mail.")


def moved_on(items: Iterable[RawMail | SourceProblem], read: int) -> Iterator[RawMail | SourceProblem]:
    """Mail of one file of a folder, its `consumed` counted from the folder's first byte."""
    for item in items:
        yield replace(item, consumed=item.consumed + read) if isinstance(item, RawMail) else item


def files_below(folder: Path) -> Iterator[Path]:
    """Files below a folder, sorted; links to folders are not followed. Raises UnreadableSource.

    Left out are the indexes of mail programs and a Maildir's `tmp`, where mail is not delivered yet.
    """

    def complain(error: OSError) -> None:
        if error.filename == str(folder):
            raise UnreadableSource(
                f"The folder {folder} may not be read ({error.strerror}). Give read access to it."
            )

    for place, folders, files in os.walk(folder, onerror=complain):
        if set(folders) >= MAILDIR:
            folders.remove("tmp")
        folders.sort()
        for name in sorted(files):
            if name not in BESIDE_MAIL and not name.startswith(INDEX_STARTS):
                yield Path(place, name)
