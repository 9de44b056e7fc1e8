"""Mbox: mails one after the other, each behind a line that begins with "From "."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers.items import RawMail, too_long
from archive.mail.readers.splitting import Piece, Splitter
from archive.mail.readers.stream import Stream

KIND = "mbox"
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
BEGINS_LATER = (
    "{name} does not begin with a mail, but with something else, or with the rest of one. It is kept here; the mails"
    " after it are read. If it was cut, look for the part before it."
)
# Whoever counts lengths need not escape: with such a line in a mail, nothing in it is escaped (mboxcl2).
BARE = b"\nFrom "


def recognise(head: bytes, path: Path) -> bool:
    return head.lstrip(b"\r\n\xef\xbb\xbf").startswith(b"From ")


def read(stream: Stream, dialect: str = "mbox") -> Iterator[RawMail]:
    """The mails of an mbox. When the stream breaks off, the last mail carries that as its defect."""
    for piece in Splitter(stream):
        yield raw_mail(piece, stream, dialect, stream.failure if piece.is_last else "")


def raw_mail(piece: Piece, stream: Stream, dialect: str, failure: str) -> RawMail:
    if not piece.offset and not recognise(piece.content, stream.path):
        defect = BEGINS_LATER.format(name=stream.name)
        return RawMail(piece.content, stream.name, 0, defect=defect, dialect="eml", consumed=stream.consumed)
    line, _, content = piece.content.partition(b"\n")
    content = without_separating_line(content)
    is_escaped = dialect == "mbox" and b">From " in content and not (piece.is_counted and BARE in content)
    if is_escaped:
        content = ESCAPED.sub(rb"\1", content)
    return RawMail(
        content=content,
        source=stream.name,
        offset=piece.offset,
        envelope=line[5:].strip().decode("utf-8", "replace"),
        defect=too_long(stream.name, piece.offset) if piece.missing else failure,
        dialect=dialect,
        consumed=stream.consumed,
    )


def without_separating_line(content: bytes) -> bytes:
    """Takes off the empty line that stands between two mails."""
    if content.endswith(b"\n\r\n"):
        return content[:-2]
    return content[:-1] if content.endswith(b"\n\n") or content == b"\n" else content
