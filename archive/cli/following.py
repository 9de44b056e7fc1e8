"""Following a source from the command line: a line for each round that found mail, a sentence at the end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from archive.cli.imports import Bar, UsageError, Writer, list_to_fill, summary
from archive.importing.arrivals import Following, follow, source_at
from archive.mail.readers import UnreadableSource
from archive.models import ImportRun

EVERY = 10.0
SHORTEST = 0.1


def follow_on_terminal(
    sources: Sequence[str],
    slug: str,
    report: str,
    every: float,
    out: Writer,
    err: Writer,
    wait: Callable[[float], None] = time.sleep,
) -> int:
    """Follows one source until Ctrl-C; the exit code: 1 when it cannot be read at all. Raises UsageError."""
    if len(sources) != 1:
        raise UsageError("--follow watches one source: name one, and start a command for each other.")
    if report:
        raise UsageError("--report is for an import that ends: leave it out, or leave out --follow.")
    if not every >= SHORTEST:
        raise UsageError(f"--every {every} is too short: write {SHORTEST} or more.")
    mailing_list = list_to_fill(slug) if slug else None
    try:
        following = Following(source_at(sources[0]), mailing_list)
        with ended_by_signal():
            watch(following, every, out, err, wait)
    except UnreadableSource as problem:
        err.write(f"{problem}\n")
        return 1
    out.write(farewell(following) + "\n")
    return 0


def watch(
    following: Following, every: float, out: Writer, err: Writer, wait: Callable[[float], None]
) -> None:
    bar = Bar()

    def heard(run: ImportRun) -> None:
        bar.bar.clear()
        out.write(f"{summary(run)}\n")
        out.flush()
        for sentence in problems_of(run):
            complain(sentence)

    def complain(sentence: str) -> None:
        err.write(f"{sentence}\n")

    try:
        out.write(f"Following {following.source.name}; Ctrl-C ends it.\n")
        out.flush()
        follow(following, every, bar, heard, complain, wait)
    finally:
        bar.close()


def problems_of(run: ImportRun) -> list[str]:
    held = [f"Held back: {one} ({one.reason})" for one in run.quarantine.held().defer("raw").order_by("pk")]
    return [problem.reason for problem in run.problems.order_by("pk")] + held


def farewell(following: Following) -> str:
    if not following.rounds:
        return "Ended. No mail came."
    where = f" onto {following.mailing_list.slug}" if following.mailing_list else ""
    held = f", {following.held:,} held back" if following.held else ""
    times = "once" if following.rounds == 1 else f"in {following.rounds:,} rounds"
    return f"Ended. Mail came {times}: {following.found:,} found, {following.stored:,} stored{where}{held}."


@contextmanager
def ended_by_signal() -> Iterator[None]:
    """SIGTERM, by which services are stopped, ends it as Ctrl-C does.

    Whoever stops a group of processes sends it twice, as `uv` passes on its own: all after the first are passed over.
    """

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is end:
            signal.signal(signal.SIGTERM, before)
