"""Tar and zip archives: unpacked within limits into a folder, from which nothing leads out."""

from __future__ import annotations

import errno
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

from archive.mail.readers.raw_mail import MIB, SourceProblem, UnreadableSource
from archive.mail.readers.stream import CHUNK, Stream, most_from

# Each costs a file and a line of the report, whether or not there is mail in it.
MOST_ENTRIES = 200_000
MOST_BYTES = 64 * 1024 * MIB
LONGEST_NAME = 200
# Raised for one file of a zip; the others can be read.
DAMAGED = (zipfile.BadZipFile, EOFError, RuntimeError, zlib.error, lzma.LZMAError)
# What goes wrong with the disk, not with one entry.
ENDING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
Opened = Callable[[], IO[bytes] | None]
BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    EOFError,
    ValueError,
    RuntimeError,
    zlib.error,
)


def kind_of(head: bytes) -> str:
    """tar, zip or "" by the first 512 bytes of a file."""
    if head[257:262] == b"ustar" or is_old_tar(head):
        return "tar"
    return "zip" if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else ""


def is_old_tar(head: bytes) -> bool:
    """Whether a header as tar wrote it before 1988 stands there: without a mark, but its sum agrees."""
    written = head[148:156].strip(b" \0")
    if len(head) < 512 or not head[0] or not written.isdigit() or b"8" in written or b"9" in written:
        return False
    return int(written, 8) == sum(head[:512]) - sum(head[148:156]) + 8 * ord(" ")


@dataclass(slots=True)
class Budget:
    """What an archive has unpacked to so far."""

    name: str
    packed: int
    entries: int = 0
    unpacked: int = 0

    def add_entry(self) -> None:
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise UnreadableSource(f"{self.name} holds more than {MOST_ENTRIES} files. Import it in pieces.")

    def add_bytes(self, count: int) -> None:
        self.unpacked += count
        is_bomb = self.unpacked > most_from(self.packed)
        if is_bomb or self.unpacked > MOST_BYTES:
            raise UnreadableSource(
                f"{self.name} unpacks to more than {self.unpacked // MIB} MiB, beyond what is taken. "
                "If it is really mail, unpack it and import the folder."
            )


def unpack(stream: Stream, folder: Path) -> Iterator[SourceProblem]:
    """Writes the files of an archive below the folder, and tells those left out. Raises UnreadableSource."""
    budget = Budget(stream.name, stream.path.stat().st_size)
    members = tar_members(stream) if kind_of(stream.peek(512)) == "tar" else zip_members(stream, budget)
    try:
        for name, content in members:
            budget.add_entry()
            if reason := take(folder, name, content, budget):
                yield SourceProblem(f"{stream.name}/{name}", 0, f"{name} in {stream.name} {reason}.")
    except BROKEN as error:
        reason = (
            stream.failure
            or f"The archive {stream.name} cannot be read on ({error}). Get a whole copy of it."
        )
        yield SourceProblem(stream.name, stream.offset, reason)
    except OSError as error:
        raise UnreadableSource(
            f"{stream.name} cannot be unpacked: {error}. Make room and try again."
        ) from error


def take(folder: Path, name: str, opened: Opened, budget: Budget) -> str:
    """Writes one file, or says what is wrong with it. Of a damaged one in a zip the beginning is kept."""
    try:
        content = opened()
        reason = write(folder, name, content, budget) if content else "it is a link or a device"
    except DAMAGED as error:
        if "password" in str(error):
            return "is encrypted. Unpack it with its password, then import what it gives"
        # zipfile raises it for a method of packing that it does not have.
        if isinstance(error, NotImplementedError):
            return f"is packed in a way that is not known ({error}). Unpack it, then import what it gives"
        return f"is damaged ({error}); what came before the damage is read. Get a whole copy of it"
    except OSError as error:
        if error.errno in ENDING:
            raise
        reason = (
            f"it cannot be written here ({error.strerror}). Unpack the archive, then import what it gives"
        )
    return reason and f"is left out: {reason}"


def write(folder: Path, name: str, content: IO[bytes], budget: Budget) -> str:
    """Writes one file below the folder, or says why not."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part != "."]
    if not parts or ".." in parts or parts[0].endswith(("/", ":")) or any("\0" in part for part in parts):
        return "its path leads out of the archive"
    if parts[-1] == "alternates":
        return "it would lead git to other repositories"
    path = folder.joinpath(*map(shortened, parts))
    if path.exists() or any(parent.is_file() for parent in path.parents):
        return "a file of its name was there before"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as out:
            while piece := content.read(CHUNK):
                budget.add_bytes(len(piece))
                out.write(piece)
    except DAMAGED:
        if not path.stat().st_size:
            path.unlink()
        raise
    return ""


def shortened(part: str) -> str:
    """A name that any file system takes; a path of many may still be too long."""
    return part.encode("utf-8", "replace")[:LONGEST_NAME].decode("utf-8", "ignore")


def tar_members(stream: Stream) -> Iterator[tuple[str, Opened]]:
    with tarfile.open(fileobj=cast("BinaryIO", Whole(stream)), mode="r|", bufsize=CHUNK) as tar:
        for member in tar:
            if not member.isdir():
                yield member.name, partial(tar.extractfile, member) if member.isreg() else nothing


def nothing() -> None:
    """In the place of what is no file."""


def zip_members(stream: Stream, budget: Budget) -> Iterator[tuple[str, Opened]]:
    """A zip is read from its end: one that was packed again is unpacked first."""
    with TemporaryFile(prefix="postil-zip-") as copy:
        source: IO[bytes] = copy
        if stream.is_packed:
            while piece := stream.read():
                budget.add_bytes(len(piece))
                copy.write(piece)
        else:
            source = stream.path.open("rb")
        with source, zipfile.ZipFile(source) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    yield member.filename, partial(archive.open, member)


@dataclass(slots=True)
class Whole:
    """A stream whose `read` gives as many bytes as it is asked for, as tarfile needs it."""

    stream: Stream

    def read(self, size: int) -> bytes:
        pieces = []
        while size > 0 and (piece := self.stream.read(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)
