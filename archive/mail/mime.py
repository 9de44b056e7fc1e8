"""From the bytes of a mail to its headers and its tree, by Python's parser in compat32."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r")
SIMPLE = frozenset({"text", "application", "image", "audio", "video"})


def parse_mail(content: bytes) -> Message:
    """The parsed mail. Only mail of several parts is read line by line; the body of others is taken whole."""
    end = HEAD_END.search(content)
    if end is None:
        return parse_whole(content)
    message = message_from_bytes(content[: end.start()] + b"\n\n")
    if message.get_payload() or message.defects or message.get_content_maintype() not in SIMPLE:
        return parse_whole(content)
    message.set_payload(content[end.end() :].decode("ascii", "surrogateescape"))
    return message


def parse_whole(content: bytes) -> Message:
    """Parses everything. A tree too deep for the parser becomes one part of plain text."""
    try:
        return message_from_bytes(content)
    except RecursionError:
        head, _, body = content.partition(b"\n\n")
        message = message_from_bytes(head + b"\n\n")
        del message["Content-Type"]
        message.set_payload(body.decode("ascii", "surrogateescape"))
        return message


def header_values(message: Message) -> dict[str, list[str]]:
    """All values of all headers by lower-case name, raw bytes in them as surrogate escapes."""
    values: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        values.setdefault(name.lower(), []).append(str(value))
    return values
