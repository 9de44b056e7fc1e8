"""Imports from the command line: a progress bar, counts in words, a report as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from tqdm import tqdm

from archive.importing import Progress, import_sources, make_list
from archive.importing.list_choice import slug_of
from archive.models import ImportProblem, ImportRun, MailingList, Quarantine

SHOWN_REASONS = 10
INTERRUPTED = 130
BROKE_OFF = (
    "The import broke off. What it counted is stored: mend what is said next, then type the same command again"
    " to go on from there.\n"
)


class UsageError(Exception):
    """What was typed cannot be meant. The message says what to type instead."""


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...

    def flush(self) -> object: ...


class Bar:
    """Bytes of the sources, and messages per second, on a terminal; nothing where nobody watches."""

    def __init__(self) -> None:
        self.bar = tqdm(file=sys.stderr, unit="B", unit_scale=True, disable=None, leave=False)
        self.began = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        seconds = max(time.monotonic() - self.began, 0.001)
        self.bar.total = progress.bytes_total
        rate = f"{progress.found / seconds:,.0f} messages/s"
        is_read = progress.bytes_read >= progress.bytes_total
        self.bar.set_postfix_str(f"{rate}, all read; tracing quotes" if is_read else rate, refresh=False)
        self.bar.update(progress.bytes_read - self.bar.n)
        if is_read:
            self.bar.refresh()

    def close(self) -> None:
        self.bar.close()


def import_on_terminal(sources: Sequence[str], slug: str, report: str, out: Writer, err: Writer) -> int:
    """Imports, prints what came of it, writes the report; the exit code: 1 when a source could not be read.

    Raises UsageError.
    """
    is_new = bool(slug) and not MailingList.objects.filter(slug=slug).exists()
    mailing_list = list_to_fill(slug) if slug else None
    target = report_file(report) if report else None
    bar = Bar()
    try:
        paths = [Path(source).absolute() for source in sources]
        run = import_sources(paths, mailing_list, tell=bar, makes_list=is_new)
    except KeyboardInterrupt:
        err.write("Stopped. What was counted is stored: type the same command again to go on from there.\n")
        return INTERRUPTED
    except Exception:
        err.write(BROKE_OFF)
        raise
    finally:
        bar.close()
    out.write(summary(run) + "\n")
    for sentence in complaints(run):
        err.write(sentence + "\n")
    if target:
        target.write_text(json.dumps(report_of(run), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if run.unreadable_sources else 0


def list_to_fill(slug: str) -> MailingList:
    """The list of this slug, made for members when there is none."""
    known = MailingList.objects.filter(slug=slug).first()
    if known is None and slug != slug_of(slug):
        raise UsageError(f"{slug!r} cannot be the slug of a list: write --list {slug_of(slug)}")
    return known or make_list(slug)


def report_file(name: str) -> Path:
    """The file for the report, tried before the work begins. Raises UsageError."""
    path = Path(name)
    try:
        path.touch()
    except OSError as error:
        raise UsageError(
            f"The report cannot be written to {name}: {error.strerror}. Name another file."
        ) from error
    return path


def summary(run: ImportRun) -> str:
    passed = (
        f"; {run.mails_passed:,} that an earlier run had read were not read again" if run.mails_passed else ""
    )
    return (
        f"{run.found:,} found = {run.stored:,} stored + {run.already_present:,} already present"
        f" + {run.quarantined:,} quarantined; {run.threads:,} threads, {run.passages:,} passages"
        f" in {seconds_of(run):.1f} s{passed}"
    )


def complaints(run: ImportRun) -> list[str]:
    """A sentence for each problem, and for the first held mails."""
    held = held_in(run)
    sentences = [problem.reason for problem in run.problems.order_by("pk")]
    sentences += [f"Held back: {one} ({one.reason})" for one in held[:SHOWN_REASONS]]
    if (more := held.count() - SHOWN_REASONS) > 0:
        sentences.append(
            f"Held back: {more:,} more; the admin site shows them, and --report writes them all."
        )
    return sentences


def report_of(run: ImportRun) -> dict[str, Any]:
    """The report, whose keys are a contract; `offset` counts bytes of the unpacked source."""
    found: list[ImportProblem | Quarantine] = [*run.problems.order_by("pk"), *held_in(run)]
    return {
        "found": run.found,
        "stored": run.stored,
        "already_present": run.already_present,
        "quarantined": run.quarantined,
        "threads": run.threads,
        "passages": run.passages,
        "seconds": round(seconds_of(run), 3),
        "problems": [{"source": one.source, "offset": one.offset, "reason": one.reason} for one in found],
    }


def held_in(run: ImportRun) -> QuerySet[Quarantine]:
    """Mail of the run's sources that is held back, now or since an earlier run of the same sources."""
    met = Q(run=run) | Q(source__in=run.sources)
    for source in run.sources:
        met |= Q(source__startswith=f"{source}/")
    return Quarantine.objects.held().filter(met).defer("raw").order_by("source", "offset", "pk")


def seconds_of(run: ImportRun) -> float:
    if run.started_at is None or run.finished_at is None:
        return 0.0
    return (run.finished_at - run.started_at).total_seconds()
