"""Mail that was known from quotes alone, and came: it takes the place that was held for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction

from archive.hooks import text_changed
from archive.importing.database import execute, hold_storing_lock, select
from archive.importing.derived import Occasion, forget
from archive.importing.threads.arranging import rearrange, threads_of

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


# Messages that name a missing one name its writer instead, unless they name that already.
NAME_WRITER = """
    UPDATE archive_reference AS reference SET ancestor_id = %(writer)s
    WHERE ancestor_id = %(held)s AND message_id <> %(writer)s AND NOT EXISTS (
        SELECT FROM archive_reference AS other
        WHERE other.message_id = reference.message_id AND other.ancestor_id = %(writer)s)
"""
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
    """Lets all that names the held message name its writer, and takes the held one away; changed threads."""
    threads = threads_of([held, writer])
    execute(NAME_WRITER, held=held, writer=writer)
    for moved in ("message_id", "answered_id", "onto_id"):
        move = f"UPDATE archive_regrouping SET {moved} = %(writer)s WHERE {moved} = %(held)s"  # noqa: S608 - names are our own
        execute(move, writer=writer, held=held)
    forget([held], Occasion.REBUILT)
    text_changed.call([held])
    forget([held], Occasion.GONE)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    return rearrange(threads)
