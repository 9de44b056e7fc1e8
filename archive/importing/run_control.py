"""What administrators do to import runs, held mail and threads: the admin site, the command line and programs share it.

Each writes the rows of runs (`ImportRun`), of quarantine or of regroupings; what takes long is left to the worker.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from archive.importing import new_run, retry_quarantine
from archive.importing.finishing import join_to_archive, tell_archive
from archive.importing.parallel import Workers
from archive.importing.problems import problem_of
from archive.importing.run_locks import is_lost, may_go_on
from archive.importing.runs import ENDS
from archive.importing.threads.regrouping import join_threads, split_thread, undo_regrouping
from archive.importing.uploads import save_uploads, upload_folder
from archive.models import ImportRun, MailingList, Message, Quarantine, Regrouping

QUEUE = "imports"
LOST = "The worker of this run was lost. What it counted is stored; run {new} imports the same sources again."


def later(job: str, **given: Any) -> None:
    """Leaves a job of `archive.tasks`, by its name, to the worker, once this transaction is committed."""
    app.configure_task(job, queue=QUEUE).defer(**given)


def begin_undo(run: ImportRun) -> bool:
    """Lets a worker undo a run; whether it may be undone."""
    with transaction.atomic():
        now = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not now.may_be_undone:
            return False
        now.state, now.heard_at = ImportRun.State.UNDOING, timezone.now()
        now.save(update_fields=["state", "heard_at"])
        later("archive.undo_import", run_id=run.pk)
    return True


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


@transaction.atomic
def split_now(message: Message, by: User | None = None) -> Regrouping:
    """Splits a thread; its quotes are traced in the background. Raises RegroupingError."""
    done, changed = split_thread(message, by)
    later("archive.trace_threads", threads=sorted(changed))
    return done


@transaction.atomic
def join_now(message: Message, onto: Message, by: User | None = None) -> Regrouping:
    """Joins a thread to another; quotes are traced in the background. Raises RegroupingError."""
    done, changed = join_threads(message, onto, by)
    later("archive.trace_threads", threads=sorted(changed))
    return done


@transaction.atomic
def undo_now(done: Regrouping, by: User | None = None) -> None:
    """Undoes a split or join; quotes are traced in the background. Raises RegroupingError."""
    later("archive.trace_threads", threads=sorted(undo_regrouping(done, by)))


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
            later("archive.run_import", run_id=run.pk)
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
        later("archive.run_import", run_id=run.pk)
    return True


def import_again(run: ImportRun, started_by: User | None = None) -> ImportRun:
    """The same sources in a new run. One that lost its worker counts as failed from then on."""
    with transaction.atomic():
        again = start_import(run.mailing_list, (), run.sources, started_by, run.only_list_id)
        going_on = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING)
        if going_on.update(state=ImportRun.State.FAILED, finished_at=timezone.now()):
            problem_of(run, run.now_reading, LOST.format(new=again.pk)).save()
    return again
