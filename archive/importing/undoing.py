"""Takes back what one import run alone brought. What others brought too, and what people say, stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.importing.database import execute, hold_storing_lock, select
from archive.importing.inbox_cursors import forget_reached
from archive.importing.storing.other_copies import forget_copies
from archive.importing.threads.arranging import mark_changed, rearrange, refresh_listings
from archive.models import ImportRun

NOTES_STAND = (
    "Notes stand on messages that only this run brought: nothing was undone. To undo the run all the same,"
    " import these messages once more from another source: what two runs brought stays."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that people put on a message (by its key), as they know it, and where it is."""

    message: int
    label: str
    url: str


# Asked what stands on messages that would go; apps that know the archive add theirs.
ASKED: list[Callable[[Collection[int]], list[Standing]]] = []


class StaysThere(Exception):  # noqa: N818
    """A run that cannot be undone: because of `standing`, or of what the message says."""

    def __init__(self, sentence: str, standing: list[Standing] | None = None) -> None:
        super().__init__(sentence)
        self.standing = standing or []


@dataclass(frozen=True, slots=True)
class Going:
    """Keys of what would go: messages, and missing messages that nothing else names.

    `threads` are those that they stand in, `quoting` those in which others quote them.
    """

    messages: list[int]
    orphans: list[int]
    threads: set[int]
    quoting: set[int]

    @property
    def all(self) -> list[int]:
        return [*self.messages, *self.orphans]


def what_goes(run: ImportRun) -> Going:
    """What an undo would take away, without what another run has met too."""
    messages = keys(GOING, run.pk, run.pk)
    threads = set(
        keys(
            "SELECT DISTINCT message.thread_id FROM archive_message AS message"
            " JOIN archive_posting AS posting ON posting.message_id = message.id WHERE posting.import_run_id = %s",
            run.pk,
        )
    )
    quoting = set(keys(QUOTING, messages))
    return Going(messages, keys(ORPHANS, list(threads), messages), threads, quoting - threads)


def standing_on(messages: Collection[int]) -> list[Standing]:
    return [one for ask in ASKED for one in ask(messages)]


def undo_run(run: ImportRun) -> set[int]:
    """Undoes a run, as a whole or not at all; the threads that changed. Raises StaysThere."""
    with transaction.atomic():
        hold_storing_lock()
        now = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not now.may_be_undone:
            raise StaysThere("This run is going on, or was undone before. Stop it first, then undo it.")
        going = what_goes(now)
        if standing := standing_on(going.all):
            raise StaysThere(NOTES_STAND, standing)
        hand_over(now)
        changed = take_away(now, going)
        now.state, now.finished_at = ImportRun.State.UNDONE, timezone.now()
        now.save(update_fields=["state", "finished_at"])
        settle_constraints()
    return changed


def settle_constraints() -> None:
    try:
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise StaysThere(NOTES_STAND) from error


def hand_over(run: ImportRun) -> None:
    """Gives what another run has met too to that run."""
    execute(HAND_OVER, run.pk, run.pk)
    execute("DELETE FROM archive_sighting WHERE run_id = %s", run.pk)


def take_away(run: ImportRun, going: Going) -> set[int]:
    execute(FORGET_READ, run.pk)
    execute("DELETE FROM archive_posting WHERE import_run_id = %s", run.pk)
    named = keys(NAMED, going.messages, going.messages)
    senders = keys(
        "SELECT DISTINCT sender_id FROM archive_message WHERE sender_id IS NOT NULL AND id = ANY(%s)",
        going.messages,
    )
    empty(going.messages)
    execute(MISS, named)
    remove([key for key in going.all if key not in set(named)])
    forget_people(senders)
    let_go(run)
    forget_copies(run)
    forget_reached(run)
    mark_changed(going.quoting)
    refresh_listings(going.threads)
    return rearrange(going.threads) | going.quoting


def let_go(run: ImportRun) -> None:
    """Takes away held mail that no other run met; mail that this run's retries stored is held again."""
    execute("DELETE FROM archive_quarantine WHERE met_by = ARRAY[%s]::bigint[]", run.pk)
    execute(HELD_BY_OTHERS, run.pk, run.pk, run.pk, run.pk)


def empty(messages: list[int]) -> None:
    """Takes away all that was derived from these messages, and what leads to their words."""
    for table, column in [
        ("span", "message_id"), ("body", "message_id"), ("attachment", "message_id"), ("origin", "message_id"),
        ("origin", "origin_id"), ("reference", "message_id"), ("readmail", "message_id"), ("sighting", "message_id"),
        ("othercopy", "message_id"), ("fingerprint", "message_id"), ("sought", "message_id"),
    ]:  # fmt: skip
        execute(f"DELETE FROM archive_{table} WHERE {column} = ANY(%s)", messages)  # noqa: S608 - names are our own


def remove(messages: list[int]) -> None:
    empty(messages)
    execute("UPDATE archive_message SET parent_id = NULL WHERE parent_id = ANY(%s)", messages)
    execute(REGROUPED, messages, messages, messages)
    execute("DELETE FROM archive_threadlisting WHERE first_message_id = ANY(%s)", messages)
    execute("DELETE FROM archive_message WHERE id = ANY(%s)", messages)


def forget_people(senders: list[int]) -> None:
    """Takes away addresses that wrote nothing else, people without an address, and names that nobody else used."""
    people = keys(FORGET_ADDRESSES, senders)
    alone = keys(
        "SELECT id FROM archive_person AS person WHERE id = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM archive_address WHERE person_id = person.id)",
        people,
    )
    execute("UPDATE archive_span SET person_id = NULL WHERE person_id = ANY(%s)", alone)
    execute("DELETE FROM archive_person WHERE id = ANY(%s)", alone)
    spelled = select(SPELLED_BY_OTHERS, senders)
    execute(NAMED_BY_OTHERS, [person for person, _ in spelled], [name for _, name in spelled])


