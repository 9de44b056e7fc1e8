"""What the page of an import run shows: how it goes, whether a worker is there, what is held back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from archive.admin.run_figures import (
    SPARK_HEIGHT,
    SPARK_WIDTH,
    bar_of,
    expected_messages,
    seconds_taken,
    span_of_time,
    sparkline,
    speed_of,
)
from archive.admin.run_problems import problems, quarantine
from archive.importing.run_locks import is_worked_on, may_go_on
from archive.importing.uploads import short_name
from archive.models import ImportRun, OtherCopy, Quarantine, Thread

BEHIND = "This run waits behind"
WAITS = "This run has been waiting for {}: the worker is busy with other work."
SILENT_AFTER = dt.timedelta(seconds=30)


def run_context(run: ImportRun, held: QuerySet[Quarantine], asked: dict[str, str]) -> dict[str, Any]:
    """All that the template shows; `held` is the mail of this run that is held back and may be seen."""
    return {"run": run, **progress(run), **problems(run), **quarantine(run, held, asked)}


def progress(run: ImportRun) -> dict[str, Any]:
    expected, silence = expected_messages(run), silence_of(run)
    speed = speed_of(run, bool(silence))
    return {
        "silence": silence,
        "waits_behind": bool(silence) and not is_stuck(silence),
        "may_begin_again": may_begin_again(run),
        "is_tracing": is_tracing(run),
        "threads_left": Thread.objects.not_traced().count() if is_tracing(run) else 0,
        "may_go_on": may_go_on(run)
        and (run.state != ImportRun.State.QUEUED or (bool(silence) and not silence.startswith(BEHIND))),
        "may_be_halted": run.state in {ImportRun.State.QUEUED, ImportRun.State.RUNNING},
        "speed": speed,
        "left": span_of_time(speed.left) if speed.left is not None and not is_tracing(run) else "",
        "heard": span_of_time(seconds_silent(run)),
        "taken": span_of_time(seconds_taken(run)),
        "expected": expected,
        "bar": bar_of(run),
        "bar_width": max(expected, 1),
        "other_copies": OtherCopy.objects.met_in(run).count(),
        "held_share": 100 * run.quarantined / run.found if run.found else 0,
        "points": sparkline(run.rates),
        "spark": (SPARK_WIDTH, SPARK_HEIGHT),
        "sources": [short_name(source) for source in run.sources],
        "reading": short_name(run.now_reading),
    }


def seconds_silent(run: ImportRun) -> float:
    heard = run.heard_at or run.started_at or run.created_at
    return (timezone.now() - heard).total_seconds()


def silence_of(run: ImportRun) -> str:
    """A sentence when the worker is not heard of; "" while all is well."""
    silent = seconds_silent(run)
    if run.is_over or silent < SILENT_AFTER.total_seconds():
        return ""
    if run.state == ImportRun.State.RUNNING and is_worked_on(run.pk):
        return ""
    if run.state in {ImportRun.State.RUNNING, ImportRun.State.UNDOING}:
        return f"The worker has not been heard from for {span_of_time(silent)}."
    if worker_is_there():
        return f"{BEHIND} {before}." if (before := run_before(run)) else WAITS.format(span_of_time(silent))
    return f"This run has been waiting for {span_of_time(silent)} and no worker is there to do it."


def is_stuck(silence: str) -> bool:
    """Whether somebody may have to help: a run that waits behind another goes on by itself."""
    return bool(silence) and not silence.startswith(BEHIND)


def run_before(run: ImportRun) -> str:
    """The run that the worker is at, by number and list; "" when it is at none."""
    going_on = ImportRun.objects.filter(state__in=[ImportRun.State.RUNNING, ImportRun.State.UNDOING])
    first = going_on.exclude(pk=run.pk).select_related("mailing_list").order_by("pk").first()
    if first is None:
        return ""
    return f"run {first.pk} ({first.mailing_list})" if first.mailing_list else f"run {first.pk}"


def is_tracing(run: ImportRun) -> bool:
    """Whether all its mail is read, and quotes are traced now."""
    return run.state == ImportRun.State.RUNNING and 0 < run.bytes_total <= run.bytes_read


def worker_is_there() -> bool:
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENT_AFTER).exists()


def may_begin_again(run: ImportRun) -> bool:
    """Whether its files may be imported anew: it ended early, was undone, read not all, or lost its worker."""
    if not run.has_files:
        return False
    if run.state == ImportRun.State.RUNNING:
        return bool(silence_of(run))
    if run.state == ImportRun.State.UNDONE:
        return all(Path(source).exists() for source in run.sources)
    ended_early = run.state in {ImportRun.State.EMPTY, ImportRun.State.FAILED, ImportRun.State.STOPPED}
    return ended_early or (run.state == ImportRun.State.DONE and run.unreadable_sources > 0)
