"""Mail that was known from quotes alone, and came: it takes the place that was held for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction

from archive.importing.changed_texts import texts_changed
from archive.importing.database import execute, hold_storing_lock, select
from archive.importing.threads.arranging import rearrange

# The share of its own words that must be found in a message by the same writer.
LEAST_SHARE = 0.5
# Under another subject an answer comes within so many days.
MOST_DAYS = 30
# A message made up from quotes has an id of our own: mail that quotes it cannot name it, only its words can, where
# they are quoted as deep as it stands above.
FOUND = """
    WITH quoting AS (
        SELECT unnest(%s::bigint[]) AS id
        UNION SELECT message_id FROM archive_origin WHERE origin_id = ANY(%s)
    ), held AS (
        SELECT DISTINCT missing.id, lower(missing.sender_name) AS writer, message.id AS quoting,
            lower(message.bare_subject) AS subject, message.sent_at, (
                SELECT max(position) FROM archive_reference WHERE message_id = message.id
            ) - reference.position + 1 AS depth
        FROM quoting JOIN archive_message AS message USING (id)
        JOIN archive_reference AS reference ON reference.message_id = message.id
        JOIN archive_message AS missing ON missing.id = reference.ancestor_id
        WHERE missing.is_missing AND missing.known_from = 'quotes' AND missing.sender_name <> ''
    )
    SELECT held.id, writer.id FROM held JOIN archive_origin AS origin ON origin.message_id = held.quoting
    JOIN archive_message AS writer ON writer.id = origin.origin_id
    JOIN archive_span AS said ON said.message_id = held.quoting AND said.depth = held.depth
      AND origin.start >= said.start AND origin.start < said."end"
    WHERE NOT writer.is_missing AND lower(writer.sender_name) = held.writer
      AND (lower(writer.bare_subject) = held.subject OR writer.sent_at > held.sent_at - %s * interval '1 day')
    GROUP BY held.id, writer.id
    HAVING sum(origin.origin_end - origin.origin_start) >= %s * greatest(1, (
        SELECT sum(span."end" - span.start) FROM archive_span AS span
        WHERE span.message_id = held.id AND span.kind = 'own'))
    ORDER BY held.id, sum(origin.origin_end - origin.origin_start) DESC, writer.id
"""


def take_places(run_id: int, traced: set[int]) -> set[int]:
    """Puts messages where quotes had held a place for them; the threads that changed.

    For all that a run brought, and all that stands in the threads that it made to be traced.
    """
    return take_places_of(key for (key,) in select(BROUGHT, run_id, list(traced)))


BROUGHT = """
    SELECT message_id FROM archive_posting WHERE import_run_id = %s
    UNION SELECT id FROM archive_message WHERE thread_id = ANY(%s) AND NOT is_missing
"""


def take_places_of(messages: Iterable[int]) -> set[int]:
    """The same for these messages and those that quote them."""
    changed: set[int] = set()
    with transaction.atomic():
        hold_storing_lock()
        for held, writer in places_found(list(messages)):
            changed |= put_in_place(held, writer)
    return changed


def places_found(messages: list[int]) -> Iterator[tuple[int, int]]:
    """Each held place with the message that takes it."""
    done: set[int] = set()
    for held, writer in select(FOUND, messages, messages, MOST_DAYS, LEAST_SHARE):
        if held not in done:
            done.add(held)
            yield held, writer


def put_in_place(held: int, writer: int) -> set[int]:
    """One message, unless something stands on the words of the held one that stands nowhere else; changed threads."""
    try:
        with transaction.atomic():
            return replace_held(held, writer)
    except IntegrityError:
        return set()


def replace_held(held: int, writer: int) -> set[int]:
    rows = select("SELECT DISTINCT thread_id FROM archive_message WHERE id = ANY(%s)", [held, writer])
    execute(
        "UPDATE archive_reference AS reference SET ancestor_id = %s WHERE ancestor_id = %s AND message_id <> %s"
        " AND NOT EXISTS (SELECT FROM archive_reference AS other"
        " WHERE other.message_id = reference.message_id AND other.ancestor_id = %s)",
        writer,
        held,
        writer,
        writer,
    )
    for column in ("message_id", "answered_id", "onto_id"):
        move = f"UPDATE archive_regrouping SET {column} = %s WHERE {column} = %s"  # noqa: S608 - names are our own
        execute(move, writer, held)
    execute("DELETE FROM archive_body WHERE message_id = %s", held)
    texts_changed([held])
    forget(held)
    return rearrange({thread for (thread,) in rows})


def forget(held: int) -> None:
    """Takes away a missing message that nobody names any more."""
    for table, column in [
        ("span", "message_id"), ("origin", "origin_id"), ("origin", "message_id"), ("reference", "ancestor_id"),
    ]:  # fmt: skip
        execute(f"DELETE FROM archive_{table} WHERE {column} = %s", held)  # noqa: S608 - names are our own
    execute("UPDATE archive_message SET parent_id = NULL WHERE parent_id = %s", held)
    execute("DELETE FROM archive_message WHERE id = %s", held)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
