"""An import run in figures: speed, time left, the bar and the line of its rates."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from archive.models import ImportRun

SPARK_WIDTH, SPARK_HEIGHT = 472, 40


@dataclass(frozen=True, slots=True)
class Speed:
    """Messages per second now and on average, seconds left; None where nothing can be said."""

    now: float | None
    average: float | None
    left: int | None


def seconds_taken(run: ImportRun) -> float:
    if run.started_at is None:
        return 0.0
    return ((run.finished_at or timezone.now()) - run.started_at).total_seconds()


def speed_of(run: ImportRun, is_silent: bool = False) -> Speed:
    """Of a run whose worker is silent, nothing is said. One that goes on may have been paused: batches are asked."""
    seconds = seconds_taken(run)
    if run.is_over:
        return Speed(None, run.found / seconds if run.found and seconds else None, None)
    if is_silent or not run.rates:
        return Speed(None, None, None)
    average = len(run.rates) / sum(1 / max(rate, 0.1) for rate in run.rates)
    left = round((expected_messages(run) - run.found) / average) if run.bytes_read else None
    return Speed(run.rates[-1], average, left)


def expected_messages(run: ImportRun) -> int:
    """How many messages the sources hold: known at the end, judged by the bytes read until then."""
    if run.is_over or not run.bytes_read:
        return run.found
    return max(run.found, round(run.found * run.bytes_total / run.bytes_read))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the bar, in messages."""

    name: str
    start: int
    width: int


def bar_of(run: ImportRun) -> list[Stretch]:
    """The bar from the left: stored, already there, quarantined."""
    edges = [0, run.stored, run.stored + run.already_present, run.found]
    names = ("stored", "there", "held")
    return [
        Stretch(name, start, end - start) for name, start, end in zip(names, edges, edges[1:], strict=False)
    ]


def sparkline(rates: list[float]) -> str:
    """Points of a polyline, SPARK_WIDTH × SPARK_HEIGHT, the newest rate at the right edge."""
    if len(rates) < 2:
        return ""
    top, step = max(*rates, 1), SPARK_WIDTH / (len(rates) - 1)
    height = SPARK_HEIGHT - 4
    return " ".join(f"{at * step:.1f},{2 + height * (1 - rate / top):.1f}" for at, rate in enumerate(rates))


def span_of_time(seconds: float) -> str:
    """`8 s`, `1 min 35 s`, `2 h 5 min`."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60} min"
