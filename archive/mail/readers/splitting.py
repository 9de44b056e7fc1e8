"""Cuts a stream of mbox text into mails.

A line that begins with "From " separates two mails when what follows says so: it carries a date, and header
lines come after it. Prose that begins with "From " and patches as `git format-patch` writes them do not.
A Content-Length (mboxcl, mboxcl2) is believed when it leads to such a line or to the end. What was exported from
here says so itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.mail.readers.postil_mbox import LONGEST_SEPARATOR, dialect_of
from archive.mail.readers.raw_mail import KEPT_OF_LONGER, LONGEST_MAIL
from archive.mail.readers.stream import Stream

LOOK_AHEAD = 2000
LONGEST_HEAD = 1 << 16
PATCH = re.compile(rb"From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001")
WEEKDAY_AND_TIME = re.compile(
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2})[, ]"
    rb"[^\n]{0,40}?\d:\d\d"
    rb"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d"
)
# An address alone, or with a time in whatever language.
ADDRESS = re.compile(rb"From +(?:\S+[ \t\r]*$|[^\s@]{1,200}@\S{1,200} +[^\n]{0,60}?\d:\d\d)")
HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|>From ")
COMMON_HEADER = re.compile(
    rb"(?i)(?:return-path|received|delivered-to|x-[\w-]+|from|to|date|subject|message-id|mime-version"
    rb"|content-type)[ \t]*:"
)
BLANK = re.compile(rb"\r?\n")
LENGTH_FIELDS = (b"ontent-Length:", b"ontent-length:")
LENGTH_FIELD_END = b"ength:"
LENGTH = re.compile(rb"\nContent-Length:[ \t]*(\d{1,9})[ \t\r]*\n", re.IGNORECASE)


class Piece(NamedTuple):
    """One mail with its separator line. `missing` counts bytes left out of mail that is too long.

    `counted` is where it ends by its Content-Length, without the line end that separates mails; 0 when nothing was
    counted. `exported` is the form of source that its separator line names, if it was written here.
    """

    content: bytes
    offset: int
    missing: int
    is_last: bool
    counted: int
    exported: str


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
            yield Piece(content, offset, self.missing, is_last, counted, exported)
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
            del self.buffer[: len(self.buffer) - len(self.buffer.lstrip(b"\r\n\xef\xbb\xbf"))]

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
            found = self.buffer.find(b"\nFrom ", scan)
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
        after_blank = buffer[max(0, at - 3) : at].endswith((b"\n\n", b"\n\r\n"))
        if PATCH.match(line):
            return self.splits_patches and HEADER.match(after) is not None
        if WEEKDAY_AND_TIME.search(line):
            return HEADER.match(after) is not None or (after_blank and BLANK.match(after) is not None)
        return after_blank and ADDRESS.match(line) is not None and COMMON_HEADER.match(after) is not None
