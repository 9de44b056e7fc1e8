"""Origins of passages (`archive_origin`), and speakers that they tell: threads that changed are traced anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from archive.importing.database import column, copy_rows, execute, select, storing
from archive.importing.parallel import Workers
from archive.importing.quotes import sql
from archive.importing.quotes.across_threads import Across, instead, trace_across
from archive.importing.quotes.rebuilding import store_rebuilt
from archive.importing.quotes.stored_texts import load_threads
from archive.importing.storing.fingerprints import write_sought
from archive.importing.storing.people import link_spans
from archive.importing.storing.search_vectors import index_left_over
from archive.importing.threads.split_families import Families, read_families
from archive.mail.origins import Trace
from archive.mail.speaker_inference import Told
from archive.mail.thread_quotes import Chunk, TracedThread, trace_chunk

MESSAGES_AT_A_TIME = 700
# Behind the key of the message, what a trace has, in its order.
ORIGIN = ("message_id", "start", "end", "origin_id", "origin_start", "origin_end", "how", "score")


def trace_new(workers: Workers, threads: Collection[int] | None = None) -> set[int]:
    """Traces all threads that imports changed, or those among these; their keys. Each chunk is committed by itself.

    A thread that another import changes meanwhile keeps a revision not traced: that import comes back to it.
    """
    done: set[int] = set()
    index_left_over(threads)
    families = read_families()
    revisions = revisions_to_trace(threads, families)
    chunks = (Chunk(some, load_threads(list(some), families)) for some in revisions)
    for chunk, traced in workers.each(trace_chunk, chunks):
        across = trace_across(chunk, traced)
        with storing():
            store(unchanged(chunk.revisions), traced, across)
        done |= chunk.revisions.keys()
    return done


def revisions_to_trace(threads: Collection[int] | None, families: Families) -> Iterator[dict[int, int]]:
    """Keys and revisions of threads not traced yet, together some hundred messages at a time.

    With a thread come those that it was split from, or that were split from it.
    """
    rows = select(sql.NOT_TRACED) if threads is None else select(sql.NOT_TRACED_AMONG, threads=list(threads))
    kin = families.kin_of({key for key, _, _ in rows})
    if kin:
        rows += select(sql.SIZES_OF_THREADS, threads=list(kin))
    chunk: dict[int, int] = {}
    size = 0
    for key, revision, count in sorted(rows, key=lambda row: (min(families.of(row[0])), row[0])):
        if size >= MESSAGES_AT_A_TIME and families.of(key).isdisjoint(chunk):
            yield chunk
            chunk, size = {}, 0
        chunk[key] = revision
        size += count
    if chunk:
        yield chunk


def unchanged(revisions: dict[int, int]) -> dict[int, int]:
    """The threads that no other import has changed since they were read."""
    now = dict(select(sql.REVISIONS, threads=list(revisions)))
    return {key: revision for key, revision in revisions.items() if now.get(key) == revision}


def store(revisions: dict[int, int], traced: list[TracedThread], across: Across) -> None:
    threads = list(revisions)
    # What stands in another thread by now is traced with that.
    here = set(column(sql.MESSAGES_IN, threads=threads))
    execute(sql.FORGET_ORIGINS, messages=list(here))
    copy_rows("archive_origin", ORIGIN, origin_rows(traced, across.traces, here), is_storable=True)
    write_sought(here, (one for one in across.sought if one[0] in here))
    rebuilt = {key: one for thread in traced for key, one in thread.rebuilt.items() if key in here}
    store_rebuilt(threads, rebuilt)
    store_speakers(threads, [one for one in all_told(traced, across) if one.quoting in here])
    execute(sql.NOTE_TRACED, threads=threads, revisions=list(revisions.values()))


def origin_rows(
    traced: list[TracedThread], across: Mapping[int, Sequence[Trace]], here: set[int]
) -> list[tuple[Any, ...]]:
    """Rows of what was traced, for messages here, to messages that are still in the archive."""
    found = [
        (key, one)
        for thread in traced
        for key, traces in thread.traces.items()
        if key in here
        for one in instead(traces, across.get(key, ()))
    ]
    elsewhere = list({one.origin for _, one in found} - here)
    known = here | set(column(sql.MESSAGES_AMONG, messages=elsewhere))
    return [(key, *one) for key, one in found if one.origin in known]


def all_told(traced: list[TracedThread], across: Across) -> Iterator[Told]:
    """Whose words passages are; who is named is in doubt only where no other thread holds the words."""
    yield from across.told
    for thread in traced:
        yield from (one for one in thread.told if one.quoting not in across.traces)
        for one in thread.doubted:
            if not any(one.start <= trace.start < one.end for trace in across.traces.get(one.quoting, ())):
                yield one


def store_speakers(threads: list[int], told: list[Told]) -> None:
    """Speakers that no attribution line names: what was told before is forgotten, what is told now is written."""
    forgotten = column(sql.FORGET_SPEAKERS, threads=threads)
    written = select(
        sql.WRITE_SPEAKERS,
        messages=[one.quoting for one in told],
        starts=[one.start for one in told],
        authors=[one.message for one in told],
        known=[str(one.known) for one in told],
    )
    link_spans(forgotten + [key for key, person in written if person is None])
