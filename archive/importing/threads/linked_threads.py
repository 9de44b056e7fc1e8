"""Threads as they stand before they are arranged, with all that references link to them, and what was decided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.importing.database import column, select
from archive.importing.threads import sql


class ThreadPlace(NamedTuple):
    """Where a message stands: keys of its thread and parent, its order and depth there."""

    thread: int
    parent: int | None
    order: int
    depth: int


class PlacedMessage(NamedTuple):
    """A message as it stands now."""

    place: ThreadPlace
    is_missing: bool
    sent_at: dt.datetime | None


@dataclass(slots=True)
class Linked:
    """Whole threads by the keys of their messages.

    `references` tells what each message names, the first ancestor first; `decided` what a message answers, or None
    where it begins a thread, because an administrator said so, in the order of what they said.
    """

    threads: set[int]
    before: dict[int, PlacedMessage] = field(default_factory=dict)
    references: dict[int, list[int]] = field(default_factory=dict)
    decided: dict[int, int | None] = field(default_factory=dict)


def read_linked(touched: Iterable[int]) -> Linked:
    """These threads and, step by step, those that name messages of theirs or are named there.

    A message may name ancestors that stand in several threads, and after a split it does: where each belongs is
    told by all of them together.
    """
    found = Linked(set(touched))
    new = list(found.threads)
    while new:
        messages = placed_messages(new)
        references = references_in(list(messages))
        found.before |= messages
        found.references |= references
        new = threads_beyond(messages, references, found)
        found.threads |= set(new)
    found.decided = decided_in(found)
    return found


def placed_messages(threads: list[int]) -> dict[int, PlacedMessage]:
    rows = select(sql.STANDING_MESSAGES, threads=threads)
    return {
        key: PlacedMessage(ThreadPlace(*place), is_missing, sent_at)
        for key, *place, is_missing, sent_at in rows
    }


def references_in(messages: list[int]) -> dict[int, list[int]]:
    """Message → its ancestors as it names them, the first one first."""
    found: dict[int, list[int]] = defaultdict(list)
    for message, ancestor in select(sql.REFERENCES, messages=messages):
        found[message].append(ancestor)
    return found


def threads_beyond(
    messages: dict[int, PlacedMessage], references: dict[int, list[int]], found: Linked
) -> list[int]:
    """Threads not read yet that references lead to, from these messages or to them."""
    named = {ancestor for line in references.values() for ancestor in line} - found.before.keys()
    naming = set(column(sql.NAMING, messages=list(messages))) - found.before.keys()
    return column(sql.THREADS_OF_MESSAGES, messages=list(named | naming)) if named | naming else []


def decided_in(found: Linked) -> dict[int, int | None]:
    """The newest regrouping that stands of each message; one onto a message of no thread here decides nothing."""
    rows = select(sql.DECIDED, messages=list(found.before))
    in_order = sorted(rows, key=lambda row: row[2])
    return {key: onto for key, onto, _ in in_order if onto is None or onto in found.before}
