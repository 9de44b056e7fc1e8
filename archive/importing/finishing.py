"""The end of an import run: its mail and what the archive had before are linked (`archive_importrun.is_joined`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from archive.importing import sql
from archive.importing.database import column, execute, storing
from archive.importing.parallel import Workers
from archive.importing.problems import problem_of
from archive.importing.quotes.across_threads import mark_waiting
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.run_locks import is_worked_on
from archive.importing.storing.people import link_speakers
from archive.importing.threads.filling_places import take_places
from archive.importing.threads.inferred_parents import find_answered
from archive.importing.threads.joined_pieces import join_pieces
from archive.models import ImportRun

LOST = (
    "The process of this run was lost. What it counted is stored: continue it, or import the same sources again,"
    " to go on from there."
)
# After so many new messages the database counts its tables anew, or it plans for those of before.
MANY = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """Runs whose mail the archive was told of, and the threads that waited for it."""

    runs: list[int]
    waiting: set[int]


def tell_archive(run: ImportRun) -> Brought:
    """Links people and finds who waits for what was stored: by the run, and by those that broke off before."""
    runs = not_joined(run)
    if run.stored >= MANY:
        execute(sql.ANALYZE)
    return Brought(runs, tell_of(runs) if runs else set())


def join_to_archive(run: ImportRun, workers: Workers, brought: Brought, *, all_threads: bool) -> None:
    """Traces quotes and fills places that were held, when all that the runs brought can be searched.

    Traced are the threads that these runs changed, or all that are not traced yet.
    """
    runs = brought.runs
    traced = trace_new(workers, None if all_threads else brought.waiting | threads_brought_by(runs))
    changed: set[int] = set()
    for key in dict.fromkeys([run.pk, *runs]):
        changed |= take_places(key, traced) | find_answered(key)
        traced = set()
    changed |= join_pieces()
    if changed:
        trace_new(workers, None if all_threads else changed)
    execute(sql.MARK_JOINED, runs=[run.pk, *runs])
    run.is_joined = True
    for lost in ImportRun.objects.filter(pk__in=runs, state=ImportRun.State.RUNNING).exclude(pk=run.pk):
        give_up(lost)


def give_up(lost: ImportRun) -> None:
    """Marks a run whose process ended without a word, when its mail was joined by another."""
    lost.state, lost.finished_at = ImportRun.State.FAILED, timezone.now()
    lost.save(update_fields=["state", "finished_at"])
    problem_of(lost, lost.now_reading, LOST).save()


def tell_of(runs: Sequence[int]) -> set[int]:
    """Links speakers; the threads to trace because these runs brought what they wait for.

    No other import stores meanwhile: two that change the same rows in different orders would stop each other.
    """
    with storing(touches_few_rows=False):
        for key in runs:
            link_speakers(key)
        return {thread for key in runs for thread in mark_waiting(key)}


def not_joined(run: ImportRun) -> list[int]:
    """Keys of the runs whose mail is not joined: this one, if it brought some, and those that nobody works on."""
    broken_off = [key for key in column(sql.NOT_JOINED, run=run.pk) if not is_worked_on(key)]
    return [*broken_off, run.pk] if run.stored else broken_off


def threads_brought_by(runs: Sequence[int]) -> set[int]:
    """Keys of the threads in which messages stand that the runs brought."""
    return set(column(sql.THREADS_OF_RUNS, runs=list(runs)))
