"""Takes back what one import run alone brought. What others brought too, and what people say, stays."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.hooks import Obstacle, obstacles_to_removal
from archive.importing.database import column, execute, hold_storing_lock
from archive.importing.inbox_cursors import forget_reached
from archive.importing.storing.message_rows import WITHOUT_MAIL
from archive.importing.storing.other_copies import forget_copies
from archive.importing.storing.removing import empty, forget_people, remove
from archive.importing.threads.arranging import mark_changed, rearrange, refresh_listings
from archive.models import ImportRun

NOTES_STAND = (
    "Notes stand on messages that only this run brought: nothing was undone. Undo it once more: its page offers to"
    " keep the threads with these notes."
)


class StaysThere(Exception):  # noqa: N818
    """A run that cannot be undone: because of `obstacles`, or of what the message says."""

    def __init__(self, sentence: str, obstacles: list[Obstacle] | None = None) -> None:
        super().__init__(sentence)
        self.obstacles = obstacles or []


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
    messages = column(GOING, run.pk, run.pk)
    threads = set(
        column(
            "SELECT DISTINCT message.thread_id FROM archive_message AS message"
            " JOIN archive_posting AS posting ON posting.message_id = message.id WHERE posting.import_run_id = %s",
            run.pk,
        )
    )
    quoting = set(column(QUOTING, messages))
    return Going(messages, column(ORPHANS, list(threads), messages), threads, quoting - threads)


def undo_run(run: ImportRun) -> set[int]:
    """Undoes a run, as a whole or not at all; the threads that changed. Raises StaysThere."""
    with transaction.atomic():
        hold_storing_lock()
        now = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not now.may_be_undone:
            raise StaysThere("This run is going on, or was undone before. Stop it first, then undo it.")
        going = what_goes(now)
        if obstacles := obstacles_to_removal(going.all):
            raise StaysThere(NOTES_STAND, obstacles)
        hand_over(now)
        changed = take_away(now, going)
        now.state, now.heard_at = ImportRun.State.UNDONE, timezone.now()
        now.save(update_fields=["state", "heard_at"])
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
    named = column(NAMED, going.messages, going.messages)
    senders = column(
        "SELECT DISTINCT sender_id FROM archive_message WHERE sender_id IS NOT NULL AND id = ANY(%s)",
        going.messages,
    )
    empty(going.messages)
    execute(MAKE_MISSING, messages=named, **WITHOUT_MAIL)
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
# Makes messages that others name missing ones. Who wrote a message that only quotes tell of is told by them: where real
# mail took that place, it was the same.
MAKE_MISSING = f"""
    UPDATE archive_message AS message SET is_missing = true,
        {", ".join(f'"{name}" = %({name})s' for name in WITHOUT_MAIL)},
        known_from = CASE WHEN told.by_quotes THEN 'quotes' ELSE 'references' END,
        sender_name = CASE WHEN told.by_quotes THEN sender_name ELSE '' END,
        sender_address = CASE WHEN told.by_quotes THEN sender_address ELSE '' END
    FROM (
        SELECT ancestor_id AS id, bool_and(is_inferred) AS by_quotes FROM archive_reference
        WHERE ancestor_id = ANY(%(messages)s) GROUP BY 1
    ) AS told
    WHERE message.id = told.id
"""  # noqa: S608 - names are our own
QUOTING = """
    SELECT DISTINCT message.thread_id FROM archive_origin AS origin
    JOIN archive_message AS message ON message.id = origin.message_id WHERE origin.origin_id = ANY(%s)
"""
HELD_BY_OTHERS = """
    UPDATE archive_quarantine SET met_by = array_remove(met_by, %s), run_id = (array_remove(met_by, %s))[1],
        state = CASE WHEN state = 'stored' AND run_id = %s THEN 'held' ELSE state END
    WHERE %s = ANY(met_by)
"""
