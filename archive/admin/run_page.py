"""What the page of an import run shows: how it goes, whether a worker is there, what is held back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
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
from archive.models import ImportProblem, ImportRun, Quarantine
from archive.uploads import short_name

SILENT_AFTER = dt.timedelta(seconds=30)
HELD_PER_PAGE = 50
FACETS_SHOWN = 12
PROBLEMS_SHOWN = 100


def run_context(run: ImportRun, held: QuerySet[Quarantine], asked: dict[str, str]) -> dict[str, Any]:
    """All that the template shows; `held` is the mail of this run that is held back and may be seen."""
    return {"run": run, **progress(run), **problems(run), **quarantine(run, held, asked)}


def progress(run: ImportRun) -> dict[str, Any]:
    expected, silence = expected_messages(run), silence_of(run)
    speed = speed_of(run, bool(silence))
    return {
        "silence": silence,
        "may_begin_again": may_begin_again(run),
        "speed": speed,
        "left": span_of_time(speed.left) if speed.left is not None else "",
        "heard": span_of_time(seconds_silent(run)),
        "taken": span_of_time(seconds_taken(run)),
        "expected": expected,
        "bar": bar_of(run),
        "bar_width": max(expected, 1),
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
    if run.state == ImportRun.State.RUNNING:
        return f"The worker has not been heard from for {span_of_time(silent)}."
    if worker_is_there():
        return f"This run has been waiting for {span_of_time(silent)}: the worker is busy with other work."
    return f"This run has been waiting for {span_of_time(silent)} and no worker is there to do it."


def worker_is_there() -> bool:
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENT_AFTER).exists()


def may_begin_again(run: ImportRun) -> bool:
    """Whether its files may be imported anew: it ended early, read not all of them, or lost its worker."""
    if not run.has_files:
        return False
    if run.state == ImportRun.State.RUNNING:
        return bool(silence_of(run))
    ended_early = run.state in {ImportRun.State.FAILED, ImportRun.State.STOPPED}
    return ended_early or (run.state == ImportRun.State.DONE and run.unreadable_sources > 0)


@dataclass(frozen=True, slots=True)
class Told:
    """A problem or held mail, with its source and reason as the page words them."""

    row: ImportProblem | Quarantine
    source: str
    reason: str


def told(rows: Iterable[ImportProblem | Quarantine]) -> list[Told]:
    return [Told(row, short_name(row.source), without_folder(row.reason, row.source)) for row in rows]


def without_folder(reason: str, source: str) -> str:
    """A reason that names its source as people know it."""
    return reason.replace(source, short_name(source)) if source else reason


def problems(run: ImportRun) -> dict[str, Any]:
    rows = run.problems.order_by("pk")
    return {"problems": told(rows[:PROBLEMS_SHOWN]), "problem_count": rows.count()}


def quarantine(run: ImportRun, held: QuerySet[Quarantine], asked: dict[str, str]) -> dict[str, Any]:
    page, held_count = held_page(held, asked), held.count()
    return {
        "page": page,
        "rows": told(page.object_list),
        "held_count": held_count,
        "held_elsewhere": run.quarantined - held_count,
        "reasons": facets(held, "reason"),
        "places": facets(held, "source"),
        "asked": asked,
    }


def held_page(held: QuerySet[Quarantine], asked: dict[str, str]) -> Page[Quarantine]:
    """One page of held mail, of one reason or source when asked for, without the bytes."""
    chosen = {key: asked[key].replace("\0", "") for key in ("reason", "source") if asked.get(key)}
    rows = held.filter(**chosen).defer("raw").order_by("source", "offset", "pk")
    return Paginator(rows, HELD_PER_PAGE).get_page(asked.get("page"))


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    value: str
    count: int


def facets(held: QuerySet[Quarantine], column: str) -> list[Facet]:
    rows = held.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)[:FACETS_SHOWN]
    return [Facet(short_name(value) if column == "source" else value, value, count) for value, count in rows]
