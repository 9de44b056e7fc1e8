"""The jobs of the worker: whole import runs, undoing them, new tries for held mail, quotes of regrouped threads."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from archive.importing import import_into_run
from archive.importing.copy_choice import choose_again
from archive.importing.dividing import divide
from archive.importing.parallel import Workers
from archive.importing.problems import problem_of
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.run_control import QUEUE, retry_now
from archive.importing.undoing import StaysThere, undo_run
from archive.importing.uploads import discard_uploads
from archive.models import ImportRun, MailingList


@app.task(name="archive.run_import", queue=QUEUE)
def run_import(run_id: int) -> None:
    """Does one import run, once. Uploads are removed when all mail in them is stored or held."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().filter(pk=run_id, state=ImportRun.State.QUEUED).first()
        if run is None:
            return
        run.state = ImportRun.State.RUNNING
        run.save(update_fields=["state"])
        if run.only_list_id == ImportRun.EACH_LIST_ID:
            for other in divide(run):
                run_import.defer(run_id=other.pk)
    import_into_run(run)
    is_whole = run.state == ImportRun.State.DONE and not run.unreadable_sources and not run.problems.exists()
    if is_whole and not waiting_for_sources(run):
        discard_uploads(run.sources)


def waiting_for_sources(run: ImportRun) -> bool:
    """Whether another run, for another list, is still to read the same files."""
    others = ImportRun.objects.filter(sources=run.sources).exclude(pk=run.pk)
    return others.exclude(state__in=[ImportRun.State.DONE, ImportRun.State.UNDONE]).exists()


@app.task(name="archive.undo_import", queue=QUEUE)
def undo_import(run_id: int) -> None:
    """Undoes a run that `begin_undo` marked, then traces what it leaves behind anew."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != ImportRun.State.UNDOING:
        return
    try:
        changed = undo_run(run)
    except StaysThere as refusal:
        problem_of(run, "", str(refusal)).save()
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.STOPPED)
        return
    with Workers() as workers:
        trace_new(workers, changed)


@app.task(name="archive.choose_copies", queue=QUEUE)
def choose_copies_of(list_id: int) -> None:
    """Chooses anew from which copies messages of a list are read, after others may read it."""
    if mailing_list := MailingList.objects.filter(pk=list_id).first():
        choose_again(mailing_list)


@app.task(name="archive.retry_held", queue=QUEUE)
def retry_held(held_ids: list[int]) -> None:
    """Tries held mail again, by key."""
    retry_now(held_ids)


@app.task(name="archive.trace_threads", queue=QUEUE)
def trace_threads(threads: list[int]) -> None:
    """Traces the quotes of threads, by key, that were regrouped."""
    with Workers() as workers:
        trace_new(workers, threads)
