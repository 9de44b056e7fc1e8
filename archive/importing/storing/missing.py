"""Missing messages that mail quotes and does not name: their made-up ids, and what attribution lines tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from archive.mail.cut_pieces import NOBODY
from archive.mail.passages import Kind, Span
from archive.mail.preparing import ReadyMail

MAX_NEST = 20


@dataclass(frozen=True, slots=True)
class QuotedMessage:
    """A message that is not here, but quoted: its made-up id, who wrote it, when (as the quote says)."""

    message_id: str
    name: str
    address: str
    said_on: str


def quoted_ancestors(ready: ReadyMail) -> list[QuotedMessage]:
    """For mail that names no ancestor: those whom it quotes, the first writer first. A piece of a mail has none.

    The chain goes as deep as each deeper quote stands within the one above and has a named speaker.
    """
    if ready.mail.references or ready.mail.sender.key == NOBODY:
        return []
    chain: list[QuotedMessage] = []
    for span in ready.spans:
        if span.kind is Kind.QUOTED and span.depth == len(chain) + 1 <= MAX_NEST:
            if not span.speaker:
                break
            chain.append(quoted_message(ready.mail.message_id, span))
    return chain[::-1]


def quoted_message(quoting_id: str, span: Span) -> QuotedMessage:
    digest = sha256(f"{quoting_id}\n{span.depth}".encode("utf-8", "replace")).hexdigest()[:32]
    return QuotedMessage(f"{digest}@quoted.invalid", span.speaker, span.address, span.said_on)
