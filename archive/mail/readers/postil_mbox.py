"""The mbox that is written here, mboxrd, and how it is known again.

A mail that does not end with a line feed, or has no headers, looks in an mbox like something else. So every separator
line names us in the place of a sender, and the form of the source that the mail stood in. Behind such a line nothing
is guessed: every line that begins with "From " separates, and exactly one line feed is not the mail's own. Of a page,
which does not tell what it answers, the line ends with the ids that were told beside it, percent-encoded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
SEPARATOR = re.compile(
    rb"From (mbox|pipermail|eml|digest|page|html)@postil [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}"
    rb"((?: [!-~]+)*)\n"
)
LONGEST_SEPARATOR = 10_000
SAFE_IN_ID = "<>@!$*+=:,;~'()"
UNDATED = "Thu Jan  1 00:00:00 1970"


def written(raw: bytes, dialect: str, sent_at: dt.datetime | None, references: Sequence[str] = ()) -> bytes:
    """One mail of an mbox: its separator line, the raw mail with `From ` lines escaped, one line feed more."""
    line = f"From {dialect}@postil " + (f"{sent_at:%a %b %e %H:%M:%S %Y}" if sent_at else UNDATED)
    told = "".join(f" {quote(id_, safe=SAFE_IN_ID)}" for id_ in references)
    told = told if len(told) < LONGEST_SEPARATOR - len(line) - 1 else ""
    return f"{line}{told}\n".encode("ascii") + FROM_LINE.sub(rb">\1", raw) + b"\n"


def dialect_of(piece: bytes | bytearray) -> str:
    """The form that the separator line of a piece of mbox names; "" when it was not written here."""
    match = SEPARATOR.match(piece)
    return match[1].decode("ascii") if match else ""


def references_in(piece: bytes) -> tuple[str, ...]:
    """The ids that the separator line of a piece tells."""
    match = SEPARATOR.match(piece)
    return tuple(unquote(id_) for id_ in match[2].decode("ascii").split()) if match else ()


def read_back(piece: bytes) -> bytes:
    """The raw mail in a piece of an mbox that was written here."""
    content = piece.partition(b"\n")[2].removesuffix(b"\n")
    return ESCAPED.sub(rb"\1", content) if b">From " in content else content
