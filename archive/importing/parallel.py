"""Processes that parse mail and trace quotes on all cores, in order, with no more under way than the cores need."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

from django.conf import settings

from archive.mail.preparing import RARELY, begin_work

Given = TypeVar("Given")
Made = TypeVar("Made")


class Workers:
    """Processes that parse and trace, one per core, started when there is enough to do and ended with the block."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._processes = settings.IMPORT_PROCESSES
        self._threshold = gc.get_threshold()

    def __enter__(self) -> Self:
        gc.set_threshold(*RARELY)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.set_threshold(*self._threshold)
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    @property
    def pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._processes, get_context("spawn"), begin_work, (os.getpid(),)
            )
        return self._pool

    def each(self, work: Callable[[Given], Made], pieces: Iterable[Given]) -> Iterator[tuple[Given, Made]]:
        """Each piece with what the work made of it, in their order.

        The first is worked on here, while processes start on those after it, if there are any. Where one process
        is to do it all, this one does.
        """
        if self._processes == 1:
            yield from ((piece, work(piece)) for piece in pieces)
            return
        waiting = iter(pieces)
        first = list(islice(waiting, 1))
        under_way = deque(
            (piece, self.pool.submit(work, piece)) for piece in islice(waiting, self._processes)
        )
        for piece in first:
            yield piece, work(piece)
        for piece in waiting:
            under_way.append((piece, self.pool.submit(work, piece)))
            yield next_finished(under_way)
        while under_way:
            yield next_finished(under_way)


def next_finished(under_way: deque[tuple[Given, Future[Made]]]) -> tuple[Given, Made]:
    piece, future = under_way.popleft()
    return piece, future.result()
