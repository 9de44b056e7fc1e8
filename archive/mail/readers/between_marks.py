"""Cuts a stream at marks: the pieces between them, no more than the longest mail of it in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.mail.readers.raw_mail import KEPT_OF_LONGER, LONGEST_MAIL, RawMail, too_long
from archive.mail.readers.stream import Stream

LONGEST_MARK = 16


class Marked(NamedTuple):
    """What stands between two marks, from `offset` on; of what is too long the beginning."""

    content: bytes
    offset: int
    is_too_long: bool
    is_last: bool


def between_marks(stream: Stream, mark: re.Pattern[bytes]) -> Iterator[Marked]:
    """The pieces of a stream, empty ones among them; `mark` matches at most LONGEST_MARK bytes, line ends included."""
    buffer, kept, offset, scan = bytearray(), b"", stream.offset, 0
    while True:
        chunk = stream.read()
        buffer += chunk
        while match := next_mark(mark, buffer, scan, not chunk):
            content = kept or bytes(buffer[: match.start()])
            yield Marked(content, offset, bool(kept), False)
            # What begins a line is looked for: the line end before stays.
            del buffer[: match.end()]
            offset, kept, scan = stream.offset - len(buffer), b"", 0
        if not chunk:
            yield Marked(kept or bytes(buffer), offset, bool(kept), True)
            return
        if kept or len(buffer) > LONGEST_MAIL:
            kept = kept or bytes(buffer[:KEPT_OF_LONGER])
            del buffer[:-LONGEST_MARK]
        scan = max(0, len(buffer) - LONGEST_MARK)


def next_mark(mark: re.Pattern[bytes], buffer: bytearray, scan: int, at_end: bool) -> re.Match[bytes] | None:
    """The next mark that is seen whole."""
    match = mark.search(buffer, scan)
    return match if match and (at_end or len(buffer) - match.start() >= LONGEST_MARK) else None


def raw_mail(piece: Marked, stream: Stream, content: bytes) -> RawMail:
    """A mail that was made of a piece, as it stands there."""
    long = too_long(stream.name, piece.offset) if piece.is_too_long else ""
    return RawMail(
        content=content,
        source=stream.name,
        offset=piece.offset,
        defect=long or stream.failure * piece.is_last,
        dialect="eml",
        consumed=stream.consumed,
    )
