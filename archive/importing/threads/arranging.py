"""Where messages stand in threads: the trees that a batch touches are arranged anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.importing.database import execute, next_keys, select
from archive.importing.threads.linked_threads import Standing, Stands, read_linked
from archive.mail.threads import Node, Place, arrange


@dataclass(slots=True)
class Arrangement:
    """The new standing of every message of the touched threads, and which of the old ones moved."""

    places: dict[int, Standing] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    threads: set[int] = field(default_factory=set)
    emptied: set[int] = field(default_factory=set)


def arrange_threads(
    touched: set[int],
    incoming: dict[int, tuple[list[int], dt.datetime | None]],
    placeholders: Iterable[int],
    names: dict[int, str],
) -> Arrangement:
    """Arranges the touched threads with incoming mail (key → ancestors, date) and new missing messages.

    `names` gives each key its Message-ID: what decides between equals must not depend on the order of
    import, as keys do.
    """
    found = read_linked(touched)
    before, references = found.before, found.references
    for key, (ancestors, _) in incoming.items():
        references[key] = ancestors
    dates = {key: one.sent_at for key, one in before.items()}
    dates |= {key: sent_at for key, (_, sent_at) in incoming.items()}
    missing = {key for key, one in before.items() if one.is_missing and key not in incoming}
    missing |= set(placeholders)
    names = names | message_ids([key for key in before if key not in names])
    keys = {name: key for key, name in names.items()}
    nodes = [
        Node(names[key], tuple(names[a] for a in references.get(key, ())), dates.get(key), key in missing)
        for key in before.keys() | incoming.keys() | missing
    ]
    decided = {names[key]: names[onto] if onto else None for key, onto in found.decided.items()}
    places = arrange(nodes, decided)
    threads = thread_of_each_root(places, keys, before)
    after = {
        keys[place.key]: Standing(
            threads[place.root], keys[place.parent] if place.parent else None, place.order, place.depth
        )
        for place in places
    }
    moved = {key for key, one in before.items() if after[key] != one.standing}
    used = set(threads.values())
    changed = touched | {before[key].standing.thread for key in moved}
    changed |= {after[key].thread for key in moved | (after.keys() - before.keys())}
    return Arrangement(after, moved, changed & used, found.threads - used)


def rearrange(threads: set[int]) -> set[int]:
    """Arranges threads anew with all that follows from it for rows; the threads that changed."""
    placed = arrange_threads(threads, {}, [], {})
    move_messages(placed)
    mark_changed(placed.threads)
    refresh_listings(placed.threads)
    drop_emptied(placed.emptied)
    return placed.threads


def message_ids(keys: list[int]) -> dict[int, str]:
    return dict(select("SELECT id, message_id FROM archive_message WHERE id = ANY(%s)", keys))


def thread_of_each_root(
    places: list[Place], keys: dict[str, int], before: dict[int, Stands]
) -> dict[str, int]:
    """Each tree keeps the oldest thread of its messages; of two trees from one thread, the first to claim it."""
    claims: dict[str, set[int]] = defaultdict(set)
    for place in places:
        one = before.get(keys[place.key])
        claims[place.root] |= {one.standing.thread} if one else set()
    threads: dict[str, int] = {}
    for root in sorted(claims, key=lambda root: keys[root]):
        free = claims[root] - set(threads.values())
        if free:
            threads[root] = min(free)
    without = [root for root in claims if root not in threads]
    new = next_keys("archive_thread", len(without))
    execute(
        "INSERT INTO archive_thread (id, created_at) SELECT key, now() FROM unnest(%s::bigint[]) AS key", new
    )
    return threads | dict(zip(without, new, strict=True))


def mark_changed(threads: set[int]) -> None:
    """Origins in these threads are traced anew at the end of the run."""
    execute("UPDATE archive_thread SET revision = revision + 1 WHERE id = ANY(%s)", list(threads))


def move_messages(arrangement: Arrangement) -> None:
    """Writes the new standing of messages that were here before."""
    rows = [(key, arrangement.places[key]) for key in arrangement.moved]
    if not rows:
        return
    execute(
        'UPDATE archive_message AS message SET thread_id = new.thread, parent_id = new.parent, "order" = new.place,'
        " depth = new.depth FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::int[])"
        " AS new(id, thread, parent, place, depth) WHERE message.id = new.id",
        [key for key, _ in rows],
        [standing.thread for _, standing in rows],
        [standing.parent for _, standing in rows],
        [standing.order for _, standing in rows],
        [standing.depth for _, standing in rows],
    )


def drop_emptied(threads: set[int]) -> None:
    """Takes away threads whose messages all went into another."""
    if threads:
        gone = list(threads)
        execute("DELETE FROM archive_threadlisting WHERE thread_id = ANY(%s)", gone)
        execute("DELETE FROM archive_thread WHERE id = ANY(%s)", gone)


def refresh_listings(threads: Iterable[int]) -> None:
    """Counts the threads again, list by list, from their messages and postings."""
    changed = list(threads)
    execute(COUNTED, changed, changed)


# OFFSET 0 and LIMIT 1 keep the planner to looking up the few rows: while much is imported, it knows tables as empty.
COUNTED = """
    WITH counted AS (
        INSERT INTO archive_threadlisting
            (thread_id, mailing_list_id, first_message_id, subject, started_by, started_at, last_at,
             message_count, people_count)
        SELECT counted.thread_id, counted.mailing_list_id, first.id, first.bare_subject,
               COALESCE(NULLIF(first.sender_name, ''), first.sender_address),
               counted.started_at, counted.last_at, counted.messages, counted.people
        FROM (
            SELECT message.thread_id, posting.mailing_list_id,
                   (array_agg(message.id ORDER BY message."order"))[1] AS first_id,
                   min(message.sent_at) AS started_at, max(message.sent_at) AS last_at,
                   count(*) AS messages, count(DISTINCT address.person_id) AS people
            FROM archive_message AS message
            CROSS JOIN LATERAL (
                SELECT mailing_list_id FROM archive_posting WHERE message_id = message.id OFFSET 0
            ) AS posting
            LEFT JOIN LATERAL (
                SELECT person_id FROM archive_address WHERE id = message.sender_id LIMIT 1
            ) AS address ON true
            WHERE message.thread_id = ANY(%s)
            GROUP BY 1, 2
        ) AS counted
        CROSS JOIN LATERAL (SELECT * FROM archive_message WHERE id = counted.first_id LIMIT 1) AS first
        ON CONFLICT (thread_id, mailing_list_id) DO UPDATE SET
            first_message_id = excluded.first_message_id, subject = excluded.subject,
            started_by = excluded.started_by, started_at = excluded.started_at, last_at = excluded.last_at,
            message_count = excluded.message_count, people_count = excluded.people_count
        RETURNING id
    )
    DELETE FROM archive_threadlisting WHERE thread_id = ANY(%s) AND id NOT IN (SELECT id FROM counted)
"""


def threads_of(keys: Iterable[int]) -> set[int]:
    rows = select("SELECT DISTINCT thread_id FROM archive_message WHERE id = ANY(%s)", list(keys))
    return {key for (key,) in rows}
