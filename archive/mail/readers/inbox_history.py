"""The commits of a public-inbox repository: which mail they brought and took back, and how far they were read before.

Version 2 keeps each mail in the file `m` of a commit, version 1 in a file named after a digest; `d`, also of a later
epoch, or the removal of a file takes a mail back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from archive.mail.readers.git_objects import Objects, is_ancestor, is_repository, newest_commits, objects_of
from archive.mail.readers.raw_mail import UnreadableSource

CHANGE = re.compile(rb":\d+ \d+ ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([AMD])\d*\t(.*)")
VERSION_1_FILE = re.compile(rb"[0-9a-f]{2}/[0-9a-f]{38}")
CHANGES = ["diff-tree", "--stdin", "--root", "-r", "--raw", "--no-renames", "--no-abbrev"]
EPOCH = re.compile(r"(\d{1,9})\.git")
Change = tuple[bytes, bytes, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a repository was read: its newest commit then (two by a blank where HEAD and the remote had parted)
    and the count of mails up to it.
    """

    commit: str
    mails: int


@dataclass(slots=True)
class Commits:
    """How far repositories, by path, were read `behind` which reading begins, and are read now, each to its end.

    `passed` counts the mails of each that were not read again.
    """

    behind: dict[str, Reached] = field(default_factory=dict)
    reached: dict[str, Reached] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)


def is_behind(before: Reached, newest: Iterable[str], objects: Objects) -> bool:
    """Whether the newest commits came from where reading had come to."""
    tips = list(newest)
    return all(any(is_ancestor(objects, one, tip) for tip in tips) for one in before.commit.split())


def mail_blobs(objects: Objects, newest: Iterable[str], before: Iterable[str] = ()) -> list[bytes]:
    """The ids of all mails up to the newest commits, in their order, or of those that came after others."""
    added: dict[bytes, None] = {}
    for change in changes(objects, newest, before):
        apply(added, *change)
    if added:
        for blob in taken_back_later(objects.repository):
            added.pop(blob, None)
    return list(added)


def changes(objects: Objects, newest: Iterable[str], before: Iterable[str] = ()) -> Iterator[Change]:
    """Blob before, blob after, kind and name of each file that the commits changed, the oldest first."""
    commits = [*newest, *(f"^{one}" for one in before)]
    history = objects.output(b"", "rev-list", "--reverse", "--topo-order", *commits) if commits else b""
    for line in objects.output(history, *CHANGES).splitlines():
        if match := CHANGE.match(line):
            old, new, kind, name = match.groups()
            yield old, new, kind, name


def apply(added: dict[bytes, None], old: bytes, new: bytes, kind: bytes, name: bytes) -> None:
    """Takes one change of a file into account."""
    if name == b"m" and kind != b"D":
        added[new] = None
    elif name == b"d" and kind != b"D":
        added.pop(new, None)
    elif VERSION_1_FILE.fullmatch(name):
        if kind != b"A":
            added.pop(old, None)
        if kind != b"D":
            added[new] = None


def taken_back_later(repository: Path) -> set[bytes]:
    """The mails that later epochs of the same inbox took back and did not bring again."""
    own = EPOCH.fullmatch(repository.name)
    if own is None:
        return set()
    found: set[bytes] = set()
    for path in repository.parent.iterdir():
        other = EPOCH.fullmatch(path.name)
        if other and int(other[1]) > int(own[1]) and is_repository(path):
            found |= taken_back_in(path)
    return found


def taken_back_in(epoch: Path) -> frozenset[bytes]:
    """Nothing where the epoch cannot be read: that is told when its own mail is read."""
    try:
        with objects_of(epoch) as objects:
            newest = tuple(newest_commits(objects))
        return taken_back_up_to(epoch, newest)
    except UnreadableSource:
        return frozenset()


@lru_cache(maxsize=64)
def taken_back_up_to(epoch: Path, newest: tuple[str, ...]) -> frozenset[bytes]:
    blobs: set[bytes] = set()
    with objects_of(epoch) as objects:
        for _, new, kind, name in changes(objects, newest):
            if name == b"d" and kind != b"D":
                blobs.add(new)
            elif name == b"m" and kind != b"D":
                blobs.discard(new)
    return frozenset(blobs)
