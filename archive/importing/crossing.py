"""Quotes whose words were first written in another thread: found by fingerprints of words in a row, then traced."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.importing.fingerprints import NOBODY, SoughtWords, holders
from archive.importing.rows import select
from archive.importing.sources import load_messages
from archive.mail.origins import Source, Trace
from archive.mail.origins.elsewhere import Left, trace_elsewhere
from archive.mail.origins.words import OwnWords
from archive.mail.telling import Told
from archive.mail.tracing import Chunk, TracedThread, told_by

MOST_CANDIDATES = 8
# What more messages hold is boilerplate: of such words so many of the oldest count.
MOST_HOLDING = 50
STANDING = """
    SELECT id, thread_id, sent_at, message_id, sender_address, ARRAY(
        SELECT mailing_list_id FROM archive_posting AS posting WHERE posting.message_id = message.id)
    FROM archive_message AS message WHERE id = ANY(%s) AND sent_at IS NOT NULL
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


# Older mail came that may hold quoted words which were found nowhere.
SOUGHT = """
    UPDATE archive_thread SET revision = revision + 1 WHERE id IN (
        SELECT quoting.thread_id FROM archive_posting AS posting
        JOIN archive_message AS holder ON holder.id = posting.message_id
        JOIN archive_fingerprint AS held ON held.message_id = holder.id
        JOIN archive_sought AS sought ON sought.hash = held.hash AND sought.minute >= held.minute
        JOIN archive_message AS quoting ON quoting.id = sought.message_id
        WHERE posting.import_run_id = %s AND quoting.thread_id <> holder.thread_id
          AND EXISTS (
            SELECT FROM archive_posting AS here
            WHERE here.message_id = quoting.id AND here.mailing_list_id = posting.mailing_list_id))
    RETURNING id
"""


def mark_waiting(run_id: int) -> set[int]:
    """Threads that wait for older mail are traced anew when it came; their keys.

    Those that hold what is left of a missing message wait for mail of its writer, those with quotes that were found
    nowhere for such words.
    """
    return {key for (key,) in select(WAITING, run_id) + select(SOUGHT, run_id)}


# When a message was sent, its Message-ID and its key: in this order the oldest comes first.
Holding = tuple[dt.datetime, str, int]


@dataclass(frozen=True, slots=True)
class Probe:
    """A run of quoted lines whose origin is looked for; both messages must stand on one list."""

    source: Source
    left: Left
    sent_at: dt.datetime

    @property
    def sought(self) -> SoughtWords:
        return self.source.key, self.sent_at, self.left.probes

    def is_sought(self, found: Collection[Trace]) -> bool:
        """Whether lines of it are in none of these traces, and have fingerprints."""
        return bool(self.left.probes) and any(
            not any(one.start < line.end and one.end > line.start for one in found)
            for line in self.left.lines
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message stands: its thread, time, Message-ID, sender's address, and the keys of its lists."""

    thread: int
    sent_at: dt.datetime
    message_id: str
    address: str
    lists: frozenset[int]

    def may_be_quoted_by(self, quoting: Standing, sent_at: dt.datetime) -> bool:
        if self.thread == quoting.thread or self.lists.isdisjoint(quoting.lists):
            return False
        return self.sent_at < sent_at or self.address == NOBODY


@dataclass(frozen=True, slots=True)
class Across:
    """Traces into other threads by the key of the quoting message, and quotes that are found nowhere.

    `told` is whose words the passages of these messages are, given all that was traced.
    """

    traces: Mapping[int, Sequence[Trace]]
    sought: Sequence[SoughtWords]
    told: Sequence[Told] = ()


def trace_across(chunk: Chunk, traced: list[TracedThread]) -> Across:
    """Looks in other threads for long quotes that their own does not hold."""
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
        return Across({}, [])
    candidates = candidates_for(probes)
    own = {
        source.key: OwnWords(source)
        for source in load_messages({key for keys in candidates.values() for key in keys})
    }
    for nr, keys in candidates.items():
        probe = probes[nr]
        found[probe.source.key] += trace_elsewhere(probe.source, probe.left, [own[key] for key in keys])
    sought = [one.sought for one in probes if one.is_sought(found.get(one.source.key, ()))]
    across = {key: traces for key, traces in found.items() if traces}
    return Across(across, sought, list(told_across(chunk, traced, across)))


def told_across(
    chunk: Chunk, traced: Sequence[TracedThread], across: Mapping[int, Sequence[Trace]]
) -> Iterator[Told]:
    """Whose words passages are in messages of which more was traced into other threads."""
    for thread, found in zip(chunk.threads, traced, strict=True):
        more = {key: instead(found.traces[key], across[key]) for key in found.traces.keys() & across.keys()}
        yield from told_by(thread, more)


def instead(traces: Sequence[Trace], across: Sequence[Trace]) -> list[Trace]:
    """Traces into other threads, and those of the thread itself that do not meet them, in text order."""
    if not across:
        return list(traces)
    kept = [one for one in traces if not any(one.start < new.end and one.end > new.start for new in across)]
    return sorted((*kept, *across), key=lambda one: one.start)


def candidates_for(probes: list[Probe]) -> dict[int, list[int]]:
    """For each probe by its number, the messages that are likeliest to hold its words, the oldest first."""
    asked = ((nr, probe.sent_at, probe.left.probes) for nr, probe in enumerate(probes))
    rows = list(holders(asked, MOST_HOLDING))
    places = standing({key for _, key, _ in rows} | {probes[nr].source.key for nr, _, _ in rows})
    held: dict[int, Counter[Holding]] = defaultdict(Counter)
    by_message: dict[int, Counter[Holding]] = defaultdict(Counter)
    for nr, key, count in rows:
        quoting, holder = probes[nr].source.key, places.get(key)
        if holder and holder.may_be_quoted_by(places[quoting], probes[nr].sent_at):
            one = holder.sent_at, holder.message_id, key
            held[nr][one] += count
            by_message[quoting][one] += count
    return {
        nr: [key for _, _, key in sorted(likeliest(held[nr], together))]
        for nr, probe in enumerate(probes)
        if (together := by_message.get(probe.source.key))
    }


def standing(keys: Collection[int]) -> dict[int, Standing]:
    rows = select(STANDING, list(keys)) if keys else []
    return {
        key: Standing(thread, sent_at, message_id, address, frozenset(lists))
        for key, thread, sent_at, message_id, address, lists in rows
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
