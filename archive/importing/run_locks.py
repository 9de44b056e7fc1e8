"""Locks of import runs: whether a process works on one; the database takes them back however that process ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError

from archive.importing import sql
from archive.importing.database import column, select
from archive.models import ImportRun

WORKED_ON = 0x0705_712


class WorkedOn(Exception):  # noqa: N818
    """Another process works on the run. The message says what to do."""


@contextmanager
def at_work_on(run: ImportRun) -> Iterator[None]:
    """Holds the run for this process alone. Raises WorkedOn."""
    [is_free] = column(sql.TAKE_RUN_LOCK, kind=WORKED_ON, run=run.pk)
    if not is_free:
        raise WorkedOn(f"Another process works on import run {run.pk}. Wait for its end, or stop it there.")
    try:
        yield
    finally:
        with suppress(DatabaseError):
            select(sql.LET_RUN_LOCK_GO, kind=WORKED_ON, run=run.pk)


def is_worked_on(run_id: int) -> bool:
    [is_held] = column(sql.IS_RUN_LOCK_HELD, kind=WORKED_ON, run=run_id)
    return bool(is_held)


def is_lost(run: ImportRun) -> bool:
    """Whether the process that worked on it is gone, without a word."""
    return run.state == ImportRun.State.RUNNING and not is_worked_on(run.pk)


def may_go_on(run: ImportRun) -> bool:
    """Whether it may be continued from its last stored batch; one that waits may, for its worker may be lost."""
    if run.state == ImportRun.State.PAUSED:
        return True
    broke_off = run.state in {ImportRun.State.FAILED, ImportRun.State.QUEUED}
    return run.has_files and (broke_off or is_lost(run))
