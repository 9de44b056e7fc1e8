"""Encoded words (RFC 2047) and raw 8-bit bytes in header values."""

from __future__ import annotations

import binascii
import re

from archive.mail.charsets import LONE_SURROGATE, decode
from archive.mail.lenient_base64 import decode_base64

FOLD = re.compile(r"[\r\n]+[ \t]*")
ENCODED_WORD = re.compile(
    r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?((?:(?!=\?[^=]).)*?)\?=", re.DOTALL
)


def decoded(value: str) -> str:
    """A header value as text on one line: unfolded, encoded words and raw bytes decoded."""
    if value.isprintable() and "=?" not in value:
        return value.strip()
    text = unescaped(value)
    if "\n" in text or "\r" in text:
        text = FOLD.sub(" ", text)
    if "=?" in text:
        text = decode_words(text)
    return clean(text)


def unescaped(value: str) -> str:
    """Raw bytes that the parser kept as surrogates, decoded as what they look like."""
    if value.isascii() or not LONE_SURROGATE.search(value):
        return value
    return decode(value.encode("utf-8", "surrogateescape" if not has_true_surrogates(value) else "replace"))[
        0
    ]


def has_true_surrogates(value: str) -> bool:
    return any(not "\udc80" <= letter <= "\udcff" for letter in LONE_SURROGATE.findall(value))


def clean(text: str) -> str:
    """Without NULs, line breaks, lone surrogates and blanks at the ends."""
    if not text.isprintable():
        text = LONE_SURROGATE.sub("\ufffd", text.replace("\0", ""))
        text = FOLD.sub(" ", text).replace("\t", " ")
    return text.strip()


def decode_words(text: str) -> str:
    """Decodes encoded words; neighbours in one charset are joined first, for some cut inside letters."""
    pieces: list[str] = []
    data, charset, end = b"", "", 0
    for match in ENCODED_WORD.finditer(text):
        between = text[end : match.start()]
        end = match.end()
        if data and (between.strip() or match[1].lower() != charset):
            pieces.append(decode(data, charset)[0])
            data = b""
        if between.strip() or not (charset and between):
            pieces.append(between)
        charset = match[1].lower()
        data += word_bytes(match[2], match[3])
    pieces.append(decode(data, charset)[0] if data else "")
    return "".join(pieces) + text[end:]


def word_bytes(encoding: str, content: str) -> bytes:
    data = content.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return decode_base64(data)
