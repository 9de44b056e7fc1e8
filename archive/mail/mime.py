"""From the bytes of a mail to its headers and its tree, by Python's parser in compat32."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageDefect
from email.message import Message
from typing import Any

from archive.mail.mended_heads import is_broken, mended_head, with_mended_parts

Headers = dict[str, list[str]]
Fields = list[tuple[str, str]]


class TooDeep(MessageDefect):
    """Parts within parts, deeper than the parser goes."""


class Mail(Message):
    """A mail or a part of one, which gives its content as it stood: undecoded bytes, or parts."""

    _payload: object

    def get_boundary(self, failobj: Any = None) -> Any:
        """What stands between its parts, also in angle brackets, folded, or without a semicolon before it."""
        value = next((str(value) for name, value in self.raw_items() if name.lower() == "content-type"), "")
        match = PLAIN_BOUNDARY.search(FOLD.sub("", value[:LONGEST_TYPE]))
        return (match[1] or match[2]).rstrip() if match else super().get_boundary(failobj)

    def content(self) -> bytes | list[Mail]:
        payload = self._payload
        if isinstance(payload, bytes):
            return payload
        if isinstance(payload, str):
            return payload.encode("utf-8", "surrogateescape")
        return [part for part in payload if isinstance(part, Mail)] if isinstance(payload, list) else b""


FOLD = re.compile(r"\r?\n(?=[ \t])")
PLAIN_BOUNDARY = re.compile(
    r"""(?:^|[;\s])boundary[ \t]*=[ \t]*(?:"([^"]{1,200})"|([^\s;"]{1,200}))""", re.IGNORECASE
)
LONGEST_TYPE = 10_000
READ = frozenset(
    {
        "date", "received", "from", "sender", "reply-to", "subject", "message-id", "references", "in-reply-to",
        "list-id", "mime-version", "x-original-from", "original-from", "x-original-sender",
        "to", "cc",
    }
)  # fmt: skip
# Names of fields are few and short; those of junk are not, and not remembered.
LONGEST_NAME = 80
MOST_NAMES = 4096


class Names(dict[str, bool | None]):
    """Name of a field → whether fields of that name are read; None when it can be no name."""

    def __missing__(self, name: str) -> bool | None:
        is_name = bool(name) and name.isascii() and name.isprintable() and " " not in name
        key = name.lower()
        found = (key in READ or key.startswith("content-")) if is_name else None
        if len(name) <= LONGEST_NAME and len(self) < MOST_NAMES:
            self[name] = found
        return found


IS_READ = Names()
# Where a line ends that is not folded: the next one begins a field.
FIELD_END = re.compile(r"\n(?![ \t])")
MULTIPLE = re.compile("multipart/|message/", re.IGNORECASE)
# The type of parts side by side, with the boundary between them, in the forms that need no interpreting.
PARAMETERS = r'(?:\s*+;\s*+(?!boundary)[a-z-]{1,40}=(?:"[^"\\()\n]*+"|[^\s"();\\]++))*'
BOUNDARY = re.compile(
    rf"multipart/(?:mixed|signed|alternative|related){PARAMETERS}"
    rf"""\s*+;\s*+boundary=(?:"([\w'+,./:=?-]{{1,70}})"|([\w'+,./:=?-]{{1,70}})){PARAMETERS}\s*+;?\s*+""",
    re.IGNORECASE | re.ASCII,
)


BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BEFORE_HEADERS = frozenset({b"\xef", b"\r", b"\n"})
FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")


def parse_mail(content: bytes) -> Mail:
    """The parsed mail, with those headers alone that are understood here.

    The body of mail of one part is taken whole. Plain parts are cut at their boundaries, as nearly all stand; only what
    is nested or broken is read line by line.
    """
    content = from_first_field(content)
    end, body = head_end(content)
    fields = read_fields(content[:end]) if end < len(content) else None
    if not fields and is_broken(content[:end]):
        content = mended_head(content[:end]) + content[end:]
        end, body = head_end(content)
        fields = read_fields(content[:end]) if end < len(content) else None
    if not fields:
        return parse_whole(content)
    if is_multiple(fields):
        if (parts := plain_parts(fields, content[body - 1 :])) is not None:
            return with_fields(fields, parts)
        head = "\n".join([f"{name}: {value}" for name, value in fields])
        return parse_whole(head.encode("ascii", "surrogateescape") + content[end:])
    return with_fields(fields, content[body:])


def is_multiple(fields: Fields) -> bool:
    return any(MULTIPLE.search(value) for name, value in fields if name[0] in "cC")


def with_fields(fields: Fields, content: Any) -> Mail:
    message = Mail()
    for name, value in fields:
        message.set_raw(name, value)
    message.set_payload(content)
    return message


def plain_parts(fields: Fields, body: bytes) -> list[Mail] | None:
    """The parts of a body, from the line end before it on; None where one holds parts itself or anything is unusual."""
    told = [BOUNDARY.fullmatch(value) for name, value in fields if name.lower() == "content-type"]
    if len(told) != 1 or told[0] is None or b"\r" in body:
        return None
    mark = b"\n--" + (told[0][1] or told[0][2]).encode("ascii")
    _, *pieces = body.split(mark)
    parts: list[Mail] = []
    for piece in pieces:
        after, line_end, part = piece.partition(b"\n")
        if after == b"--":
            return parts or None
        end, start = head_end(part)
        within = read_fields(part[:end]) if not after and line_end and end < len(part) else None
        if not within or is_multiple(within):
            return None
        parts.append(with_fields(within, part[start:]))
    return None


def read_fields(head: bytes) -> Fields | None:
    """Names and values, as they stand, of the fields that are understood; None when not all of a head is fields."""
    text = head.decode("ascii", "surrogateescape")
    if "\r" in text and "\r" in (text := text.replace("\r\n", "\n")):
        return None
    fields: Fields = []
    for field in FIELD_END.split(text):
        name, colon, value = field.partition(":")
        is_read = IS_READ[name] if colon else None
        if is_read is None:
            return None
        if is_read:
            fields.append((name, value.lstrip(" \t")))
    return fields


def from_first_field(content: bytes) -> bytes:
    """Without a byte order mark, and without empty lines before the headers, as editors and scripts leave them."""
    if content[:1] not in BEFORE_HEADERS:
        return content
    rest = content.removeprefix(BYTE_ORDER_MARK).lstrip(b"\r\n")
    return rest if FIELD.match(rest) else content


def head_end(content: bytes) -> tuple[int, int]:
    """Where the headers end and where the body begins; both the length when there is no empty line."""
    plain = content.find(b"\n\n")
    before = plain + 2 if plain >= 0 else len(content)
    if content.find(b"\r", 0, before) >= 0 and (dos := content.find(b"\n\r\n", 0, before)) >= 0:
        return dos, dos + 3
    return (plain, plain + 2) if plain >= 0 else (len(content), len(content))


def parse_whole(content: bytes) -> Mail:
    """Parses everything. A tree too deep for the parser becomes one part of plain text."""
    content = from_first_field(content)
    end, body = head_end(content)
    if is_broken(content[:end]):
        content = mended_head(content[:end]) + content[end:]
        end, body = head_end(content)
    try:
        return message_from_bytes(content[:end] + with_mended_parts(content[end:], content[:end]), Mail)
    except RecursionError:
        message = message_from_bytes(content[:end] + b"\n\n", Mail)
        message.defects.append(TooDeep())
        del message["Content-Type"]
        message.set_payload(content[body:].decode("ascii", "surrogateescape"))
        return message


def header_values(message: Mail) -> Headers:
    """All values of all headers by lower-case name, raw bytes in them as surrogate escapes."""
    values: Headers = {}
    for name, value in message.raw_items():
        values.setdefault(name.lower(), []).append(str(value))
    return values
