"""Babyl, as Emacs' Rmail kept mail until 2009: labels, the headers as they came, those to be shown, the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers.between_marks import Marked, between_marks, raw_mail
from archive.mail.readers.owner_marks import refused
from archive.mail.readers.raw_mail import RawMail
from archive.mail.readers.stream import Stream

KIND = "Babyl"
BEGIN = b"BABYL OPTIONS:"
MARK = re.compile(rb"^\x1f(?:\x0c\r?\n?|\r?\n|\Z)", re.MULTILINE)
SHOWN = re.compile(rb"^\*\*\* EOOH \*\*\*[ \t]*\r?\n", re.MULTILINE)
EMPTY_LINE = re.compile(rb"(?:^|\n)\r?\n")
DELETED = re.compile(rb"[01],[^\n]{0,400}\bdeleted,")


def recognise(head: bytes, path: Path) -> bool:
    return head.startswith(BEGIN)


def read(stream: Stream) -> Iterator[RawMail]:
    pieces = between_marks(stream, MARK)
    options = next(pieces)
    for piece in pieces:
        if piece.content.strip() and not options.is_last:
            raw = raw_mail(piece, stream, mail_in(piece))
            is_deleted = DELETED.match(piece.content) is not None
            yield refused(raw, "is deleted in Rmail") if is_deleted else raw


def mail_in(piece: Marked) -> bytes:
    """The mail with the headers as they came; with those that are shown, where it has no others."""
    content = piece.content.partition(b"\n")[2]
    shown = SHOWN.search(content)
    if shown is None:
        return content
    came, rest = content[: shown.start()].strip(b"\r\n"), content[shown.end() :]
    if not came:
        return rest
    body = EMPTY_LINE.search(rest)
    return came + b"\n\n" + (rest[body.end() :] if body else b"")
