"""What a stretch of work takes: seconds by the clock, and processor seconds by who takes them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil

ROLES = ("reading and storing", "parsing and tracing", "database")


class Accounts:
    """Takes note of where time went: until `note` from the note before; until `note_until` from the last `note`."""

    def __init__(self, cluster: Path) -> None:
        self.phases: dict[str, dict[str, float]] = {}
        self._me = psutil.Process()
        self._postmaster = psutil.Process(int((cluster / "data" / "postmaster.pid").read_text().split()[0]))
        self._before = self._latest = self._now()

    def note(self, phase: str) -> None:
        """Ends the phase that `note_until` noted last, and notes what came after it."""
        self._before = self._latest
        self.note_until(phase)
        self._before = self._latest

    def note_until(self, phase: str) -> None:
        """The phase goes on until the last call with its name."""
        self._latest = self._now()
        self.phases[phase] = {name: self._latest[name] - self._before[name] for name in self._latest}

    def _now(self) -> dict[str, float]:
        mine, base = self._me.cpu_times(), self._postmaster.cpu_times()
        used = (
            mine.user + mine.system,
            mine.children_user + mine.children_system + total(self._me),
            base.user + base.system + base.children_user + base.children_system + total(self._postmaster),
        )
        return {"wall": time.perf_counter(), **dict(zip(ROLES, used, strict=True))}


def phase_lines(phases: dict[str, dict[str, float]]) -> Iterator[str]:
    yield f"{'where the time goes':28} {'wall':>9}" + "".join(f"{role:>21}" for role in ROLES)
    for phase, spent in phases.items():
        yield f"{phase:28} {spent['wall']:7.2f} s" + "".join(f"{spent[role]:19.2f} s" for role in ROLES)


def total(parent: psutil.Process) -> float:
    """Processor seconds of the processes that live below this one."""
    seconds = 0.0
    for child in parent.children():
        try:
            times = child.cpu_times()
            seconds += times.user + times.system
        except psutil.Error:
            continue
    return seconds
