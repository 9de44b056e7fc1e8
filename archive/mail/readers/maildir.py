"""A Maildir that mail is still delivered to: what stands in `new` and `cur`; `tmp` is never looked at."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from archive.mail.readers.folders import natural, read_file
from archive.mail.readers.raw_mail import RawMail, SourceProblem, UnreadableSource

SUBFOLDERS = ("new", "cur")


def is_maildir(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in SUBFOLDERS)


def deliveries(folder: Path, known: Collection[str] = ()) -> dict[str, Path]:
    """The file of each mail by the part of its name that stays when flags change, without those known.

    Raises UnreadableSource.
    """
    try:
        found = {
            key: folder / place / name
            for place in SUBFOLDERS
            for name in os.listdir(folder / place)  # noqa: PTH208 - of many files, names alone are wanted
            if (key := name.partition(":")[0]) not in known and not name.startswith(".")
        }
    except OSError as error:
        raise UnreadableSource(
            f"The Maildir {folder} cannot be read ({error.strerror}). Check that it is there, and its rights."
        ) from error
    return {key: found[key] for key in sorted(found, key=natural)}


def read_delivery(path: Path) -> Iterator[RawMail | SourceProblem]:
    """The mail in one file. Raises FileNotFoundError when it was moved meanwhile."""
    try:
        yield from read_file(path, is_in_folder=True)
    except UnreadableSource as problem:
        if not path.exists():
            raise FileNotFoundError(path) from problem
        yield SourceProblem(str(path), 0, str(problem))
