"""Heads of mail and of its parts in which a line is no field: it goes on the field before it.

The fields after it count. A blank before a colon is taken out (RFC 5322, 4.5). Where no well-known field follows a
broken line, the head ends there.
"""

from __future__ import annotations

import re

FIELD = re.compile(rb"([!-9;-~]{1,100})([ \t]*):")
KNOWN = re.compile(
    rb"(?i)(?:from|to|cc|subject|date|message-id|received|mime-version|content-[a-z-]{1,40}|in-reply-to|references|sender"
    rb"|reply-to|return-path|list-[a-z-]{1,20}|delivered-to)[ \t]*:"
)
PARAMETER = re.compile(rb"[\w*-]{1,40}[ \t]*=")
BOUNDARY = re.compile(rb"boundary[ \t]*=[ \t]*(?:\"([^\"\r\n]{1,200})|([^\s;\"]{1,200}))", re.IGNORECASE)
MOST_BROKEN = 3
MOST_BOUNDARIES = 100


def mended_head(head: bytes) -> bytes:
    """A head, as far as its fields go, with each broken line folded."""
    lines = head.split(b"\n")
    last_known = max((at for at, line in enumerate(lines) if KNOWN.match(line)), default=-1)
    mended: list[bytes] = []
    broken = 0
    for at, line in enumerate(lines):
        field = FIELD.match(line)
        if field:
            mended.append(field[1] + line[field.end(2) :] if field[2] else line)
            broken = 0
            continue
        is_folded = line[:1] in {b" ", b"\t"} or line in {b"", b"\r"}
        broken += not is_folded
        if not is_folded and not (goes_on(line, mended) or (at < last_known and broken <= MOST_BROKEN)):
            return b"\n".join([*mended, b"", *lines[at:]]) if any(map(FIELD.match, mended)) else head
        if is_folded or mended:
            mended.append(line if is_folded else b" " + line)
    return b"\n".join(mended)


def goes_on(line: bytes, before: list[bytes]) -> bool:
    """Whether a line is a parameter of the field before."""
    return bool(before) and before[-1].rstrip().endswith(b";") and PARAMETER.match(line) is not None


def with_mended_parts(body: bytes, head: bytes) -> bytes:
    """A body whose parts have mended heads; `head` is the one before it, which names the first boundary."""
    told = [*BOUNDARY.finditer(head), *BOUNDARY.finditer(body)][:MOST_BOUNDARIES]
    names = {b"--" + (match[1] or match[2]).strip() for match in told}
    if not names:
        return body
    mark = re.compile(rb"^(?:" + b"|".join(map(re.escape, sorted(names))) + rb")[ \t]*\r?\n", re.MULTILINE)
    pieces: list[bytes] = []
    at = 0
    marks = list(mark.finditer(body))
    stops = [*(match.start() for match in marks[1:]), len(body)]
    for match, stop in zip(marks, stops, strict=False):
        end = EMPTY_LINE.search(body, match.end(), stop)
        if end and is_broken(part := body[match.end() : end.start()]):
            pieces += [body[at : match.end()], mended_head(part)]
            at = end.start()
    return b"".join([*pieces, body[at:]]) if pieces else body


EMPTY_LINE = re.compile(rb"(?<=\n)\r?\n|\r?\n\r?\n")


def is_broken(head: bytes) -> bool:
    """Whether a line of a head is neither a field nor folded, or has a blank before its colon."""
    return any(
        (field[2] != b"" if (field := FIELD.match(line)) else line[:1] not in {b" ", b"\t", b"", b"\r"})
        for line in head.split(b"\n")
    )
