"""A thread's quotes traced, and speakers told where no attribution line names them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.mail.origins import Key, Shelf, Source, Trace, trace_with
from archive.mail.origins.lineage import generations
from archive.mail.passages import Kind, Known, Span, find_spans
from archive.mail.reconstructing import Reconstruction, reconstruct
from archive.mail.reconstructing.fragments import Fragment, fragments


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
class Rebuilt:
    """A missing message of which quotes are left, with the spans of what they give together."""

    reconstruction: Reconstruction
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TracedThread:
    traces: dict[Key, tuple[Trace, ...]]
    told: tuple[Told, ...]
    rebuilt: dict[Key, Rebuilt]


def trace_chunk(chunk: Chunk) -> list[TracedThread]:
    return [trace_one(thread) for thread in chunk.threads]


def trace_one(thread: ThreadToTrace) -> TracedThread:
    shelf = Shelf(thread.sources)
    traces = trace_with(shelf, thread.sources, thread.parents)
    rebuilt = rebuild(thread, traces)
    if rebuilt:
        traces |= trace_to_rebuilt(shelf, thread, rebuilt)
    here = {source.key for source in thread.sources}
    told = [
        one
        for source in thread.sources
        for span in source.spans
        if span.kind is Kind.QUOTED and not span.speaker
        for one in tell(source.key, span, traces[source.key], thread.parents, here)
    ]
    return TracedThread(traces, tuple(told), rebuilt)


def trace_to_rebuilt(
    shelf: Shelf, thread: ThreadToTrace, rebuilt: Mapping[Key, Rebuilt]
) -> dict[Key, tuple[Trace, ...]]:
    """Traces anew what answers a missing message, and what missing messages quoted themselves."""
    lost = [as_source(key, one) for key, one in rebuilt.items()]
    for source in lost:
        shelf.add(source)
    answers = [
        source
        for source in thread.sources
        if not rebuilt.keys().isdisjoint(generations(source.key, thread.parents))
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