def keys(statement: str, *parameters: object) -> list[int]:
    return [key for (key,) in select(statement, *parameters)]


def sight(messages: Iterable[int], run: ImportRun, mailing_list_id: int) -> None:
    """Notes that a run met messages which were on a list already."""
    execute(
        "INSERT INTO archive_sighting (run_id, mailing_list_id, message_id)"
        " SELECT %s, %s, met.key FROM unnest(%s::bigint[]) AS met(key)",
        run.pk,
        mailing_list_id,
        list(messages),
    )


OTHER = """
    SELECT FROM archive_sighting AS sighting
    WHERE sighting.message_id = posting.message_id AND sighting.mailing_list_id = posting.mailing_list_id
      AND sighting.run_id <> posting.import_run_id
"""
GOING = f"""
    SELECT posting.message_id FROM archive_posting AS posting
    WHERE posting.import_run_id = %s AND NOT EXISTS ({OTHER})
    EXCEPT
    SELECT posting.message_id FROM archive_posting AS posting
    WHERE posting.import_run_id IS DISTINCT FROM %s OR EXISTS ({OTHER})
"""  # noqa: S608 - no value stands in it
ORPHANS = """
    SELECT id FROM archive_message AS missing WHERE is_missing AND thread_id = ANY(%s) AND NOT EXISTS (
        SELECT FROM archive_reference WHERE ancestor_id = missing.id AND message_id <> ALL(%s))
"""
HAND_OVER = """
    UPDATE archive_posting AS posting SET import_run_id = met.run_id
    FROM (
        SELECT DISTINCT ON (message_id, mailing_list_id) message_id, mailing_list_id, run_id
        FROM archive_sighting WHERE run_id <> %s ORDER BY message_id, mailing_list_id, run_id
    ) AS met
    WHERE posting.import_run_id = %s AND met.message_id = posting.message_id
      AND met.mailing_list_id = posting.mailing_list_id
"""
FORGET_READ = """
    DELETE FROM archive_readmail AS read USING archive_posting AS posting
    WHERE posting.import_run_id = %s AND read.message_id = posting.message_id
      AND read.mailing_list_id = posting.mailing_list_id
"""
NAMED = """
    SELECT DISTINCT ancestor_id FROM archive_reference WHERE ancestor_id = ANY(%s) AND message_id <> ALL(%s)
"""
# Who wrote a message that only quotes tell of is told by them: where real mail took that place, it was the same.
MISS = """
    UPDATE archive_message AS message SET is_missing = true, subject = '', bare_subject = '', sender_id = NULL,
        known_from = CASE WHEN told.by_quotes THEN 'quotes' ELSE 'references' END,
        sender_name = CASE WHEN told.by_quotes THEN sender_name ELSE '' END,
        sender_address = CASE WHEN told.by_quotes THEN sender_address ELSE '' END,
        sent_at = NULL, utc_offset = NULL, date_source = 'none', content_digest = '', size = 0
    FROM (
        SELECT ancestor_id AS id, bool_and(is_inferred) AS by_quotes FROM archive_reference
        WHERE ancestor_id = ANY(%s) GROUP BY 1
    ) AS told
    WHERE message.id = told.id
"""
REGROUPED = """
    DELETE FROM archive_regrouping WHERE message_id = ANY(%s) OR onto_id = ANY(%s) OR answered_id = ANY(%s)
"""
QUOTING = """
    SELECT DISTINCT message.thread_id FROM archive_origin AS origin
    JOIN archive_message AS message ON message.id = origin.message_id WHERE origin.origin_id = ANY(%s)
"""
HELD_BY_OTHERS = """
    UPDATE archive_quarantine SET met_by = array_remove(met_by, %s), run_id = (array_remove(met_by, %s))[1],
        state = CASE WHEN state = 'stored' AND run_id = %s THEN 'held' ELSE state END
    WHERE %s = ANY(met_by)
"""
FORGET_ADDRESSES = """
    DELETE FROM archive_address AS address WHERE id = ANY(%s)
      AND NOT EXISTS (SELECT FROM archive_message WHERE sender_id = address.id)
    RETURNING person_id
"""
SPELLED_BY_OTHERS = """
    UPDATE archive_address AS address SET name = others.sender_name, address = others.sender_address
    FROM archive_address AS before, (
        SELECT DISTINCT ON (sender_id) sender_id, sender_name, sender_address FROM archive_message
        WHERE sender_id = ANY(%s) ORDER BY sender_id, id
    ) AS others
    WHERE address.id = others.sender_id AND before.id = address.id AND NOT EXISTS (
        SELECT FROM archive_message AS message WHERE message.sender_id = address.id
          AND message.sender_name = address.name AND message.sender_address = address.address)
    RETURNING address.person_id, before.name
"""
# Who got another name from an administrator keeps it.
NAMED_BY_OTHERS = """
    UPDATE archive_person AS person SET name = others.name
    FROM unnest(%s::bigint[], %s::text[]) AS before(person_id, name), LATERAL (
        SELECT address.name FROM archive_address AS address WHERE address.person_id = before.person_id
        ORDER BY address.id LIMIT 1
    ) AS others
    WHERE person.id = before.person_id AND person.name = before.name AND NOT EXISTS (
        SELECT FROM archive_address AS address WHERE address.person_id = person.id AND address.name = person.name)
"""
