"""Threads of an import run that stay when it is undone, as people wrote on them: rows of `archive_sighting`."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from archive.importing import sql
from archive.importing.database import execute, select
from archive.models import ImportRun


@transaction.atomic
def keep_threads_of(run: ImportRun, messages: Collection[int]) -> ImportRun:
    """Keeps the threads in which these messages (keys) stand, whole: a run of its own has met them, too.

    What two runs met stays when one of them is undone.
    """
    now = timezone.now()
    keeper = ImportRun.objects.create(
        sources=[f"threads kept of run {run.pk}"],
        mailing_list=run.mailing_list,
        started_by=run.started_by,
        state=ImportRun.State.DONE,
        started_at=now,
        finished_at=now,
        is_joined=True,
    )
    execute(sql.SEE_THREADS, keeper=keeper.pk, run=run.pk, messages=list(messages))
    [(seen, threads)] = select(sql.COUNT_SEEN, keeper=keeper.pk)
    keeper.found = keeper.already_present = seen
    keeper.threads = threads
    keeper.save(update_fields=["found", "already_present", "threads"])
    return keeper
