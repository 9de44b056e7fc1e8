"""Rows of archive_message, by name: what a message is, and what a missing one has of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from archive.importing.storing.missing import QuotedMessage
from archive.importing.storing.people import address_key
from archive.importing.threads.linked_threads import ThreadPlace
from archive.links import mailman_hash
from archive.mail.message import ParsedMessage
from archive.mail.preparing import ReadyMail
from archive.models import widths


class MessageRow(NamedTuple):
    """A row of archive_message, its columns as COPY writes them; those with a default are so in a missing message."""

    id: int
    message_id: str
    id_hash: str
    id_is_derived: bool
    is_missing: bool
    known_from: str
    thread_id: int
    parent_id: int | None
    order: int
    depth: int
    subject: str = ""
    bare_subject: str = ""
    sender_id: int | None = None
    sender_name: str = ""
    sender_address: str = ""
    sent_at: dt.datetime | None = None
    utc_offset: int | None = None
    date_source: str = "none"
    content_digest: str = ""
    size: int = 0
    said_on: str = ""


# Columns that quotes tell of a missing message too.
TOLD_BY_QUOTES = frozenset({"sender_name", "sender_address", "said_on"})
# What the other columns hold when the mail itself is not here.
WITHOUT_MAIL: dict[str, Any] = {
    name: value for name, value in MessageRow._field_defaults.items() if name not in TOLD_BY_QUOTES
}


def mail_row(
    key: int, message_id: str, ready: ReadyMail, place: ThreadPlace, senders: dict[str, int]
) -> MessageRow:
    mail = ready.mail
    return MessageRow(
        id=key,
        message_id=message_id,
        id_hash=mailman_hash(message_id),
        id_is_derived=mail.id_is_derived,
        is_missing=False,
        known_from="mail",
        thread_id=place.thread,
        parent_id=place.parent,
        order=place.order,
        depth=place.depth,
        sender_id=senders[address_key(mail.sender)],
        size=len(ready.raw.content),
        **derived_columns(mail),
    )


def derived_columns(mail: ParsedMessage) -> dict[str, Any]:
    """By their columns, what a message has of the words of its mail."""
    return {
        "subject": mail.subject,
        "bare_subject": mail.bare_subject,
        "sender_name": mail.sender.name[: widths.NAME],
        "sender_address": mail.sender.address[: widths.ADDRESS],
        "sent_at": mail.sent_at,
        "utc_offset": mail.utc_offset,
        "date_source": mail.date_source,
        "content_digest": mail.content_digest,
    }


def missing_row(key: int, message_id: str, quoted: QuotedMessage | None, place: ThreadPlace) -> MessageRow:
    """Of a message that is only named, or quoted: then the quote tells by whom it is, and when it was sent."""
    row = MessageRow(
        id=key,
        message_id=message_id,
        id_hash=mailman_hash(message_id),
        id_is_derived=quoted is not None,
        is_missing=True,
        known_from="quotes" if quoted else "references",
        thread_id=place.thread,
        parent_id=place.parent,
        order=place.order,
        depth=place.depth,
    )
    if quoted is None:
        return row
    return row._replace(
        sender_name=quoted.name[: widths.NAME],
        sender_address=quoted.address[: widths.ADDRESS],
        said_on=quoted.said_on[: widths.SAID_ON],
    )
