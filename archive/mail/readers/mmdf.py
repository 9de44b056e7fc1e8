"""MMDF, as SCO's systems kept mailboxes: each mail between two lines of four Ctrl-A."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers.between_marks import between_marks, raw_mail
from archive.mail.readers.raw_mail import RawMail
from archive.mail.readers.separators import SURE
from archive.mail.readers.stream import Stream

KIND = "MMDF"
BEGIN = re.compile(rb"[\r\n]*\x01{4}\r?\n")
MARK = re.compile(rb"^\x01{4}\r?(?:\n|\Z)", re.MULTILINE)


def recognise(head: bytes, path: Path) -> bool:
    return BEGIN.match(head) is not None


def read(stream: Stream) -> Iterator[RawMail]:
    for piece in between_marks(stream, MARK):
        if not piece.content.strip():
            continue
        line, end, rest = piece.content.partition(b"\n")
        if end and SURE.match(line):
            yield raw_mail(piece, stream, rest)._replace(envelope=line[5:].strip().decode("utf-8", "replace"))
        else:
            yield raw_mail(piece, stream, piece.content)
