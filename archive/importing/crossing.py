"""Quotes whose words were first written in another thread: found by the words' index, then traced."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from archive.importing.rows import select
from archive.importing.sources import load_messages
from archive.mail.origins import Source, Trace
from archive.mail.origins.elsewhere import Left, trace_elsewhere
from archive.mail.origins.words import OwnWords
from archive.mail.tracing import Chunk, TracedThread

MOST_CANDIDATES = 5
# Messages that are taken for each of the words looked for, the oldest first.
MOST_HOLDING = 20

# Where a line of a mail begins with "From", pipermail may take the rest for a mail of its own: by nobody, and with the
# date on which the archive was made. It is older than what quotes it.
# Without MATERIALIZED all older messages would be walked through in order of date, until enough answer.
CANDIDATES = """
    SELECT probe.nr, found.id, found.sent_at, found.message_id
    FROM unnest(%s::int[], %s::text[], %s::bigint[], %s::timestamptz[]) AS probe(nr, words, quoting, sent_at)
    JOIN archive_message AS quoting ON quoting.id = probe.quoting
    CROSS JOIN LATERAL (
        WITH holding AS MATERIALIZED (
            SELECT message_id FROM archive_body WHERE search @@ phraseto_tsquery('english', probe.words)
        )
        SELECT message.id, message.sent_at, message.message_id
        FROM holding JOIN archive_message AS message ON message.id = holding.message_id
        WHERE message.thread_id <> quoting.thread_id
          AND (message.sent_at < probe.sent_at OR message.sender_address = 'bogus@does.not.exist.com')
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


# When a message was sent, its Message-ID and its key: in this order the oldest comes first.
Holding = tuple[dt.datetime, str, int]


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
    own = {
        source.key: OwnWords(source)
        for source in load_messages({key for keys in candidates.values() for key in keys})
    }
    for nr, keys in candidates.items():
        probe = probes[nr]
        found[probe.source.key] += trace_elsewhere(probe.source, probe.left, [own[key] for key in keys])
    return found


def candidates_for(probes: list[Probe]) -> dict[int, list[int]]:
    """For each probe by its number, the messages that are likeliest to hold its words, the oldest first."""
    asked = [(nr, words, probe) for nr, probe in enumerate(probes) for words in probe.left.probes]
    rows = select(
        CANDIDATES,
        [nr for nr, _, _ in asked],
        [words for _, words, _ in asked],
        [probe.source.key for _, _, probe in asked],
        [probe.sent_at for _, _, probe in asked],
        MOST_HOLDING,
    )
    held: dict[int, Counter[Holding]] = defaultdict(Counter)
    by_message: dict[int, Counter[Holding]] = defaultdict(Counter)
    for nr, key, sent_at, message_id in rows:
        held[nr][sent_at, message_id, key] += 1
        by_message[probes[nr].source.key][sent_at, message_id, key] += 1
    return {
        nr: [key for _, _, key in sorted(likeliest(held[nr], together))]
        for nr, probe in enumerate(probes)
        if (together := by_message.get(probe.source.key))
    }


def likeliest(own: Counter[Holding], together: Counter[Holding]) -> list[Holding]:
    """Messages that hold most of a run's words, then of those that hold words of the other runs of its mail.

    A patch is quoted in pieces, and hardly a line of some of them tells it from others.
    """
    first = holding_most(own)
    others = Counter({one: count for one, count in together.items() if one not in first})
    return first + holding_most(others)[: MOST_CANDIDATES - len(first)]


def holding_most(found: Counter[Holding]) -> list[Holding]:
    return sorted(found, key=lambda one: (-found[one], one))[:MOST_CANDIDATES]
