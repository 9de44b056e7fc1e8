"""Work on all cores, in order, with no more under way than the cores need."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from archive.mail.preparing import end_with_parent

Given = TypeVar("Given")
Made = TypeVar("Made")
# Processes are worth their start from this piece on.
PIECES_ALONE = 1


def in_parallel(work: Callable[[Given], Made], pieces: Iterable[Given]) -> Iterator[tuple[Given, Made]]:
    """Each piece with what the work made of it, in their order.

    The first piece is worked on here; when there are more, processes work ahead, one per core.
    """
    waiting = iter(pieces)
    for piece in islice(waiting, PIECES_ALONE):
        yield piece, work(piece)
    first = next(waiting, None)
    if first is None:
        return
    cores = os.cpu_count() or 1
    under_way: deque[tuple[Given, Future[Made]]] = deque()
    with ProcessPoolExecutor(cores, get_context("spawn"), end_with_parent) as pool:
        under_way.append((first, pool.submit(work, first)))
        for piece in waiting:
            under_way.append((piece, pool.submit(work, piece)))
            if len(under_way) > cores:
                yield next_finished(under_way)
        while under_way:
            yield next_finished(under_way)


def next_finished(under_way: deque[tuple[Given, Future[Made]]]) -> tuple[Given, Made]:
    piece, future = under_way.popleft()
    return piece, future.result()
