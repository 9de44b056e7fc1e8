"""The content of one part: transfer encoding, charset, format=flowed and HTML undone."""

from __future__ import annotations

import binascii
import re

from archive.mail.body.enriched import enriched_text
from archive.mail.body.fields import Fields
from archive.mail.body.flowed import unflowed
from archive.mail.body.html import html_text
from archive.mail.body.unclean_base64 import undo_base64
from archive.mail.charsets import decode, is_utf8, normal_text
from archive.mail.mime import Mail

META = re.compile(rb"<meta[^<>]{1,400}?charset[ \t]*=[ \t]*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
LONGEST_TOP = 4_000
UUENCODED = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})


def part_bytes(part: Mail, encoding: str) -> bytes:
    """The decoded content of a part; an attached mail is written out again."""
    content = part.content()
    if isinstance(content, bytes):
        return undo_encoding(content, encoding)
    return b"\n".join(written_out(part) for part in content)


def written_out(message: Mail) -> bytes:
    try:
        return message.as_bytes()
    except (UnicodeError, ValueError, LookupError, TypeError, RecursionError):
        return b""


def undo_encoding(data: bytes, encoding: str) -> bytes:
    """Undoes a Content-Transfer-Encoding (RFC 2045 section 6); what does not follow it is kept as it is."""
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding == "base64":
        return undo_base64(data)
    if encoding in UUENCODED:
        return undo_uuencode(data)
    return data


def undo_uuencode(data: bytes) -> bytes:
    content = bytearray()
    for line in data.split(b"\n"):
        if line.startswith(b"begin ") or line.strip() in {b"", b"end"}:
            continue
        try:
            content += binascii.a2b_uu(line)
        except binascii.Error:
            return data
    return bytes(content)


def part_text(part: Mail, fields: Fields) -> tuple[str, str]:
    """The text of a part in normal form, and what was repaired in it ("" when nothing)."""
    return text_of(part_bytes(part, fields.encoding), fields)


def text_of(data: bytes, fields: Fields) -> tuple[str, str]:
    """The same, of the decoded content of a part."""
    declared = fields.parameter("charset") or (charset_in(data) if fields.kind == "text/html" else "")
    text, used = decode(data, declared)
    text = normal_text(text)
    if fields.kind == "text/html":
        text = html_text(text)
    elif fields.kind in {"text/enriched", "text/richtext"}:
        text = enriched_text(text, fields.kind == "text/richtext")
    elif fields.parameter("format").lower() == "flowed":
        text = unflowed(text, fields.parameter("delsp").lower() == "yes")
    return text, charset_problem(declared, used)


def charset_in(html: bytes) -> str:
    """The charset that a page itself names, where its bytes are not plainly UTF-8."""
    match = META.search(html, 0, LONGEST_TOP)
    return match[1].decode("ascii") if match and not is_utf8(html) else ""


def charset_problem(declared: str, used: str) -> str:
    if not used or (not declared and used == "utf-8"):
        return ""
    said = f"names the charset {declared!r}" if declared else "names no charset"
    return f"A part {said}; it was read as {used}."
