"""Cuts a stream of mbox text into mails.

Which lines separate them is told in `separators`. A run of NULs belongs to no mail; a mail may begin right behind it.
A Content-Length (mboxcl, mboxcl2) is believed when it leads to such a line or to the end. What was exported from
here says so itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.mail.readers.postil_mbox import LONGEST_SEPARATOR, dialect_of
from archive.mail.readers.raw_mail import KEPT_OF_LONGER, LONGEST_MAIL
from archive.mail.readers.separators import LOOK_AHEAD, PATCH, separates
from archive.mail.readers.stream import Stream

LONGEST_HEAD = 1 << 16
# What a computer leaves that loses power, or a disk that is full: a block of NULs, in the place of what was written.
NUL_BLOCK = 16
AT_ENDS = b"\0\r\n"
LENGTH_FIELDS = (b"ontent-Length:", b"ontent-length:")
LENGTH_FIELD_END = b"ength:"
LENGTH = re.compile(rb"\nContent-Length:[ \t]*(\d{1,9})[ \t\r]*\n", re.IGNORECASE)


class Piece(NamedTuple):
    """One mail with its separator line. `missing` counts bytes left out of mail that is too long.

    `counted` is where it ends by its Content-Length, without the line end that separates mails; 0 when nothing was
    counted. `exported` is the form of source that its separator line names, if it was written here. `nuls` counts the
    bytes of the run of NULs behind it, which the content does not have.
    """

    content: bytes
    offset: int
    missing: int
    is_last: bool
    counted: int
    exported: str
    nuls: int = 0


class Splitter:
    """Iterates over the pieces of a stream, holding no more than the longest mail in memory."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.buffer = bytearray()
        self.kept = b""
        self.missing = 0
        self.at_end = False
        self.lengthless = 0
        self.splits_patches = bool(PATCH.match(stream.peek(200).lstrip()))

    def __iter__(self) -> Iterator[Piece]:
        self.skip_blank_lines()
        while self.buffer:
            offset = self.stream.offset - len(self.buffer)
            exported = self.exported_from_here()
            counted, end = (0, 0) if exported else self.counted_end()
            end = end or self.find_end(bool(exported))
            is_last = self.at_end and end == len(self.buffer)
            content = self.kept + bytes(memoryview(self.buffer)[:end])
            kept = len(content) if exported else before_nuls(content)
            nuls = len(content) - kept
            yield Piece(content[:kept], offset, self.missing, is_last, counted, exported, nuls)
            del self.buffer[:end]
            self.kept, self.missing = b"", 0
            if not self.buffer:
                self.fill()

    def fill(self) -> None:
        chunk = self.stream.read()
        self.buffer += chunk
        self.at_end = not chunk

    def skip_blank_lines(self) -> None:
        while not self.buffer and not self.at_end:
            self.fill()
            del self.buffer[: len(self.buffer) - len(self.buffer.lstrip(b"\0\r\n\xef\xbb\xbf"))]

    def exported_from_here(self) -> str:
        while not self.at_end and len(self.buffer) < LONGEST_SEPARATOR:
            self.fill()
        return dialect_of(self.buffer)

    def counted_end(self) -> tuple[int, int]:
        """Where the first mail in the buffer ends by its Content-Length, and the empty lines after it.

        Zeros when it tells no length or none that fits.
        """
        while not self.at_end and len(self.buffer) < LONGEST_HEAD:
            self.fill()
        if not self.may_tell_length():
            return 0, 0
        line_end = b"\r\n" if self.buffer[self.buffer.find(b"\n") - 1] == ord("\r") else b"\n"
        head = self.buffer.find(b"\n" + line_end, 0, LONGEST_HEAD)
        body = head + 1 + len(line_end)
        if head < 0:
            return 0, 0
        field = max(self.buffer.find(name, 0, head) for name in LENGTH_FIELDS)
        told = LENGTH.match(self.buffer, field - 2) if field > 1 else None
        counted = body + int(told[1]) if told else LONGEST_MAIL
        if counted >= LONGEST_MAIL:
            return 0, 0
        while not self.at_end and len(self.buffer) < counted + 2 * LOOK_AHEAD:
            self.fill()
        ahead = self.buffer[counted : counted + LOOK_AHEAD]
        end = counted + len(ahead) - len(ahead.lstrip(b"\r\n"))
        is_end = self.at_end and end == len(self.buffer)
        follows = self.buffer[end - 1 : end + 5] == b"\nFrom " and self.is_separator(end)
        return (counted, end) if is_end or follows else (0, 0)

    def may_tell_length(self) -> bool:
        """Whether a Content-Length may stand where the first head in the buffer can be.

        `lengthless` is the offset up to which none ends: most mailboxes have none, and are looked through once.
        """
        start = self.stream.offset - len(self.buffer)
        found = self.buffer.find(LENGTH_FIELD_END, max(0, self.lengthless - start), LONGEST_HEAD)
        unseen = min(len(self.buffer), LONGEST_HEAD) - len(LENGTH_FIELD_END)
        self.lengthless = start + (found if found >= 0 else unseen)
        return found >= 0

    def find_end(self, is_escaped: bool) -> int:
        """Index in the buffer where the first mail in it ends; when it `is_escaped`, at the next `From `."""
        scan = 0
        while True:
            found = self.next_from(scan, is_escaped)
            if found < 0 and self.at_end:
                return len(self.buffer)
            if found >= 0 and (self.at_end or len(self.buffer) >= found + 2 * LOOK_AHEAD):
                if is_escaped or self.is_separator(found + 1):
                    return found + 1
                scan = found + 1
                continue
            scan = found if found >= 0 else max(scan, len(self.buffer) - 5)
            scan -= self.let_go(scan)
            self.fill()

    def next_from(self, scan: int, is_escaped: bool) -> int:
        """Where a line end stands before the next `From `, or a NUL, which in what `is_escaped` is the mail's own."""
        found = self.buffer.find(b"\nFrom ", scan)
        if is_escaped:
            return found
        nul = self.buffer.find(b"\0From ", scan, found if found >= 0 else None)
        return nul if nul >= 0 else found

    def let_go(self, scan: int) -> int:
        """Drops what was scanned of a mail that is too long; the count of bytes dropped from the buffer."""
        if len(self.buffer) <= LONGEST_MAIL and not self.missing:
            return 0
        if not self.kept:
            self.kept = bytes(self.buffer[:KEPT_OF_LONGER])
        dropped = max(0, scan - 4)
        del self.buffer[:dropped]
        self.missing += dropped
        return dropped

    def is_separator(self, at: int) -> bool:
        buffer = self.buffer
        line_end = buffer.find(b"\n", at, at + LOOK_AHEAD)
        if line_end < 0:
            return False
        line = bytes(buffer[at:line_end])
        after = bytes(buffer[line_end + 1 : line_end + 1 + LOOK_AHEAD])
        after_blank = buffer[max(0, at - 3) : at].endswith((b"\n\n", b"\n\r\n", b"\0"))
        return separates(line, after, after_blank, self.splits_patches)


def before_nuls(content: bytes) -> int:
    """Where a mail ends that a block of NULs follows; its length when none does."""
    end = content.find(b"\0", len(content.rstrip(AT_ENDS)))
    is_block = end >= 0 and (content[end - 1 : end] == b"\n" or content.count(b"\0", end) >= NUL_BLOCK)
    return end if is_block else len(content)
