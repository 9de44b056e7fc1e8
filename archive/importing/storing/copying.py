"""Rows of messages and all that hangs on them, by COPY: `archive_message`, bodies, references, attachments, spans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.importing.database import copy_rows, execute
from archive.importing.derived import Occasion, forget
from archive.importing.storing import sql
from archive.importing.storing.fingerprints import write_fingerprints
from archive.importing.storing.message_rows import MessageRow, mail_row, missing_row
from archive.importing.storing.missing import QuotedMessage
from archive.importing.storing.people import people_by_name
from archive.importing.threads.linked_threads import ThreadPlace
from archive.mail.names import without_turns
from archive.mail.passages import Known, Span
from archive.mail.preparing import ReadyMail
from archive.models import widths

REFERENCE = ("message_id", "position", "ancestor_id", "is_inferred")
SPAN = (
    "message_id", "start", "end", "kind", "depth", "speaker", "speaker_address", "said_on", "known", "person_id"
)  # fmt: skip


class NewMail(NamedTuple):
    """One mail about to be written: its key and id here, where it stands, the keys of its ancestors."""

    key: int
    message_id: str
    ready: ReadyMail
    place: ThreadPlace
    ancestors: list[int]


def write_mail(new: Sequence[NewMail], senders: dict[str, int], there: set[int]) -> None:
    """Writes mail. `there` are the keys of messages whose rows are there, missing until now or to be written anew."""
    forget(there, Occasion.WRITTEN)
    rows = [mail_row(one.key, one.message_id, one.ready, one.place, senders) for one in new]
    copy_rows("archive_message", MessageRow._fields, (row for row in rows if row.id not in there))
    write_over([row for row in rows if row.id in there])
    write_bodies(new)
    copy_rows("archive_reference", REFERENCE, reference_rows(new), is_storable=True)
    copy_rows(
        "archive_attachment", ("message_id", "part", "filename", "content_type", "size"), attachment_rows(new)
    )
    write_spans(new)
    write_fingerprints((one.key, one.ready) for one in new)


def write_missing(
    placeholders: dict[str, QuotedMessage | None], keys: dict[str, int], places: dict[int, ThreadPlace]
) -> None:
    """Rows that hold the place of messages which are named or quoted, and not here."""
    rows = (missing_row(keys[id_], id_, quoted, places[keys[id_]]) for id_, quoted in placeholders.items())
    copy_rows("archive_message", MessageRow._fields, rows)


def write_over(rows: list[MessageRow]) -> None:
    """Writes messages over the rows that hold their places."""
    if not rows:
        return
    execute(sql.MAKE_INCOMING)
    execute(sql.EMPTY_INCOMING)
    copy_rows("incoming", MessageRow._fields, rows)
    execute(sql.WRITE_OVER)


def write_bodies(new: Iterable[NewMail]) -> None:
    copy_rows(
        "archive_body",
        ("message_id", "raw", "text", "dialect", "envelope", "page_references"),
        ((one.key, one.ready.packed, one.ready.mail.text, *origin_of(one)) for one in new),
    )


def origin_of(one: NewMail) -> tuple[str, str, str]:
    """What beside the bytes was known of the mail where it stood."""
    raw = one.ready.raw
    return raw.dialect, raw.envelope, "\n".join(raw.references)


def reference_rows(new: Iterable[NewMail]) -> Iterable[tuple[int, int, int, bool]]:
    for one in new:
        for position, ancestor in enumerate(one.ancestors):
            yield one.key, position, ancestor, one.ready.has_inferred_references


def attachment_rows(new: Iterable[NewMail]) -> Iterable[tuple[Any, ...]]:
    for one in new:
        for attachment in one.ready.mail.attachments:
            yield (
                one.key,
                attachment.part,
                attachment.filename[: widths.FILENAME],
                attachment.content_type[: widths.CONTENT_TYPE],
                attachment.size,
            )


def write_spans(new: Sequence[NewMail]) -> None:
    people = people_by_name(span.speaker for one in new for span in one.ready.spans)
    copy_spans([(one.key, span) for one in new for span in one.ready.spans], people)


def copy_spans(spans: Sequence[tuple[int, Span]], people: Mapping[str, int]) -> None:
    """Writes spans, each with the key of its message. Few are open: these are told apart afterwards."""
    rows = (span_row(key, span, people) for key, span in spans)
    copy_rows("archive_span", SPAN, rows, is_storable=True)
    if opened := [(key, span.start) for key, span in spans if span.known is Known.INFERRED]:
        execute(
            sql.OPEN_SPANS,
            messages=[key for key, _ in opened],
            starts=[start for _, start in opened],
        )


def span_row(key: int, span: Span, people: Mapping[str, int]) -> tuple[Any, ...]:
    kind, start, end, depth, speaker, address, said_on, known = fitted(span)
    person = people.get(span.speaker.lower()) if speaker else None
    return key, start, end, kind, depth, speaker, address, said_on, known, person


def fitted(span: Span) -> Span:
    """The span with as much of what an attribution line says as its columns hold."""
    if (
        span.speaker.isascii()
        and len(span.speaker) <= widths.NAME
        and len(span.address) <= widths.ADDRESS
        and len(span.said_on) <= widths.SAID_ON
    ):
        return span
    return span._replace(
        speaker=without_turns(span.speaker)[: widths.NAME],
        address=span.address[: widths.ADDRESS],
        said_on=span.said_on[: widths.SAID_ON],
    )
