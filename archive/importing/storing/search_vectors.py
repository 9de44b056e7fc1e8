"""Search vectors of texts (`archive_body.search`), made beside the storing where much is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from django.db import connection, connections, transaction

from archive.importing.database import column, execute
from archive.importing.storing import sql

AT_A_TIME = 500


def index_texts(keys: Sequence[int]) -> None:
    """Makes the search vectors that these messages, by their keys, lack."""
    if keys:
        execute(sql.INDEX_TEXTS, messages=list(keys))


def index_left_over(threads: Collection[int] | None = None) -> None:
    """Makes the vectors that an import left behind which broke off: of these threads, or all.

    Threads are traced after their texts are indexed: only in those that are not traced yet can one lack.
    """
    keys = (
        column(sql.NOT_INDEXED)
        if threads is None
        else column(sql.NOT_INDEXED_IN_THREADS, threads=list(threads))
    )
    for first in range(0, len(keys), AT_A_TIME):
        with transaction.atomic():
            index_texts(keys[first : first + AT_A_TIME])


class Indexing:
    """Makes the vectors of one batch after the other: of the first one here, of others on a connection of its own.

    Texts become searchable a moment after they are stored, all of them before the block is left.
    """

    def __init__(self) -> None:
        self._beside: ThreadPoolExecutor | None = None
        self._under_way: list[Future[None]] = []
        self._is_first = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._beside is None:
            return
        if kind is None:
            self._beside.submit(connections.close_all)
        self._beside.shutdown(cancel_futures=kind is not None)
        if kind is None:
            for one in self._under_way:
                one.result()

    def add(self, keys: Sequence[int]) -> None:
        # What is not committed yet, no other connection sees.
        if self._is_first or connection.in_atomic_block:
            index_texts(keys)
        elif keys:
            self._beside = self._beside or ThreadPoolExecutor(1, "indexing")
            self._under_way.append(self._beside.submit(index_texts, keys))
        self._is_first = False
