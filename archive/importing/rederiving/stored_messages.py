"""Stored messages (`archive_message`) beside what their raw mail gives today, column by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from archive.importing.database import select, storable
from archive.importing.quotes.stored_texts import spans_of
from archive.importing.rederiving import sql
from archive.importing.storing.copying import fitted
from archive.importing.storing.message_rows import derived_columns
from archive.importing.storing.missing import quoted_ancestors
from archive.importing.storing.people import address_key
from archive.mail.body.parts import Attachment
from archive.mail.packing import unpack
from archive.mail.passages import Span
from archive.mail.preparing import ReadyMail
from archive.mail.readers import RawMail
from archive.models import widths

MADE_UP = "@quoted.invalid"


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A message, the raw mail that it came from, and what was derived of it, each by its name."""

    key: int
    message_id: str
    raw: RawMail
    derived: dict[str, Any]


def load_stored(keys: Collection[int]) -> Iterator[StoredMail]:
    spans = spans_of(keys)
    references: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for key, ancestor, is_inferred in select(sql.REFERENCES, messages=list(keys)):
        references[key].append((ancestor, is_inferred))
    attachments: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for key, *attachment in select(sql.ATTACHMENTS, messages=list(keys)):
        attachments[key].add(tuple(attachment))
    hashes: dict[int, set[int]] = defaultdict(set)
    for key, hash_ in select(sql.FINGERPRINTS, messages=list(keys)):
        hashes[key].add(hash_)
    for row in select(sql.MESSAGES, messages=list(keys)):
        key, message_id, raw, dialect, envelope, page_references, source, offset, text, is_found, *rest = row
        mail = RawMail(
            unpack(raw), source or "", offset or 0, envelope=envelope, dialect=dialect,
            references=tuple(page_references.splitlines()),
        )  # fmt: skip
        derived = grouped(dict(zip(sql.COMPARED, rest, strict=True))) | {
            "text": text,
            "search": is_found,
            "spans": tuple(spans[key]),
            "references": tuple(references[key]),
            "attachments": attachments[key],
            "fingerprints": hashes[key],
        }
        yield StoredMail(key, message_id, mail, derived)


def grouped(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns of a message by the names under which they are compared."""
    return {
        name: tuple(columns[one] for one in some) if len(some) > 1 else columns[some[0]]
        for name, some in sql.GROUPS.items()
    }


def derived_again(ready: ReadyMail, stored: StoredMail) -> dict[str, Any]:
    """What is derived of the mail today, by the same names."""
    mail = ready.mail
    columns = {
        name: storable(value) if isinstance(value, str) else value
        for name, value in derived_columns(mail).items()
    }
    return grouped(columns | {"address_key": address_key(mail.sender)}) | {
        "text": storable(mail.text),
        "search": True,
        "spans": tuple(as_stored(span) for span in ready.spans),
        "references": references_of(ready, stored),
        "attachments": {attachment_columns(one) for one in mail.attachments},
        "fingerprints": set(ready.fingerprints) if mail.sent_at else set(),
    }


def attachment_columns(one: Attachment) -> tuple[Any, ...]:
    return (
        one.part,
        storable(one.filename[: widths.FILENAME]),
        storable(one.content_type[: widths.CONTENT_TYPE]),
        one.size,
    )


def date_of(ready: ReadyMail, stored: StoredMail) -> tuple[Any, ...]:
    """A date that the neighbours in the source told, or decided, stays: they are not at hand any more."""
    mail = ready.mail
    told: tuple[Any, ...] = stored.derived["date"]
    is_decided = told[2] == "received" and told[0] is not None and told[0] == mail.received_at
    if is_decided or (mail.sent_at is None and told[2] == "neighbours"):
        return told
    return mail.sent_at, mail.utc_offset, mail.date_source


def as_stored(span: Span) -> Span:
    """The span as tracing reads it."""
    kept = fitted(span)
    return kept._replace(
        speaker=storable(kept.speaker), address=storable(kept.address), said_on=storable(kept.said_on)
    )


def references_of(ready: ReadyMail, stored: StoredMail) -> tuple[tuple[str, bool], ...]:
    """Ids of ancestors, and whether they are inferred. Mail that took a place which quotes had held keeps it.

    So does mail that a page was found to answer.
    """
    own = ready.mail.references
    ids = own or tuple(one.message_id for one in quoted_ancestors(ready))
    expected = tuple(
        (storable(id_), ready.has_inferred_references) for id_ in ids if id_ != stored.message_id
    )
    kept: tuple[tuple[str, bool], ...] = stored.derived["references"]
    if own or not 0 < len(kept) <= max(len(expected), 1):
        return expected
    is_same = all(was in expected or (was[1] and not was[0].endswith(MADE_UP)) for was in kept)
    return kept if is_same else expected


def as_told(ready: ReadyMail, stored: StoredMail) -> ReadyMail:
    """The mail with what the source told and it does not: its date, and the id that it was stored under.

    That a derived id would be another today moves no page.
    """
    moment, offset, source = date_of(ready, stored)
    mail = ready.mail._replace(sent_at=moment, utc_offset=offset, date_source=source)
    return ready._replace(mail=mail._replace(message_id=stored.message_id) if mail.id_is_derived else mail)
