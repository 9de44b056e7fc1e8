"""What the worker does in the background: whole import runs, and new tries for held mail."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from archive.importing import import_into_run, new_run, retry_quarantine
from archive.importing.dividing import divide
from archive.importing.finishing import join_to_archive, tell_archive
from archive.importing.parallel import Workers
from archive.importing.problems import problem_of
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.run_locks import is_lost, may_go_on
from archive.importing.runs import ENDS
from archive.importing.threads.regrouping import join_threads, split_thread, undo_regrouping
from archive.importing.undoing import StaysThere, undo_run
from archive.importing.uploads import discard_uploads, save_uploads, upload_folder
from archive.models import ImportRun, MailingList, Message, Quarantine, Regrouping

QUEUE = "imports"
LOST = "The worker of this run was lost. What it counted is stored; run {new} imports the same sources again."


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


def begin_undo(run: ImportRun) -> bool:
    """Lets a worker undo a run; whether it may be undone."""
    with transaction.atomic():
        now = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not now.may_be_undone:
            return False
        now.state, now.heard_at = ImportRun.State.UNDOING, timezone.now()
        now.save(update_fields=["state", "heard_at"])
        undo_import.defer(run_id=run.pk)
    return True


@app.task(name="archive.retry_held", queue=QUEUE)
def retry_held(held_ids: list[int]) -> None:
    """Tries held mail again, by key."""
    retry_now(held_ids)


def retry_now(held_ids: Iterable[int]) -> tuple[int, int]:
    """Tries held mail again, one after the other; how many were stored and how many stay.

    Each row is locked meanwhile, so that two tries at once count a mail once.
    """
    stored, stayed, keys = 0, 0, list(held_ids)
    for key in keys:
        with transaction.atomic():
            held = Quarantine.objects.held().select_for_update(of=("self",)).filter(pk=key)
            now_stored, now_stayed = retry_quarantine(held)
        stored, stayed = stored + now_stored, stayed + now_stayed
    with Workers() as workers:
        for run in ImportRun.objects.filter(quarantine__in=keys, is_joined=False).distinct():
            join_to_archive(run, workers, tell_archive(run), all_threads=False)
    return stored, stayed


@app.task(name="archive.trace_threads", queue=QUEUE)
def trace_threads(threads: list[int]) -> None:
    """Traces the quotes of threads, by key, that were regrouped."""
    with Workers() as workers:
        trace_new(workers, threads)


@transaction.atomic
def split_now(message: Message, by: User | None = None) -> Regrouping:
    """Splits a thread; its quotes are traced in the background. Raises RegroupingError."""
    done, changed = split_thread(message, by)
    trace_threads.defer(threads=sorted(changed))
    return done


@transaction.atomic
def join_now(message: Message, onto: Message, by: User | None = None) -> Regrouping:
    """Joins a thread to another; quotes are traced in the background. Raises RegroupingError."""
    done, changed = join_threads(message, onto, by)
    trace_threads.defer(threads=sorted(changed))
    return done


@transaction.atomic
def undo_now(done: Regrouping, by: User | None = None) -> None:
    """Undoes a split or join; quotes are traced in the background. Raises RegroupingError."""
    trace_threads.defer(threads=sorted(undo_regrouping(done, by)))


def start_import(
    mailing_list: MailingList | None,
    uploads: Sequence[UploadedFile[bytes]] = (),
    paths: Sequence[Path | str] = (),
    started_by: User | None = None,
    only_list_id: str = "",
    *,
    makes_list: bool = False,
) -> ImportRun:
    """A new run, waiting for a worker. Raises OSError when uploads cannot be kept; nothing is left then."""
    with transaction.atomic():
        run = new_run(paths, mailing_list, started_by, only_list_id=only_list_id, makes_list=makes_list)
        try:
            run.sources = [*map(str, save_uploads(run.pk, uploads)), *run.sources]
            run.save(update_fields=["sources"])
            run_import.defer(run_id=run.pk)
        except BaseException:
            shutil.rmtree(upload_folder(run.pk), ignore_errors=True)
            raise
    return run


def halt_import(run: ImportRun, wish: ImportRun.Wish) -> None:
    """Pauses or stops a run: at once when it waits for a worker, else when its batch is stored."""
    with transaction.atomic():
        now = ImportRun.objects.select_for_update().get(pk=run.pk)
        if now.state == ImportRun.State.QUEUED:
            now.state, now.finished_at = ENDS[wish], timezone.now()
        elif now.state == ImportRun.State.PAUSED and wish == ImportRun.Wish.STOP:
            now.state = ImportRun.State.STOPPED
        elif is_lost(now):
            now.state, now.finished_at = ENDS[wish], timezone.now()
        elif now.state == ImportRun.State.RUNNING:
            now.wish = wish
        now.save(update_fields=["state", "finished_at", "wish"])


def continue_import(run: ImportRun) -> bool:
    """Lets a run that halted, broke off or lost its worker go on from its last stored batch; whether it does."""
    with transaction.atomic():
        now = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not may_go_on(now):
            return False
        now.state, now.wish, now.finished_at = ImportRun.State.QUEUED, ImportRun.Wish.NONE, None
        now.save(update_fields=["state", "wish", "finished_at"])
        run_import.defer(run_id=run.pk)
    return True


def import_again(run: ImportRun, started_by: User | None = None) -> ImportRun:
    """The same sources in a new run. One that lost its worker counts as failed from then on."""
    with transaction.atomic():
        again = start_import(run.mailing_list, (), run.sources, started_by, run.only_list_id)
        going_on = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING)
        if going_on.update(state=ImportRun.State.FAILED, finished_at=timezone.now()):
            problem_of(run, run.now_reading, LOST.format(new=again.pk)).save()
    return again
