"""Names and addresses, also those that archives hide as "user at host"."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.mail.headers.encoded_words import decoded
from archive.mail.names import without_turns

# The pieces at which a list of mailboxes can be cut: quoted strings and angle brackets hold commas together.
PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|<[^<>]*>|[^",;:()<]+|.', re.DOTALL)
ANGLE = re.compile(r"<([^<>]*)>?\s*\Z")
COMMENT = re.compile(r"^(?P<address>[^()]*[^()\s])\s*\((?P<name>.*)\)\s*$", re.DOTALL)
HIDDEN_AT = re.compile(
    r"\s+(?:at|_at_)(?:\s+|$)|(?<=[\w ])\s?(?:\(at\)|\[at\]|\(a\)|\[a\]|\{at\})(?:\s?(?=[\w ])|$)",
    re.IGNORECASE,
)
HIDDEN_DOT = re.compile(r"\s?(?:\(dot\)|\[dot\]|\{dot\})\s?|\s+dot\s+", re.IGNORECASE)
PAGE_LINE = re.compile(r"(?:(?P<name>.*?)\s+)??(?P<address>[^\s<>]+@[^\s<>]*|[^\s<>]+ at(?: [^\s<>]+)?)$")
MOST_MAILBOXES = 2000


class Mailbox(NamedTuple):
    """A person as a header names them. `key` joins spellings of one address: lower case, ` at ` as `@`."""

    name: str
    address: str
    key: str


def address_key(address: str) -> str:
    """What two spellings of one address have in common."""
    key = address.strip().lower()
    if "dot" in key and HIDDEN_AT.search(key):
        key = HIDDEN_DOT.sub(".", key)
    return key if "@" in key else "".join(HIDDEN_AT.sub("@", key, count=1).split())


def mailboxes(value: str) -> list[Mailbox]:
    """All mailboxes of From, To or Cc, in their order; what is no mailbox is left out."""
    # Cut first, decode after: a comma in an encoded word separates nothing.
    parts = split_list(value) if any(mark in value for mark in '"(;:') else value.split(",")
    return [mailbox for part in parts[:MOST_MAILBOXES] if part.strip() and (mailbox := one_mailbox(part))]


def split_list(value: str) -> list[str]:
    """Cuts at commas (and at the marks of groups) that stand outside quotes, brackets and comments."""
    parts: list[list[str]] = [[]]
    depth = 0
    for piece in PIECE.findall(value):
        depth = max(0, depth + (piece == "(") - (piece == ")"))
        if depth == 0 and piece in ",;":
            parts.append([])
        elif depth == 0 and piece == ":":
            parts[-1].clear()
        else:
            parts[-1].append(piece)
    return ["".join(part) for part in parts]


def one_mailbox(text: str) -> Mailbox | None:
    """The mailbox that a piece of a header holds."""
    text = decoded(text) if "=?" not in text else text.strip()
    angle = text.rfind("<")
    if angle >= 0 and (match := ANGLE.match(text, angle)):
        name, address = text[:angle], match[1]
    elif not HIDDEN_AT.search(text.partition(" (")[0] or text) and HIDDEN_AT.search(text) and "@" not in text:
        name, address = "", text
    elif match := COMMENT.match(text):
        name, address = match["name"], match["address"]
    elif "@" in text or HIDDEN_AT.search(text):
        name, address = "", text
    else:
        name, address = text, ""
    name, address = plain_name(name), without_turns(decoded(address))
    if name == address:
        name = ""
    return Mailbox(name, address, address_key(address)) if name or address else None


def plain_name(name: str) -> str:
    """A display name without its quotes and escapes, decoded."""
    name = without_turns(decoded(name))
    for _ in range(2):
        if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
            name = name[1:-1].strip()
    return name.replace("\\", "").strip(' "') if "\\" in name or '"' in name else name


def page_mailbox(line: str) -> Mailbox:
    """The "Name address" line of a copied page; a redacted address ("dev at") stays as it is."""
    line = line.strip()
    match = PAGE_LINE.match(line)
    if match is None:
        return Mailbox(line, "", "")
    return Mailbox((match["name"] or "").strip(), match["address"], address_key(match["address"]))
