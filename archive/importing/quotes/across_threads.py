"""Origins of passages in other threads: messages that hold their words are found by fingerprints, then traced."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.importing.database import column, select
from archive.importing.quotes import sql
from archive.importing.quotes.stored_texts import load_messages
from archive.importing.storing.fingerprints import SoughtWords, holders
from archive.mail.cut_pieces import NOBODIES
from archive.mail.origins import Source, Trace
from archive.mail.origins.compared_words import OwnWords
from archive.mail.origins.other_threads import Left, trace_elsewhere
from archive.mail.speaker_inference import Told, tell
from archive.mail.thread_quotes import Chunk, TracedThread, traced_messages

MOST_CANDIDATES = 8
# What more messages hold is boilerplate: of such words so many of the oldest count.
MOST_HOLDING = 50


def mark_waiting(run_id: int) -> set[int]:
    """Threads that wait for older mail are traced anew when it came; their keys.

    Those that hold what is left of a missing message wait for mail of its writer, those with quotes of words that they
    do not hold for such words.
    """
    return {
        *column(sql.MARK_WAITING_FOR_WRITERS, run=run_id),
        *column(sql.MARK_WAITING_FOR_WORDS, run=run_id),
    }


# When a message was sent, its Message-ID and its key: in this order the oldest comes first.
Holding = tuple[dt.datetime, str, int]


@dataclass(frozen=True, slots=True)
class Probe:
    """A run of quoted lines whose origin is looked for."""

    source: Source
    left: Left
    sent_at: dt.datetime

    @property
    def sought(self) -> SoughtWords:
        return self.source.key, self.sent_at, self.left.probes


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a message stands: its thread, time, Message-ID, sender's address, and the keys of its lists."""

    thread: int
    sent_at: dt.datetime
    message_id: str
    address: str
    lists: frozenset[int]

    def may_be_quoted_by(self, quoting: Whereabouts, sent_at: dt.datetime) -> bool:
        if self.thread == quoting.thread:
            return False
        return self.sent_at < sent_at or self.address in NOBODIES


@dataclass(frozen=True, slots=True)
class Across:
    """Traces into other threads by the key of the quoting message, and quotes of words that their own do not hold.

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
    if not probes:
        return Across({}, [])
    across: dict[int, list[Trace]] = defaultdict(list)
    for nr, traces in trace_probes(probes).items():
        across[probes[nr].source.key] += traces
    sought = [one.sought for one in probes if one.left.probes]
    return Across(across, sought, list(told_across(chunk, traced, across)))


def trace_probes(probes: list[Probe]) -> dict[int, list[Trace]]:
    """The traces of each probe, by its number, of which words were found.

    Other lists are asked for what the quote's own do not hold: they may be closed to its readers.
    """
    found: dict[int, list[Trace]] = {}
    for candidates in candidates_for(probes):
        asked = {nr: keys for nr, keys in candidates.items() if nr not in found}
        keys = {key for some in asked.values() for key in some}
        own = {source.key: OwnWords(source) for source in load_messages(keys)}
        for nr, some in asked.items():
            traces = trace_elsewhere(probes[nr].source, probes[nr].left, [own[key] for key in some])
            if traces:
                found[nr] = traces
    return found


def told_across(
    chunk: Chunk, traced: Sequence[TracedThread], across: Mapping[int, Sequence[Trace]]
) -> Iterator[Told]:
    """Whose words passages are in messages of which more was traced into other threads."""
    for thread, found in zip(chunk.threads, traced, strict=True):
        more = {key: instead(found.traces[key], across[key]) for key in found.traces.keys() & across.keys()}
        for one in traced_messages(thread, thread.sources, more):
            yield from tell(one)


def instead(traces: Sequence[Trace], across: Sequence[Trace]) -> list[Trace]:
    """Traces into other threads, and those of the thread itself that do not meet them, in text order."""
    if not across:
        return list(traces)
    kept = [one for one in traces if not any(one.start < new.end and one.end > new.start for new in across)]
    return sorted((*kept, *across), key=lambda one: one.start)


def candidates_for(probes: list[Probe]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For probes by their number, the messages that are likeliest to hold their words, the oldest first.

    Those on a list of the message that quotes, and those on other lists alone.
    """
    asked = ((nr, probe.sent_at, probe.left.probes) for nr, probe in enumerate(probes))
    rows = list(holders(asked, MOST_HOLDING))
    places = whereabouts({key for _, key, _ in rows} | {probes[nr].source.key for nr, _, _ in rows})
    near, far = Held(), Held()
    for nr, key, count in rows:
        quoting, holder = probes[nr].source.key, places.get(key)
        if holder and holder.may_be_quoted_by(places[quoting], probes[nr].sent_at):
            held = far if holder.lists.isdisjoint(places[quoting].lists) else near
            held.add(nr, quoting, (holder.sent_at, holder.message_id, key), count)
    return near.likeliest(probes), far.likeliest(probes)


class Held:
    """How many fingerprints messages hold, of each probe by its number, and of all of a message that quotes."""

    def __init__(self) -> None:
        self._by_probe: dict[int, Counter[Holding]] = defaultdict(Counter)
        self._by_message: dict[int, Counter[Holding]] = defaultdict(Counter)

    def add(self, nr: int, quoting: int, holding: Holding, count: int) -> None:
        self._by_probe[nr][holding] += count
        self._by_message[quoting][holding] += count

    def likeliest(self, probes: list[Probe]) -> dict[int, list[int]]:
        return {
            nr: [key for _, _, key in sorted(likeliest(self._by_probe[nr], together))]
            for nr, probe in enumerate(probes)
            if (together := self._by_message.get(probe.source.key))
        }


def whereabouts(keys: Collection[int]) -> dict[int, Whereabouts]:
    rows = select(sql.WHEREABOUTS, messages=list(keys)) if keys else []
    return {
        key: Whereabouts(thread, sent_at, message_id, address, frozenset(lists))
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
