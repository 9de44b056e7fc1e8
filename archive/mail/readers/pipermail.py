"""Pipermail's monthly text archive: an mbox with addresses as "user at host" and nothing escaped in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers import mbox
from archive.mail.readers.raw_mail import RawMail, SourceProblem
from archive.mail.readers.stream import Stream

KIND = "pipermail text"
FIRST_LINES = re.compile(
    rb"From (?:[^\n]{0,200}? at |bogus@does\.not\.exist\.com )[^\n]{0,200}?\d\d:\d\d:\d\d \d{4}\r?\n"
    rb"From: (?:[^\n]{0,400} at |bogus@)"
)


def recognise(head: bytes, path: Path) -> bool:
    return FIRST_LINES.match(head.lstrip(b"\r\n\xef\xbb\xbf")) is not None


def read(stream: Stream) -> Iterator[RawMail | SourceProblem]:
    return mbox.read(stream, "pipermail")
