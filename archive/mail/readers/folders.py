"""A folder: the mail of every file below it, Maildir and MH folders among them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.mail.readers import archives, public_inbox
from archive.mail.readers.files import read_mail
from archive.mail.readers.git_objects import is_repository
from archive.mail.readers.inbox_history import Commits
from archive.mail.readers.owner_marks import with_owner_marks
from archive.mail.readers.raw_mail import RawMail, SourceProblem, UnreadableSource
from archive.mail.readers.stream import Stream

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
        "Thumbs.db",
        "desktop.ini",
        "robots.txt",
        "favicon.ico",
    }
)
# What an Apple computer puts into zip files beside what was packed.
BESIDE_FOLDERS = frozenset({"__MACOSX"})
# Where pipermail keeps what it took out of mail, beside its months; the mail names each by its address.
SCRUBBED = frozenset({"attachments"})
MONTH = re.compile(r"\d{4}-[A-Z][a-z]{2,8}|\d{4}q[1-4]|\d{4,8}")
INDEX_STARTS = ("dovecot", "courierimap", ".uidvalidity", "cyrus.")
MAILDIR = {"cur", "new", "tmp"}
DEEPEST_NESTING = 3
EPOCHS = {"git", "all.git"}
NUMBER = re.compile(r"([0-9]{1,18})")


def read_folder(
    folder: Path, nesting: int = 0, commits: Commits | None = None
) -> Iterator[RawMail | SourceProblem]:
    """Every file below the folder, in the order of names. What cannot be read becomes a problem.

    `commits` tells how far repositories were read before.
    """
    found, read = False, 0
    for path in files_below(folder):
        found = True
        if not path.resolve().is_relative_to(folder.resolve()):
            yield SourceProblem(
                str(path), 0, f"{path} is a link that leaves the folder. Import its target itself."
            )
            continue
        try:
            yield from moved_on(read_entry(path, nesting, commits), read)
        except UnreadableSource as problem:
            yield SourceProblem(str(path), 0, str(problem))
        read += size_of(path)
    if not found:
        raise UnreadableSource(f"The folder {folder} holds no files. Name one that holds mail.")


def read_entry(path: Path, nesting: int, commits: Commits | None) -> Iterator[RawMail | SourceProblem]:
    """The mail of a file or repository in a folder."""
    if path.is_dir():
        yield from public_inbox.read(path, commits=commits)
    else:
        yield from read_file(path, nesting=nesting, is_in_folder=True)


def read_file(
    path: Path, resume_at: int = 0, *, nesting: int = 0, is_in_folder: bool = False
) -> Iterator[RawMail | SourceProblem]:
    """The mail of a file; of an archive, that of the files in it. Raises UnreadableSource."""
    with Stream(path) as stream:
        if archives.kind_of(stream.peek(512)):
            yield from read_archive(stream, nesting)
        else:
            yield from with_owner_marks(read_mail(stream, resume_at, is_in_folder))


def read_archive(stream: Stream, nesting: int) -> Iterator[RawMail | SourceProblem]:
    """The mail of a tar or zip archive, named by the archive and its place in it."""
    if nesting >= DEEPEST_NESTING:
        raise UnreadableSource(f"{stream.name} is an archive too deep within archives. Unpack it yourself.")
    with TemporaryDirectory(prefix="postil-") as name:
        folder = Path(name)
        yield from archives.unpack(stream, folder)
        total = sum(size_of(path) for path in files_below(folder))
        if not total:
            raise UnreadableSource(f"The archive {stream.name} holds no files that can be read. Check it.")
        try:
            for item in read_folder(folder, nesting + 1):
                yield renamed(item, name, stream, total)
        except UnreadableSource as problem:
            raise UnreadableSource(str(problem).replace(name, stream.name)) from problem


def renamed(
    item: RawMail | SourceProblem, folder: str, stream: Stream, total: int
) -> RawMail | SourceProblem:
    """An item of an unpacked archive under the archive's own name, progress counted in its packed bytes."""
    source = item.source.replace(folder, stream.name, 1)
    if isinstance(item, SourceProblem):
        return replace(item, source=source, reason=item.reason.replace(folder, stream.name))
    consumed = stream.path.stat().st_size * item.consumed // total
    return item._replace(source=source, defect=item.defect.replace(folder, stream.name), consumed=consumed)


def size_of(path: Path) -> int:
    """Bytes on disk of a file or repository."""
    if path.is_dir():
        return sum(file.lstat().st_size for file in path.rglob("*") if file.is_file())
    return path.lstat().st_size


def moved_on(items: Iterable[RawMail | SourceProblem], read: int) -> Iterator[RawMail | SourceProblem]:
    """Mail of one file of a folder, its `consumed` counted from the folder's first byte."""
    for item in items:
        yield item._replace(consumed=item.consumed + read) if isinstance(item, RawMail) else item


def files_below(folder: Path) -> Iterator[Path]:
    """Files and git repositories below a folder, sorted; links to folders are not followed.

    Left out are the indexes of mail programs and a Maildir's `tmp`, where mail is not delivered yet.
    Raises UnreadableSource without rights to the folder.
    """

    def complain(error: OSError) -> None:
        if error.filename == str(folder):
            raise UnreadableSource(
                f"The folder {folder} may not be read ({error.strerror}). Give read access to it."
            )

    for place, folders, files in os.walk(folder, onerror=complain):
        if is_repository(Path(place)):
            folders.clear()
            yield Path(place)
            continue
        if set(folders) >= MAILDIR:
            folders.remove("tmp")
        if set(folders) >= EPOCHS:
            # A public-inbox: its mail is in the epochs, beside them are indexes of it.
            folders[:] = ["git"]
            continue
        beside = BESIDE_FOLDERS | (SCRUBBED if any(map(MONTH.fullmatch, folders)) else set())
        folders[:] = sorted(set(folders) - beside, key=natural)
        for name in sorted(files, key=natural):
            if name not in BESIDE_MAIL and not name.startswith(INDEX_STARTS):
                yield Path(place, name)


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts 9 before 10."""
    return [(int(part), "") if NUMBER.fullmatch(part) else (0, part) for part in NUMBER.split(name)]
