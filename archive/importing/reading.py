"""From sources to batches of mail that is ready to be stored; large sources are parsed on all cores."""

from __future__ import annotations

import datetime as dt
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from archive.mail.preparing import HeldMail, ReadyMail, end_with_parent, prepare, prepare_all
from archive.mail.readers import RawMail, SourceProblem, read_source

BATCH_MAILS = 300
BATCH_BYTES = 4_000_000
# Processes are worth their start from this batch on.
BATCHES_ALONE = 1


@dataclass(slots=True)
class Raws:
    """Raw mail of one batch, not parsed yet."""

    mails: list[RawMail] = field(default_factory=list)
    problems: list[SourceProblem] = field(default_factory=list)
    size: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.mails) >= BATCH_MAILS or self.size >= BATCH_BYTES


@dataclass(slots=True)
class Batch:
    """Mail to store, mail to hold; how far the source was read then (bytes on disk)."""

    ready: list[ReadyMail]
    held: list[HeldMail]
    problems: list[SourceProblem]
    bytes_read: int
    now_reading: str

    @property
    def found(self) -> int:
        return len(self.ready) + len(self.held)


def batches(source: Path, now: dt.datetime) -> Iterator[Batch]:
    """Reads one source. Raises UnreadableSource when it cannot be read at all."""
    waiting = gather(read_source(source))
    for raws in take(waiting, BATCHES_ALONE):
        yield make_batch(raws, [prepare(raw, now) for raw in raws.mails])
    yield from batches_in_parallel(waiting, now)


def take(waiting: Iterator[Raws], count: int) -> Iterator[Raws]:
    for _, raws in zip(range(count), waiting, strict=False):
        yield raws


def gather(found: Iterable[RawMail | SourceProblem]) -> Iterator[Raws]:
    raws = Raws()
    for item in found:
        if isinstance(item, SourceProblem):
            raws.problems.append(item)
            continue
        raws.mails.append(item)
        raws.size += len(item.content)
        if raws.is_full:
            yield raws
            raws = Raws()
    if raws.mails or raws.problems:
        yield raws


def batches_in_parallel(waiting: Iterator[Raws], now: dt.datetime) -> Iterator[Batch]:
    """Batches in their order, parsed ahead by one process per core; no more wait than cores and one."""
    first = next(waiting, None)
    if first is None:
        return
    cores = os.cpu_count() or 1
    under_way: deque[tuple[Raws, Future[list[ReadyMail | HeldMail]]]] = deque()
    with ProcessPoolExecutor(cores, get_context("spawn"), end_with_parent) as pool:
        under_way.append((first, pool.submit(prepare_all, first.mails, now)))
        for raws in waiting:
            under_way.append((raws, pool.submit(prepare_all, raws.mails, now)))
            if len(under_way) > cores:
                yield finished(under_way)
        while under_way:
            yield finished(under_way)


def finished(under_way: deque[tuple[Raws, Future[list[ReadyMail | HeldMail]]]]) -> Batch:
    raws, future = under_way.popleft()
    return make_batch(raws, future.result())


def make_batch(raws: Raws, prepared: list[ReadyMail | HeldMail]) -> Batch:
    last = raws.mails[-1] if raws.mails else None
    return Batch(
        [one for one in prepared if isinstance(one, ReadyMail)],
        [one for one in prepared if isinstance(one, HeldMail)],
        raws.problems,
        last.consumed if last else 0,
        last.source if last else "",
    )
