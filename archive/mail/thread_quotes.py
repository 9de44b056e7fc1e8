"""A thread's quotes traced, and speakers told where no attribution line names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.mail.origins import Key, Shelf, Source, Trace, trace_with
from archive.mail.origins.lineage import generations
from archive.mail.origins.other_threads import Left, left_over
from archive.mail.passages import Kind, Span, find_spans
from archive.mail.reconstructing import Reconstruction, reconstruct
from archive.mail.reconstructing.fragments import Fragment, fragments
from archive.mail.speaker_inference import Told, TracedMessage, doubts, tell


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
class Rebuilt:
    """A missing message of which quotes are left, with the spans of what they give together."""

    reconstruction: Reconstruction
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TracedThread:
    """What tracing found. `doubted` are told only when their words are not found in another thread either."""

    traces: dict[Key, tuple[Trace, ...]]
    told: tuple[Told, ...]
    doubted: tuple[Told, ...]
    rebuilt: dict[Key, Rebuilt]
    left: dict[Key, list[Left]]

    def __reduce__(self) -> tuple[Any, ...]:
        traces = {key: tuple(map(tuple, found)) for key, found in self.traces.items()}
        return traced_thread, (traces, self.told, self.doubted, self.rebuilt, self.left)


def traced_thread(traces: dict[Key, Iterable[tuple[Any, ...]]], *found: Any) -> TracedThread:
    """What another process found: of traces there are so many that they travel as plain tuples."""
    return TracedThread({key: tuple(map(Trace._make, some)) for key, some in traces.items()}, *found)


def trace_chunk(chunk: Chunk) -> list[TracedThread]:
    return [trace_one(thread) for thread in chunk.threads]


def trace_one(thread: ThreadToTrace) -> TracedThread:
    shelf = Shelf(thread.sources)
    traces = trace_with(shelf, thread.sources, thread.parents)
    rebuilt = rebuild(thread, traces)
    lost = [as_source(key, one) for key, one in rebuilt.items()]
    if lost:
        traces |= trace_to_rebuilt(shelf, thread, lost)
    here = traced_messages(thread, thread.sources, traces)
    told = tuple(one for traced in (*here, *traced_messages(thread, lost, traces)) for one in tell(traced))
    doubted = tuple(one for traced in here for one in doubts(traced))
    stored = frozenset(source.key for source in thread.sources)
    left = {source.key: left_over(source, traces[source.key], stored) for source in thread.sources}
    return TracedThread(traces, told, doubted, rebuilt, {key: runs for key, runs in left.items() if runs})


def traced_messages(
    thread: ThreadToTrace, sources: Iterable[Source], traces: Mapping[Key, Sequence[Trace]]
) -> list[TracedMessage]:
    """Those of the messages, in a thread, that have traces: all of each."""
    mails = {source.key: source for source in thread.sources}
    return [
        TracedMessage(source, traces[source.key], thread.parents, mails)
        for source in sources
        if source.key in traces
    ]


def trace_to_rebuilt(
    shelf: Shelf, thread: ThreadToTrace, lost: Sequence[Source]
) -> dict[Key, tuple[Trace, ...]]:
    """Traces anew what answers a missing message, and what missing messages quoted themselves."""
    for source in lost:
        shelf.add(source)
    missing = {source.key for source in lost}
    answers = [
        source for source in thread.sources if not missing.isdisjoint(generations(source.key, thread.parents))
    ]
    return trace_with(shelf, [*answers, *lost], thread.parents)


def rebuild(thread: ThreadToTrace, traces: Mapping[Key, Sequence[Trace]]) -> dict[Key, Rebuilt]:
    """What is left of each missing message whose writer somebody names."""
    found: dict[Key, list[tuple[int, Fragment]]] = defaultdict(list)
    here = {source.key for source in thread.sources}
    for source in thread.sources:
        deepest = max((span.depth for span in source.spans if span.kind is Kind.QUOTED), default=0)
        for key, depth in generations(source.key, thread.parents).items():
            if depth > deepest:
                break
            if key not in here:
                found[key] += ((depth, one) for one in fragments(source, depth, traces[source.key]))
    result: dict[Key, Rebuilt] = {}
    for key, told in found.items():
        nearest_first = [fragment for _, fragment in sorted(told, key=lambda one: one[0])]
        reconstruction = reconstruct(nearest_first)
        if reconstruction and reconstruction.speaker:
            result[key] = Rebuilt(reconstruction, find_spans(reconstruction.text))
    return result


def as_source(key: Key, rebuilt: Rebuilt) -> Source:
    return Source(key, rebuilt.reconstruction.text, rebuilt.spans, rebuilt.reconstruction.speaker, None)
