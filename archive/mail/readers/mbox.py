"""Mbox: mails one after the other, each behind a line that begins with "From "."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers.postil_mbox import ESCAPED, read_back, references_in
from archive.mail.readers.raw_mail import RawMail, SourceProblem, too_long
from archive.mail.readers.splitting import Piece, Splitter
from archive.mail.readers.stream import Stream

KIND = "mbox"
BEGINS_LATER = (
    "{name} does not begin with a mail, but with something else, or with the rest of one. It is kept here; the mails"
    " after it are read. If it was cut, look for the part before it."
)
NULS = (
    "{count} bytes of {name}, behind the mail at byte {offset}, are NULs, as a crash or a full disk leaves them."
    " What stood there is lost. The mail before them may lack its end; the mails after them are read."
)
# Whoever counts lengths need not escape: with such a line in a mail, none counted from there on is escaped (mboxcl2).
BARE = b"\nFrom "


def recognise(head: bytes, path: Path) -> bool:
    return head.lstrip(b"\0\r\n\xef\xbb\xbf").startswith(b"From ")


def read(stream: Stream, dialect: str = "mbox") -> Iterator[RawMail | SourceProblem]:
    """The mails of an mbox. When the stream breaks off, the last mail carries that as its defect."""
    is_bare = False
    for piece in Splitter(stream):
        is_bare = is_bare or (piece.counted > 0 and BARE in piece.content)
        yield raw_mail(piece, stream, dialect, dialect == "mbox" and not (is_bare and piece.counted))
        if piece.nuls:
            told = NULS.format(count=piece.nuls, name=stream.name, offset=piece.offset)
            yield SourceProblem(stream.name, piece.offset + len(piece.content), told)


def raw_mail(piece: Piece, stream: Stream, dialect: str, may_be_escaped: bool) -> RawMail:
    if not piece.offset and not recognise(piece.content, stream.path):
        defect = BEGINS_LATER.format(name=stream.name)
        return RawMail(piece.content, stream.name, 0, defect=defect, dialect="eml", consumed=stream.consumed)
    line = piece.content[5 : end_of_line(piece.content)]
    content = read_back(piece.content) if piece.exported else content_of(piece, may_be_escaped)
    return RawMail(
        content=content,
        source=stream.name,
        offset=piece.offset,
        envelope=line.strip().decode("utf-8", "replace"),
        defect=too_long(stream.name, piece.offset) if piece.missing else stream.failure * piece.is_last,
        dialect=piece.exported or dialect,
        references=references_in(piece.content) if piece.exported else (),
        consumed=stream.consumed,
    )


def content_of(piece: Piece, may_be_escaped: bool) -> bytes:
    """The mail behind a separator line; where its length was counted, not a byte more."""
    is_exact = piece.counted and piece.content[piece.counted :] in {b"", b"\n", b"\r\n"}
    end = piece.counted if is_exact else before_separating_line(piece.content)
    content = piece.content[end_of_line(piece.content) + 1 : end]
    return ESCAPED.sub(rb"\1", content) if may_be_escaped and b">From " in content else content


def end_of_line(content: bytes) -> int:
    """Where the first line ends."""
    end = content.find(b"\n")
    return end if end >= 0 else len(content)


def before_separating_line(content: bytes) -> int:
    """Where a mail ends: before the empty line that stands between two mails."""
    if content.endswith(b"\n\r\n"):
        return len(content) - 2
    return len(content) - int(content.endswith(b"\n\n") or content == b"\n")
