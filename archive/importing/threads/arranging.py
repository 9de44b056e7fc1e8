"""Places of messages in threads (`archive_message`, `archive_threadlisting`): what a batch touches is arranged anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.importing.database import column, execute, next_keys, select
from archive.importing.threads import sql
from archive.importing.threads.linked_threads import Linked, PlacedMessage, ThreadPlace, read_linked
from archive.mail.cut_pieces import NOBODIES
from archive.mail.threads import Node, Place, arrange


@dataclass(slots=True)
class Arrangement:
    """The new place of every message of the touched threads, and which of the old ones moved."""

    places: dict[int, ThreadPlace] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    threads: set[int] = field(default_factory=set)
    emptied: set[int] = field(default_factory=set)


# By the key of incoming mail, the keys of its ancestors and when it was sent.
Incoming = Mapping[int, tuple[list[int], dt.datetime | None]]


def arrange_threads(
    touched: set[int], incoming: Incoming, placeholders: Iterable[int], names: Mapping[int, str]
) -> Arrangement:
    """Arranges the touched threads with incoming mail and new missing messages.

    `names` gives each key its Message-ID: what decides between equals must not depend on the order of
    import, as keys do.
    """
    found = read_linked(touched)
    names = {**names, **message_ids([key for key in found.before if key not in names])}
    decided = {names[key]: names[onto] if onto else None for key, onto in found.decided.items()}
    places = arrange(nodes_of(found, incoming, set(placeholders), names), decided)
    after = thread_places(places, {name: key for key, name in names.items()}, found.before)
    return what_changed(touched, found, after)


def nodes_of(
    found: Linked, incoming: Incoming, placeholders: set[int], names: Mapping[int, str]
) -> list[Node]:
    """Every message as threading sees it: those that were here, with what came."""
    references = found.references | {key: ancestors for key, (ancestors, _) in incoming.items()}
    dates = {key: one.sent_at for key, one in found.before.items()}
    dates |= {key: sent_at for key, (_, sent_at) in incoming.items()}
    missing = placeholders | {key for key, one in found.before.items() if one.is_missing} - incoming.keys()
    return [
        Node(names[key], tuple(names[one] for one in references.get(key, ())), dates.get(key), key in missing)
        for key in found.before.keys() | incoming.keys() | missing
    ]


def thread_places(
    places: list[Place], keys: dict[str, int], before: dict[int, PlacedMessage]
) -> dict[int, ThreadPlace]:
    """Where each message stands, by keys; a tree that no thread has yet gets one."""
    threads = thread_of_each_root(places, keys, before)
    return {
        keys[place.key]: ThreadPlace(
            threads[place.root], keys[place.parent] if place.parent else None, place.order, place.depth
        )
        for place in places
    }


def what_changed(touched: set[int], found: Linked, after: dict[int, ThreadPlace]) -> Arrangement:
    """Which messages moved, which threads have others now, and which have none any more."""
    moved = {key for key, one in found.before.items() if after[key] != one.place}
    left = {found.before[key].place.thread for key in moved}
    entered = {after[key].thread for key in moved | (after.keys() - found.before.keys())}
    used = {one.thread for one in after.values()}
    return Arrangement(after, moved, (touched | left | entered) & used, found.threads - used)


def rearrange(threads: set[int]) -> set[int]:
    """Arranges threads anew with all that follows from it for rows; the threads that changed."""
    placed = arrange_threads(threads, {}, [], {})
    move_messages(placed)
    mark_changed(placed.threads)
    refresh_listings(placed.threads)
    drop_emptied(placed.emptied)
    return placed.threads


def message_ids(keys: list[int]) -> dict[int, str]:
    return dict(select(sql.MESSAGE_IDS, messages=keys))


def thread_of_each_root(
    places: list[Place], keys: dict[str, int], before: dict[int, PlacedMessage]
) -> dict[str, int]:
    """Each tree keeps the oldest thread of its messages; of two trees from one thread, the first to claim it."""
    claims: dict[str, set[int]] = defaultdict(set)
    for place in places:
        one = before.get(keys[place.key])
        claims[place.root] |= {one.place.thread} if one else set()
    threads: dict[str, int] = {}
    for root in sorted(claims, key=lambda root: keys[root]):
        free = claims[root] - set(threads.values())
        if free:
            threads[root] = min(free)
    without = [root for root in claims if root not in threads]
    new = next_keys("archive_thread", len(without))
    execute(sql.ADD_THREADS, threads=new)
    return threads | dict(zip(without, new, strict=True))


def mark_changed(threads: set[int]) -> None:
    """Origins in these threads are traced anew at the end of the run."""
    execute(sql.MARK_CHANGED, threads=list(threads))


def move_messages(arrangement: Arrangement) -> None:
    """Writes the new places of messages that were here before."""
    rows = [(key, arrangement.places[key]) for key in arrangement.moved]
    if not rows:
        return
    execute(
        sql.MOVE_MESSAGES,
        messages=[key for key, _ in rows],
        threads=[place.thread for _, place in rows],
        parents=[place.parent for _, place in rows],
        orders=[place.order for _, place in rows],
        depths=[place.depth for _, place in rows],
    )


def drop_emptied(threads: set[int]) -> None:
    """Takes away threads whose messages all went into another."""
    if threads:
        execute(sql.REMOVE_LISTINGS, threads=list(threads))
        execute(sql.REMOVE_THREADS, threads=list(threads))


def refresh_listings(threads: Iterable[int]) -> None:
    """Counts the threads again, list by list, from their messages and postings."""
    execute(sql.REFRESH_LISTINGS, threads=list(threads), nobodies=list(NOBODIES))


def threads_of(keys: Iterable[int]) -> set[int]:
    """Keys of the threads in which these messages stand."""
    return set(column(sql.THREADS_OF_MESSAGES, messages=list(keys)))
