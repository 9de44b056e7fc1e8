"""Texts that an import changed, told to whoever has something standing on them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from archive.importing.database import select

# Called with keys of messages in the transaction that changed their texts; apps that know the archive add theirs.
LISTENERS: list[Callable[[Collection[int]], None]] = []


def texts_changed(keys: Collection[int]) -> None:
    if keys:
        for tell in LISTENERS:
            tell(keys)


def missing_in(threads: list[int]) -> list[int]:
    """The missing messages of threads."""
    rows = select("SELECT id FROM archive_message WHERE is_missing AND thread_id = ANY(%s)", threads)
    return [key for (key,) in rows]
