"""A thread's quotes traced, and speakers told where no attribution line names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.mail.origins import Key, Source, Trace, trace_thread
from archive.mail.passages import Kind, Known, Span


@dataclass(frozen=True, slots=True)
class ThreadToTrace:
    """Messages of one thread, the oldest first. `parents` tells the parent of every message, missing ones too."""

    sources: tuple[Source, ...]
    parents: Mapping[Key, Key | None]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Threads to trace together, and the revision at which each (by its key) was read."""

    revisions: dict[int, int]
    threads: list[ThreadToTrace]


@dataclass(frozen=True, slots=True)
class Told:
    """Whose words the passage at `start` is: the author of `message`, by its origin or by the reply chain."""

    quoting: int
    start: int
    message: int
    known: Known


@dataclass(frozen=True, slots=True)
class TracedThread:
    traces: dict[int, tuple[Trace, ...]]
    told: tuple[Told, ...]


def trace_chunk(chunk: Chunk) -> list[TracedThread]:
    return [trace_one(thread) for thread in chunk.threads]


def trace_one(thread: ThreadToTrace) -> TracedThread:
    traces = trace_thread(thread.sources, thread.parents)
    here = {source.key for source in thread.sources}
    told = [
        one
        for source in thread.sources
        for span in source.spans
        if span.kind is Kind.QUOTED and not span.speaker
        for one in tell(source.key, span, traces[source.key], thread.parents, here)
    ]
    return TracedThread(traces, tuple(told))


def tell(
    key: int, span: Span, traces: tuple[Trace, ...], parents: Mapping[Key, Key | None], here: set[Key]
) -> Iterable[Told]:
    """The author of most of its words, where they were found; else, of what is quoted once, the parent's."""
    found: Counter[Key] = Counter()
    for trace in traces:
        if trace.start < span.end and trace.end > span.start:
            found[trace.origin] += trace.end - trace.start
    if found:
        yield Told(key, span.start, found.most_common(1)[0][0], Known.TRACED)
        return
    parent = parents.get(key)
    if span.depth == 1 and parent in here and parent is not None:
        yield Told(key, span.start, parent, Known.INFERRED)
