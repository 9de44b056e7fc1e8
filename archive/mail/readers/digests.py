"""Mail within mail: every message of a digest (RFC 2046 section 5.1.5, RFC 1153) is a message of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes

from archive.mail.mime import Mail, head_end
from archive.mail.readers.plain_digests import plainly_digested
from archive.mail.readers.raw_mail import RawMail, SourceProblem

DIGEST = re.compile(rb"^content-type:[ \t\r\n]*multipart/digest", re.IGNORECASE | re.MULTILINE)
LONGEST_HEAD = 100_000
DEEPEST = 4


def with_digested(found: Iterable[RawMail | SourceProblem]) -> Iterator[RawMail | SourceProblem]:
    """What was found, each digest followed by the mails in it, as they are there; they stand where it stands."""
    for item in found:
        yield item
        if not isinstance(item, RawMail) or item.defect or b"igest" not in item.content:
            continue
        is_marked = is_digest(item.content)
        mails = (
            (content for content, _ in digested(item.content))
            if is_marked
            else plainly_digested(item.content)
        )
        for content in mails:
            dialect = "eml" if is_marked else "digest"
            yield item._replace(content=content, envelope="", references=(), dialect=dialect)


def is_digest(content: bytes) -> bool:
    return b"multipart/digest" in content.lower() and DIGEST.search(content) is not None


def digested(content: bytes) -> Iterator[tuple[bytes, int]]:
    """The mails in a digest, or in digests among its parts, with their offsets in its bytes."""
    waiting = [(content, 0, 0, False)]
    while waiting:
        part, at, depth, is_in_digest = waiting.pop()
        body = leading(part) or head_end(part)[1]
        kind, boundary = kind_of(part[:body])
        if is_in_digest and kind in {"", "message/rfc822"}:
            if part[body:].strip():
                yield part[body:], at + body
        elif boundary and depth < DEEPEST:
            inside = kind == "multipart/digest"
            pieces = [
                (part[first:last], at + first, depth + 1, inside)
                for first, last in parts(part, body, boundary)
            ]
            waiting += reversed(pieces)


def leading(part: bytes) -> int:
    """The length of the empty line before a mail that stands in its part without fields."""
    return 2 if part.startswith(b"\r\n") else 1 if part.startswith(b"\n") else 0


def kind_of(head: bytes) -> tuple[str, bytes]:
    """The content type that a head tells ("" when none), and the boundary between its parts (b"" when none)."""
    if len(head) > LONGEST_HEAD or b"content-type" not in head.lower():
        return "", b""
    message = message_from_bytes(head, Mail)
    boundary = message.get_boundary("") if message.get_content_maintype() == "multipart" else ""
    return message.get_content_type(), boundary.encode("utf-8", "surrogateescape")


def parts(content: bytes, body: int, boundary: bytes) -> list[tuple[int, int]]:
    """Where the parts stand; the line end before a boundary belongs to the boundary."""
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
    found: list[tuple[int, int]] = []
    start = -1
    for match in line.finditer(content, body):
        if start >= 0:
            found.append((start, max(start, before_line_end(content, match.start()))))
        if match[1]:
            return found
        start = min(match.end() + 1, len(content))
    return [*found, (start, len(content))] if start >= 0 else found


def before_line_end(content: bytes, at: int) -> int:
    at -= content[at - 1 : at] == b"\n"
    return at - (content[at - 1 : at] == b"\r")
