"""Imports that are killed at chance moments and resumed: real processes, SIGKILL, archives compared row by row."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
from django.db import connection

from annotations.invariants import INVARIANTS
from archive.importing import import_sources, make_list
from archive.importing.database import select
from archive.importing.run_control import continue_import
from archive.importing.run_locks import is_worked_on
from archive.maintenance.invariants import INVARIANTS as ARCHIVE_INVARIANTS
from archive.maintenance.invariants import broken_invariants
from archive.models import ImportRun
from archive.tasks import run_import
from benchmarks.databases import Databases
from tests.rows import all_rows

LIST = "plans"
COUNTS = ("found", "stored", "already_present", "quarantined")
Rows = dict[str, list[tuple[object, ...]]]


class Unequal(Exception):  # noqa: N818
    """An archive that is not as it should be; the message says where."""


class Proof:
    """Kills imports of the sources until there were enough; archives that come to their end must equal `whole`."""

    def __init__(self, databases: Databases, sources: Sequence[Path], seed: int) -> None:
        self.databases, self.sources = databases, sources
        self.chance = random.Random(seed)
        self.phases: Counter[str] = Counter()
        self.completed: Counter[str] = Counter()
        self.databases.fresh("whole")
        began = time.monotonic()
        if finished(forked(self.import_all), None) != 0:
            raise Unequal("The import in one go failed.")
        self.seconds = time.monotonic() - began
        self.whole, self.counts = all_rows(), counts_of_last()
        print(f"{self.seconds:.1f} s in one go", flush=True)

    def kill(self, kills: int) -> None:
        """Half of the kills are resumed with the same import again, half by going on with the very run."""
        moments = [self.seconds * (at + self.chance.random()) / kills for at in range(kills)]
        self.chance.shuffle(moments)
        for way, left in (("again", moments[::2]), ("continued", moments[1::2])):
            while left:
                self.databases.fresh(f"broken_{way}_{len(left)}_{self.completed[way]}")
                self.break_and_resume(way, left)
                self.compare(way)

    def break_and_resume(self, way: str, moments: list[float]) -> None:
        """Until an import comes to its end; each moment that killed one is taken off the list."""
        go_on = self.import_all
        while True:
            code = finished(forked(go_on), moments[-1] if moments else None)
            wait_for_the_server()
            if code == 0:
                # It came to its end before that moment: the machine has more time now, or less was left to do.
                moments[-1:] = [moment * self.chance.random() for moment in moments[-1:]]
                return
            if code != -signal.SIGKILL:
                raise Unequal(f"An import ended by itself with exit code {code}.")
            moments.pop()
            self.phases[self.phase()] += 1
            is_begun = ImportRun.objects.exists()
            go_on = continue_last if way == "continued" and is_begun else self.import_all

    def import_all(self) -> None:
        work_on(self.sources)

    def phase(self) -> str:
        """What a killed import was at."""
        run = ImportRun.objects.order_by("pk").last()
        if run is None or not run.found:
            return "before the first batch"
        if run.found < self.counts["found"]:
            return "parsing and storing"
        [(left,)] = select("SELECT count(*) FROM archive_thread WHERE revision <> traced_revision")
        return "tracing" if left else "joining"

    def compare(self, way: str) -> None:
        rows = all_rows()
        if rows != self.whole:
            raise Unequal(difference(self.whole, rows))
        seen_to_hold()
        counts = counts_of_last()
        if way == "continued" and counts != self.counts:
            raise Unequal(f"The run counted {counts}, not {self.counts}.")
        if counts["found"] != self.counts["found"]:
            raise Unequal(f"The last run found {counts['found']} mails of {self.counts['found']}.")
        self.completed[way] += 1


def work_on(sources: Sequence[Path]) -> None:
    import_sources(sources, make_list(LIST))


def seen_to_hold() -> None:
    """Raises Unequal when an invariant does not hold."""
    if broken := list(broken_invariants(ARCHIVE_INVARIANTS | INVARIANTS)):
        raise Unequal("\n".join(broken))


def continue_last() -> None:
    """Does what the button and a worker do."""
    run = ImportRun.objects.order_by("pk").last()
    if run is None or not continue_import(run):
        raise Unequal("The run could not be continued.")
    run_import(run.pk)


def forked(work: Callable[[], None]) -> int:
    """The id of a new process that does the work, on a connection of its own."""
    connection.close()
    sys.stdout.flush()
    if process := os.fork():
        return process
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def finished(process: int, moment: float | None) -> int:
    """The exit code of the process, which is killed after so many seconds if it is there still."""
    running = psutil.Process(process)
    try:
        return int(running.wait(moment))
    except psutil.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        return int(running.wait())


def wait_for_the_server() -> None:
    """Until it has noticed that its client is gone, and has undone what that had not committed."""
    while any(is_worked_on(key) for (key,) in select("SELECT id FROM archive_importrun")):
        time.sleep(0.01)


def counts_of_last() -> dict[str, int]:
    run = ImportRun.objects.order_by("pk").last()
    return {name: getattr(run, name) for name in COUNTS}


def difference(one: Rows, other: Rows) -> str:
    """The first rows of each kind that one archive has and the other has not."""
    found = []
    for what in one:
        here, there = set(map(repr, one[what])), set(map(repr, other[what]))
        if one[what] != other[what]:
            found.append(f"{what}: {len(one[what])} rows, {len(other[what])} in the other")
        found += [f"  - {row[:400]}" for row in sorted(here - there)[:5]]
        found += [f"  + {row[:400]}" for row in sorted(there - here)[:5]]
    return "\n".join(found)
