"""What the page of an import run shows: counts that add up, speed, time left, and what is held back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from archive.models import ImportRun, Quarantine
from archive.uploads import short_name

SILENT_AFTER = dt.timedelta(seconds=30)
HELD_PER_PAGE = 50
FACETS_SHOWN = 12
PROBLEMS_SHOWN = 100
SPARK_WIDTH, SPARK_HEIGHT = 472, 40


@dataclass(frozen=True, slots=True)
class Speed:
    """Messages per second now and on average, seconds left; None where nothing can be said yet."""

    now: float | None
    average: float | None
    left: int | None


def seconds_taken(run: ImportRun) -> float:
    if run.started_at is None:
        return 0.0
    return ((run.finished_at or timezone.now()) - run.started_at).total_seconds()


def speed_of(run: ImportRun) -> Speed:
    seconds = seconds_taken(run)
    average = run.found / seconds if run.found and seconds else None
    if run.is_over or silence_of(run):
        return Speed(None, average if run.is_over else None, None)
    left = (run.bytes_total - run.bytes_read) * seconds / run.bytes_read if run.bytes_read else None
    return Speed(run.rates[-1] if run.rates else None, average, None if left is None else round(left))


def expected_messages(run: ImportRun) -> int:
    """How many messages the sources hold: known at the end, judged by the bytes read until then."""
    if run.is_over or not run.bytes_read:
        return run.found
    return max(run.found, round(run.found * run.bytes_total / run.bytes_read))


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the bar, in messages."""

    name: str
    start: int
    width: int


def bar_of(run: ImportRun) -> list[Segment]:
    """The bar from the left: stored, already there, quarantined. At least one message wide in all."""
    edges = [0, run.stored, run.stored + run.already_present, run.found]
    names = ("stored", "there", "held")
    return [
        Segment(name, start, end - start) for name, start, end in zip(names, edges, edges[1:], strict=False)
    ]


def sparkline(rates: list[float]) -> str:
    """Points of a polyline, SPARK_WIDTH × SPARK_HEIGHT, the newest rate at the right edge."""
    if len(rates) < 2:
        return ""
    top, step = max(*rates, 1), SPARK_WIDTH / (len(rates) - 1)
    height = SPARK_HEIGHT - 4
    return " ".join(f"{at * step:.1f},{2 + height * (1 - rate / top):.1f}" for at, rate in enumerate(rates))


def span_of_time(seconds: float) -> str:
    """`1 min 35 s`, `2 h 5 min`, `8 s`."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60} min"


def silence_of(run: ImportRun) -> str:
    """A sentence when the worker is not heard of, with the remedy; "" while all is well."""
    heard = run.heard_at or run.started_at or run.created_at
    silent = timezone.now() - heard
    if run.is_over or silent < SILENT_AFTER:
        return ""
    for_so_long = span_of_time(silent.total_seconds())
    if run.state == ImportRun.State.QUEUED:
        if worker_is_there():
            return f"This run has been waiting for {for_so_long}: the worker is busy with other work."
        return f"This run has been waiting for {for_so_long} and no worker is there to do it."
    return f"The worker has not been heard from for {for_so_long}."


def may_begin_again(run: ImportRun) -> bool:
    """Whether its sources may be imported anew: it failed, read not all of them, or lost its worker."""
    if run.state == ImportRun.State.RUNNING:
        return bool(silence_of(run))
    return run.state == ImportRun.State.FAILED or (run.is_over and run.unreadable_sources > 0)


def worker_is_there() -> bool:
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENT_AFTER).exists()


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    value: str
    count: int


def facets(held: QuerySet[Quarantine], column: str) -> list[Facet]:
    rows = held.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)[:FACETS_SHOWN]
    return [Facet(short_name(value) if column == "source" else value, value, count) for value, count in rows]


def held_page(held: QuerySet[Quarantine], asked: dict[str, str]) -> Page[Quarantine]:
    """One page of held mail, of one reason or source when asked for, without the bytes."""
    chosen = {key: asked[key] for key in ("reason", "source") if asked.get(key)}
    rows = held.filter(**chosen).defer("raw").order_by("source", "offset", "pk")
    return Paginator(rows, HELD_PER_PAGE).get_page(asked.get("page"))


def with_short_sources(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(row, short_name(row.source)) for row in rows]


def run_context(run: ImportRun, held: QuerySet[Quarantine], asked: dict[str, str]) -> dict[str, Any]:
    """All that the template shows; `held` is the mail of this run that is held back and may be seen."""
    page, held_count, speed = held_page(held, asked), held.count(), speed_of(run)
    expected = expected_messages(run)
    return {
        "run": run,
        "speed": speed,
        "left": span_of_time(speed.left) if speed.left is not None else "",
        "heard": span_of_time((timezone.now() - (run.heard_at or run.created_at)).total_seconds()),
        "expected": expected,
        "bar": bar_of(run),
        "bar_width": max(expected, 1),
        "held_share": 100 * run.quarantined / run.found if run.found else 0,
        "points": sparkline(run.rates),
        "spark": (SPARK_WIDTH, SPARK_HEIGHT),
        "taken": span_of_time(seconds_taken(run)),
        "silence": silence_of(run),
        "may_begin_again": may_begin_again(run),
        "sources": [short_name(source) for source in run.sources],
        "reading": short_name(run.now_reading),
        "problems": with_short_sources(run.problems.order_by("pk")[:PROBLEMS_SHOWN]),
        "problem_count": run.problems.count(),
        "page": page,
        "rows": with_short_sources(page.object_list),
        "held_count": held_count,
        "held_elsewhere": run.quarantined - held_count,
        "reasons": facets(held, "reason"),
        "places": facets(held, "source"),
        "asked": asked,
    }
