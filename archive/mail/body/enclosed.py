"""Files within the words of a mail, as sent before MIME: uuencoded (POSIX), or in yEnc, which is only named."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from archive.mail.body.fields import plain_file_name
from archive.mail.charsets import decode

BEGIN = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?$|^=ybegin [^\r\n]{1,200}? name=([^\r\n]{1,255})\r?$",
    re.MULTILINE,
)
BEGINNING = b"begin "
YENC_END = b"\n=yend "
LINE_ENDS = b"\r\n"
MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file in a text, from `start` to `end` in bytes, its own lines included; what is in yEnc stays so."""

    start: int
    end: int
    name: bytes
    content_type: str
    content: bytes

    @property
    def filename(self) -> str:
        return plain_file_name(decode(self.name)[0])


def find_enclosed(data: bytes) -> list[Enclosed]:
    """The files in the bytes of a text, in their order, up to MOST_FILES. What is not whole and valid is none."""
    return list(islice(all_enclosed(data), MOST_FILES)) if BEGINNING in data else []


def all_enclosed(data: bytes) -> Iterator[Enclosed]:
    at, last_yenc = 0, data.rfind(YENC_END)
    while begin := BEGIN.search(data, at):
        found = uuencoded(data, begin) if begin[1] else yenc(data, begin, last_yenc)
        if found:
            yield found
        at = found.end if found else begin.end()


def uuencoded(data: bytes, begin: re.Match[bytes]) -> Enclosed | None:
    content, at = bytearray(), begin.end() + 1
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        line = data[at:end].rstrip(LINE_ENDS)
        if line == b"end":
            found = Enclosed(begin.start(), end, begin[1], "application/octet-stream", bytes(content))
            return found if content else None
        piece = decoded_line(line)
        if piece is None:
            return None
        content += piece
        at = end + 1
    return None


def decoded_line(line: bytes) -> bytes | None:
    """The bytes that a line stands for; None when it is none of a uuencoded file. A sum at its end is left out."""
    if not line or not b" " <= line[:1] <= b"`":
        return None
    count = (line[0] - ord(" ")) & 63
    coded = (count + 2) // 3 * 4
    if len(line) > coded + 2:
        return None
    try:
        return binascii.a2b_uu(line[: coded + 1])
    except binascii.Error:
        return None


def yenc(data: bytes, begin: re.Match[bytes], last: int) -> Enclosed | None:
    """A file in yEnc, to the next line that ends one; `last` is where such a line stands last."""
    if begin.end() > last:
        return None
    start, end = begin.start(), data.find(b"\n", data.index(YENC_END, begin.end()) + 1)
    end = len(data) if end < 0 else end
    return Enclosed(start, end, begin[2], "application/x-yenc", data[start:end])


def with_marks(data: bytes, found: list[Enclosed]) -> bytes:
    """The text with a line in the place of each file, that names it in the bytes of the text."""
    at, pieces = 0, []
    for one in found:
        pieces += [data[at : one.start], b"[attached: " + one.name.strip() + b"]"]
        at = one.end
    return b"".join([*pieces, data[at:]])
