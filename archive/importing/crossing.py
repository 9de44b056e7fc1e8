"""Quotes whose words were first written in another thread: found by the words' index, then traced."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from archive.importing.rows import select
from archive.importing.sources import load_messages
from archive.mail.origins import Source, Trace
from archive.mail.origins.elsewhere import Left, trace_elsewhere
from archive.mail.tracing import Chunk, TracedThread

MOST_CANDIDATES = 5

# Without MATERIALIZED all older messages would be walked through in order of date, until five answer.
CANDIDATES = """
    SELECT probe.nr, found.id
    FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::timestamptz[]) AS probe(nr, words, quoting, sent_at)
    JOIN archive_message AS quoting ON quoting.id = probe.quoting
    CROSS JOIN LATERAL (
        WITH holding AS MATERIALIZED (
            SELECT message_id FROM archive_body WHERE search @@ phraseto_tsquery('english', probe.words)
        )
        SELECT message.id FROM holding JOIN archive_message AS message ON message.id = holding.message_id
        WHERE message.thread_id <> quoting.thread_id AND message.sent_at < probe.sent_at
          AND EXISTS (
            SELECT FROM archive_posting AS here JOIN archive_posting AS there
                ON there.mailing_list_id = here.mailing_list_id
            WHERE here.message_id = quoting.id AND there.message_id = message.id)
        ORDER BY message.sent_at, message.message_id LIMIT %s
    ) AS found
"""


WAITING = """
    UPDATE archive_thread SET revision = revision + 1 WHERE id IN (
        SELECT missing.thread_id FROM archive_posting AS posting
        JOIN archive_message AS writer ON writer.id = posting.message_id
        JOIN archive_message AS missing ON lower(missing.sender_name) = lower(writer.sender_name)
        JOIN archive_body AS left_over ON left_over.message_id = missing.id
        WHERE posting.import_run_id = %s AND missing.is_missing AND missing.thread_id <> writer.thread_id
          AND EXISTS (
            SELECT FROM archive_message AS quoting
            WHERE quoting.thread_id = missing.thread_id AND quoting.sent_at > writer.sent_at))
    RETURNING id
"""


def mark_waiting(run_id: int) -> set[int]:
    """Threads that hold what is left of a missing message are traced anew when older mail of its writer came.

    Returns their keys.
    """
    return {key for (key,) in select(WAITING, run_id)}


@dataclass(frozen=True, slots=True)
class Probe:
    """A run of quoted lines whose origin is looked for; both messages must stand on one list."""

    source: Source
    left: Left
    sent_at: dt.datetime


def trace_across(chunk: Chunk, traced: list[TracedThread]) -> dict[int, list[Trace]]:
    """Further traces by the key of the quoting message: of long quotes that its thread does not hold."""
    sources = {source.key: source for thread in chunk.threads for source in thread.sources}
    probes = [
        Probe(source, left, source.sent_at)
        for thread in traced
        for key, runs in thread.left.items()
        if (source := sources[key]).sent_at is not None
        for left in runs
    ]
    found: dict[int, list[Trace]] = defaultdict(list)
    if not probes:
        return found
    candidates = candidates_for(probes)
    messages = {
        source.key: source for source in load_messages({key for keys in candidates.values() for key in keys})
    }
    for nr, keys in candidates.items():
        probe = probes[nr]
        found[probe.source.key] += trace_elsewhere(probe.source, probe.left, [messages[key] for key in keys])
    return found


def candidates_for(probes: list[Probe]) -> dict[int, list[int]]:
    """For each probe by its number, the oldest messages that hold its words."""
    rows = select(
        CANDIDATES,
        list(range(len(probes))),
        [probe.left.probe for probe in probes],
        [probe.source.key for probe in probes],
        [probe.sent_at for probe in probes],
        MOST_CANDIDATES,
    )
    found: dict[int, list[int]] = defaultdict(list)
    for nr, key in rows:
        found[nr].append(key)
    return found
