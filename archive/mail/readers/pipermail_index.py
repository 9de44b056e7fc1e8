"""The pages of pipermail's HTML archive that list mail and hold none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers.raw_mail import RawMail
from archive.mail.readers.stream import Stream

KIND = "index page"
TITLE = re.compile(
    rb"<title>\s{0,20}The [^<>]{1,300} Archives?(?: by (?:thread|date|author|subject))?\s{0,20}</title>",
    re.IGNORECASE,
)


def recognise(head: bytes, path: Path) -> bool:
    return head.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"<") and TITLE.search(head) is not None


def read(stream: Stream) -> Iterator[RawMail]:
    return iter(())
