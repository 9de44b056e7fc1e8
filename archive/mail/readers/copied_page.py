"""A pipermail page copied as text: subject, empty line, "Name address", date with zone, empty line, body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers import eml
from archive.mail.readers.raw_mail import RawMail
from archive.mail.readers.stream import Stream

KIND = "copied page"
TOP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?P<subject>\S[^\n]{0,998})\n[ \t\r]*+\n\s*+(?P<sender>\S[^\n]{0,998})\n"
    rb"[ \t]*(?P<date>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d "
    rb"(?:[A-Za-z+\-0-9]{1,6} )?\d{4})[ \t\r]*\n"
)
FOOTER = re.compile(rb"\n[ \t]*More information about the (?P<list>[^\n]{1,200}?)\s+mailing list[ \t\r\n]*\Z")
FOOTER_REACH = 1000


def recognise(head: bytes, path: Path) -> bool:
    return TOP.match(head) is not None


def read(stream: Stream) -> Iterator[RawMail]:
    for raw in eml.read(stream, "page"):
        yield raw._replace(list_name=list_name(raw.content))


def list_name(content: bytes) -> str:
    """The list that the last line names, or ""."""
    footer = FOOTER.search(content, max(0, len(content) - FOOTER_REACH))
    return footer["list"].decode("utf-8", "replace").strip() if footer else ""
