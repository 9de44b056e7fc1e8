"""Where quoted words were first written: threads that changed are traced anew, as sets of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from archive.importing.database import copy_rows, execute, hold_storing_lock, select
from archive.importing.parallel import Workers
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
        with transaction.atomic():
            hold_storing_lock()
            store(unchanged(chunk.revisions), traced, across)
        done |= chunk.revisions.keys()
    return done


SIZES = """
    SELECT thread.id, thread.revision, count(message.id) FROM archive_thread AS thread
    JOIN archive_message AS message ON message.thread_id = thread.id
    WHERE {which} GROUP BY 1 ORDER BY 1
"""
NOT_TRACED = "NOT thread.traced_revision = thread.revision"
THESE = "thread.id = ANY(%s)"


def revisions_to_trace(threads: Collection[int] | None, families: Families) -> Iterator[dict[int, int]]:
    """Keys and revisions of threads not traced yet, together some hundred messages at a time.

    With a thread come those that it was split from, or that were split from it.
    """
    if threads is None:
        rows = select(SIZES.format(which=NOT_TRACED))
    else:
        rows = select(SIZES.format(which=f"{NOT_TRACED} AND {THESE}"), list(threads))
    kin = families.kin_of({key for key, _, _ in rows})
    if kin:
        rows += select(SIZES.format(which=THESE), list(kin))
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
    now = dict(select("SELECT id, revision FROM archive_thread WHERE id = ANY(%s)", list(revisions)))
    return {key: revision for key, revision in revisions.items() if now.get(key) == revision}


def store(revisions: dict[int, int], traced: list[TracedThread], across: Across) -> None:
    threads = list(revisions)
    # What stands in another thread by now is traced with that.
    here = {key for (key,) in select("SELECT id FROM archive_message WHERE thread_id = ANY(%s)", threads)}
    execute("DELETE FROM archive_origin WHERE message_id = ANY(%s)", list(here))
    copy_rows("archive_origin", ORIGIN, origin_rows(traced, across.traces, here), is_storable=True)
    write_sought(here, (one for one in across.sought if one[0] in here))
    rebuilt = {key: one for thread in traced for key, one in thread.rebuilt.items() if key in here}
    store_rebuilt(threads, rebuilt)
    store_speakers(threads, [one for one in all_told(traced, across) if one.quoting in here])
    execute(
        "UPDATE archive_thread AS thread SET traced_revision = traced.revision"
        " FROM unnest(%s::bigint[], %s::int[]) AS traced(id, revision) WHERE thread.id = traced.id",
        threads,
        list(revisions.values()),
    )


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
    known = here | {key for (key,) in select("SELECT id FROM archive_message WHERE id = ANY(%s)", elsewhere)}
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
    forgotten = select(
        "UPDATE archive_span AS span SET speaker = said_speaker, person_id = NULL,"
        " said_speaker = CASE WHEN is_open THEN said_speaker ELSE '' END,"
        " known = CASE WHEN is_open THEN 'inferred' WHEN said_speaker = '' THEN 'unknown' ELSE 'said' END"
        " FROM archive_message AS message WHERE message.id = span.message_id AND message.thread_id = ANY(%s)"
        " AND span.known IN ('traced', 'inferred') RETURNING span.id",
        threads,
    )
    written = select(
        "UPDATE archive_span AS span SET known = told.known, person_id = address.person_id,"
        " said_speaker = CASE WHEN is_open OR span.known = 'said' THEN span.speaker ELSE '' END,"
        " speaker = COALESCE(NULLIF(author.sender_name, ''), author.sender_address)"
        " FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::text[]) AS told(quoting, start, author, known)"
        " JOIN archive_message AS author ON author.id = told.author"
        " LEFT JOIN archive_address AS address ON address.id = author.sender_id"
        " WHERE span.message_id = told.quoting AND span.start = told.start"
        " AND author.sender_name || author.sender_address <> '' RETURNING span.id, span.person_id",
        [one.quoting for one in told],
        [one.start for one in told],
        [one.message for one in told],
        [str(one.known) for one in told],
    )
    link_spans([key for (key,) in forgotten] + [key for key, person in written if person is None])
