"""A mail as Apple's program keeps it (.emlx): how many bytes it has, the mail, then a property list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers import eml
from archive.mail.readers.owner_marks import refused
from archive.mail.readers.raw_mail import RawMail
from archive.mail.readers.stream import Stream

KIND = "Apple's .emlx"
COUNT = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n")
LIST = b"<?xml "
# As bits, from Apple Mail's property list.
FLAGS = re.compile(rb"<key>flags</key>\s{0,20}<integer>(\d{1,18})</integer>")
REFUSED = {
    1 << 1: "is deleted in Apple Mail",
    1 << 6: "is a draft of Apple Mail",
    1 << 24: "is junk in Apple Mail",
}


def recognise(head: bytes, path: Path) -> bool:
    count = COUNT.match(head)
    return count is not None and eml.starts_with_headers(head[count.end() :])


def read(stream: Stream) -> Iterator[RawMail]:
    for raw in eml.read(stream):
        mail, after = taken_apart(raw.content)
        flags = FLAGS.search(after)
        told = next((why for bit, why in REFUSED.items() if flags and int(flags[1]) & bit), "")
        found = raw._replace(content=mail)
        yield refused(found, told) if told else found


def taken_apart(content: bytes) -> tuple[bytes, bytes]:
    """The mail, and the list behind it. Where the count leads elsewhere, the mail ends where a list begins."""
    count = COUNT.match(content)
    begin = count.end() if count else 0
    end = begin + int(count[1]) if count else len(content)
    if end > len(content) or not content[end:].lstrip().startswith((LIST, b"<!DOCTYPE plist")):
        found = content.rfind(b"\n" + LIST, begin)
        end = found + 1 if found >= 0 else len(content)
    return content[begin:end], content[end:]
