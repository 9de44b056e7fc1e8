"""Coroutines from tests: run in a thread of their own, as a browser's test may keep a loop in this one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from asgiref.sync import async_to_sync
from django.db import connections

T = TypeVar("T")


def awaited(work: Callable[..., Awaitable[T]], *given: Any) -> T:
    """What a coroutine function gives. Its queries have a connection of their own, closed at its end."""

    def run() -> T:
        try:
            return async_to_sync(work)(*given)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()
