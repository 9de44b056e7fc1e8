"""One mail alone in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers.raw_mail import LONGEST_MAIL, RawMail, bounded
from archive.mail.readers.stream import Stream

KIND = "one mail"
HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
COMMON = (
    b"return-path received delivered-to from to cc date subject message-id in-reply-to references "
    b"mime-version content-type sender reply-to list-id dkim-signature x-original-to envelope-to"
)
NAMES = frozenset(COMMON.split())


def recognise(head: bytes, path: Path) -> bool:
    """Header lines from the first line on, one of them well known."""
    return starts_with_headers(head)


def starts_with_headers(head: bytes) -> bool:
    names: set[bytes] = set()
    for line in head.lstrip(b"\r\n\xef\xbb\xbf").split(b"\n")[:200]:
        if not line.strip():
            break
        if line[:1] in b" \t" and names:
            continue
        match = HEADER.match(line)
        if match is None:
            break
        names.add(match[1].lower())
    return not names.isdisjoint(NAMES)


def read(stream: Stream, dialect: str = "eml") -> Iterator[RawMail]:
    kept, defect = bounded(read_whole(stream), stream.name, 0)
    yield RawMail(
        content=kept,
        source=stream.name,
        offset=0,
        defect=defect or stream.failure,
        dialect=dialect,
        consumed=stream.consumed,
    )


def read_whole(stream: Stream) -> bytes:
    """All bytes of the stream, or a little more than the longest mail that is taken."""
    content = bytearray()
    while len(content) <= LONGEST_MAIL and (piece := stream.read()):
        content += piece
    return bytes(content)
