"""Import runs undone: messages that one run alone brought go; what others brought too, and what people say, stays."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError
from django.utils import timezone

from archive.hooks import Obstacle, obstacles_to_removal
from archive.importing import sql
from archive.importing.copy_choice import choose_copies
from archive.importing.database import column, execute, storing
from archive.importing.inbox_cursors import forget_reached
from archive.importing.storing.other_copies import forget_copies
from archive.importing.storing.removing import empty, forget_people, make_missing, remove
from archive.importing.storing.sql import SENDERS, THREADS_QUOTING
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
    messages = column(sql.BROUGHT_ALONE, run=run.pk)
    threads = set(column(sql.THREADS_OF_RUNS, runs=[run.pk]))
    quoting = set(column(THREADS_QUOTING, messages=messages))
    orphans = column(sql.NAMED_BY_THESE_ALONE, threads=list(threads), messages=messages)
    return Going(messages, orphans, threads, quoting - threads)


def undo_run(run: ImportRun) -> set[int]:
    """Undoes a run, as a whole or not at all; the threads that changed. Raises StaysThere."""
    with storing():
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
        execute(sql.CHECK_CONSTRAINTS)
    except IntegrityError as error:
        raise StaysThere(NOTES_STAND) from error


def hand_over(run: ImportRun) -> None:
    """Gives what another run has met too to that run."""
    execute(sql.HAND_OVER, run=run.pk)
    execute(sql.FORGET_SIGHTINGS, run=run.pk)


def take_away(run: ImportRun, going: Going) -> set[int]:
    staying = set(column(sql.POSTED_BY_RUN, run=run.pk)) - set(going.messages)
    execute(sql.FORGET_READ, run=run.pk)
    execute(sql.REMOVE_POSTINGS, run=run.pk)
    named = set(column(sql.NAMED_BY_OTHERS, messages=going.messages))
    senders = column(SENDERS, messages=going.messages)
    empty(going.messages)
    make_missing(named)
    remove([key for key in going.all if key not in named])
    forget_people(senders)
    let_go(run)
    forget_copies(run)
    forget_reached(run)
    mark_changed(going.quoting)
    refresh_listings(going.threads)
    return rearrange(going.threads) | going.quoting | choose_copies(staying)


def let_go(run: ImportRun) -> None:
    """Takes away held mail that no other run met; mail that this run's retries stored is held again."""
    execute(sql.FORGET_HELD_OF_RUN, run=run.pk)
    execute(sql.FORGET_RUN_AMONG_HELD, run=run.pk)
