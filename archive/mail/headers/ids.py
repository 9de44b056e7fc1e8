"""Message-ID, References, In-Reply-To and List-Id (RFC 5322 section 3.6.4, RFC 2919)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from archive.mail.headers.encoded_words import clean, decoded, unescaped

BRACKETED = re.compile(r"<([^<>]*)>")
# What stands before an address in "Message from Alice <alice@example.org> of …".
BEFORE_ADDRESS = re.compile(r"\bfrom\b", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"[\s<>\"(),;]+")
LIST_ID = re.compile(rb"^List-Id:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE | re.IGNORECASE)
LONGEST_ID = 500
KEPT_REFERENCES = 100


def message_ids(value: str) -> list[str]:
    """All ids that a value names, without `<>`, in their order."""
    value = unescaped(value)
    found: list[str] = []
    doubtful: list[str] = []
    last_end = 0
    for match in BRACKETED.finditer(value):
        before = value[last_end : match.start()]
        is_address = bool(before.strip()) and BEFORE_ADDRESS.search(before) is not None
        (doubtful if is_address else found).append(match[1])
        last_end = match.end()
    if not found and not doubtful:
        found = [word for word in BETWEEN_WORDS.split(value) if "@" in word.strip("@")]
    return [identifier for text in found or doubtful if (identifier := tidy(text))]


def tidy(text: str) -> str:
    """An id without blanks and folds. One too long for an index is replaced by its digest, everywhere."""
    identifier = text if text.isprintable() else clean(text)
    identifier = "".join(identifier.split())
    if len(identifier) <= LONGEST_ID:
        return identifier
    return f"{sha256(identifier.encode()).hexdigest()[:32]}@long.invalid"


def own_id(value: str) -> str:
    """The id of a Message-ID header, also one without brackets; "" when there is none."""
    found = message_ids(value)
    return found[0] if found else tidy(decoded(value).strip("<> "))


def references(values: Iterable[str], in_reply_to: Iterable[str], own: str = "") -> tuple[str, ...]:
    """The ancestors of a message, the oldest first, the parent last; of long lists the first and the last 99.

    The parent is what In-Reply-To names when References does not name it.
    """
    named = [identifier for value in values for identifier in message_ids(value)]
    named += [
        identifier
        for value in in_reply_to
        for identifier in message_ids(value)[:1]
        if identifier not in named
    ]
    return shortened(tuple(identifier for identifier in dict.fromkeys(named) if identifier != own))


def shortened(identifiers: tuple[str, ...]) -> tuple[str, ...]:
    if len(identifiers) <= KEPT_REFERENCES:
        return identifiers
    return identifiers[:1] + identifiers[-(KEPT_REFERENCES - 1) :]


def list_id_in(head: bytes) -> str:
    """What the List-Id header says among these lines, in lower case; "" when there is none, or none in brackets."""
    header = LIST_ID.search(head)
    value = header[1].decode("utf-8", "surrogateescape") if header else ""
    return list_id(value) if BRACKETED.search(value) else ""


def list_id(value: str) -> str:
    """The name in a List-Id header, in lower case, as `containers.lists.example.org`."""
    text = decoded(value)
    match = BRACKETED.search(text)
    return "".join((match[1] if match else text).lower().split())
