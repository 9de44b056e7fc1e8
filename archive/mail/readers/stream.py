"""Bytes of a file, unpacked on the way: compression is told by its magic number, layer by layer."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import zstandard

from archive.mail.readers.raw_mail import MIB, UnreadableSource

CHUNK = 1 << 18
HEAD = 1 << 14
MOST_LAYERS = 3
# Mail packs to a fifth or a tenth; what unpacks to far more is made to fill disks.
MOST_RATIO = 200
RATIO_COUNTS_FROM = 64 * MIB

Opener = Callable[[BinaryIO], BinaryIO]


class ZstdFile(io.RawIOBase):
    """A zstd file read forward. Unlike the library's own reader it notices that a file was cut short."""

    # Few bytes at a time: each can unpack to thousands.
    PIECE = 1 << 10

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ahead = b""
        self._is_in_frame = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ahead:
            packed = self._frame.unused_data or self._file.read(self.PIECE)
            if not packed:
                if self._is_in_frame:
                    raise EOFError
                return 0
            if self._frame.eof:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._ahead = self._frame.decompress(packed)
            self._is_in_frame = not self._frame.eof
        piece, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def open_zstd(file: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(ZstdFile(file)))


OPENERS: tuple[tuple[bytes, Opener], ...] = (
    (b"\x1f\x8b\x08", lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file))),
    (b"BZh", lambda file: cast("BinaryIO", bz2.BZ2File(file))),
    (b"\xfd7zXZ\x00", lambda file: cast("BinaryIO", lzma.LZMAFile(file))),  # noqa: SIM115
    (b"\x5d\x00\x00", lambda file: cast("BinaryIO", lzma.LZMAFile(file))),  # noqa: SIM115
    (b"\x28\xb5\x2f\xfd", open_zstd),
)
BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


class Stream:
    """A file read forward, once. Broken compression ends it: `failure` then says so, or `trailing` when all
    before it was whole.

    `offset` is the count of unpacked bytes handed out, `consumed` that of bytes read on disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.offset = 0
        self.failure = ""
        self.trailing = ""
        self.is_packed = False
        self._ahead = b""
        self._unpacked = 0
        self._file = open_file(path)
        self._top = self._file
        self._unpack()

    @property
    def consumed(self) -> int:
        return self._file.tell()

    def peek(self, size: int = HEAD) -> bytes:
        """The next bytes, up to `size`, without moving on."""
        while len(self._ahead) < size:
            more = self._read_some(CHUNK)
            if not more:
                break
            self._ahead += more
        return self._ahead[:size]

    def read(self, size: int = CHUNK) -> bytes:
        """Some bytes, at most `size`; none at the end."""
        if self._ahead:
            piece, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            piece = self._read_some(size)
        self.offset += len(piece)
        return piece

    def skip_to(self, offset: int) -> None:
        """Moves on to `offset`, counted in unpacked bytes from the start."""
        while self.offset < offset and self.read(min(CHUNK, offset - self.offset)):
            pass

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def _unpack(self) -> None:
        for _ in range(MOST_LAYERS):
            head = self.peek(16)
            opener = next((opener for magic, opener in OPENERS if head.startswith(magic)), None)
            if opener is None:
                return
            self.is_packed = True
            self._top = opener(cast("BinaryIO", io.BufferedReader(Rest(self._ahead, self._top), CHUNK)))
            self._ahead = b""

    def _read_some(self, size: int) -> bytes:
        if self.failure or self.trailing:
            return b""
        try:
            piece = cast("io.BufferedReader", self._top).read1(size)
            self._unpacked += len(piece)
            if not self.is_packed or self._unpacked <= most_from(self.consumed):
                return piece
            self.failure = (
                f"{self.name} unpacks to more than {self._unpacked // MIB} MiB, beyond what is taken. "
                "If it is really mail, unpack it and import that."
            )
            return b""
        except BROKEN as error:
            if str(error).startswith("Not a gzipped file") and self.offset:
                self.trailing = f"Something that is no gzip follows the mail in {self.name}. It was left out."
            else:
                self.failure = broken_sentence(self.name, error)
            return b""


class Rest(io.RawIOBase):
    """A file whose first bytes were read already, whole again."""

    def __init__(self, ahead: bytes, file: BinaryIO) -> None:
        super().__init__()
        self._ahead = ahead
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._ahead:
            piece, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        else:
            piece = cast("io.BufferedReader", self._file).read1(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def most_from(packed: int) -> int:
    """How many bytes so many packed ones may unpack to."""
    return max(RATIO_COUNTS_FROM, MOST_RATIO * packed)


def open_file(path: Path) -> BinaryIO:
    """Opens a regular file, or raises UnreadableSource."""
    try:
        if not path.exists():
            raise UnreadableSource(f"{path} does not exist. Check the path.")
        if not path.is_file():
            raise UnreadableSource(f"{path} is not a regular file. Name a file or a folder that holds mail.")
        return path.open("rb")
    except PermissionError as error:
        raise UnreadableSource(
            f"{path} may not be read: no rights. Give the user who runs Postil read access."
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableSource(f"{path} cannot be opened: {error}. Check the path and the disk.") from error


def broken_sentence(name: str, error: Exception) -> str:
    if isinstance(error, EOFError):
        return (
            f"The compressed file {name} ends early: it was cut short. Get a whole copy and import it again."
        )
    return f"The compressed file {name} is damaged ({error}). Get a whole copy and import it again."
