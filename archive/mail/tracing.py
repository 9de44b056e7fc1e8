"""A thread's quotes traced, and speakers told where no attribution line names them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.mail.origins import Key, Shelf, Source, Trace, trace_with
from archive.mail.origins.elsewhere import Left, left_over
from archive.mail.origins.items import traces_within
from archive.mail.origins.lineage import generations, may_be_same
from archive.mail.passages import Kind, Known, Span, find_spans, lines
from archive.mail.reconstructing import Reconstruction, reconstruct
from archive.mail.reconstructing.fragments import Fragment, fragments

# What must be traced to somebody else before an attribution line is not believed: code points, and the share.
FEWEST_CODE_POINTS = 80
MOST_OF_IT = 0.6
# Code points between words that go on in the origin: a line end, or the blank where it was.
WIDEST_BREAK = 2


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
    """Whose words the passage from `start` to `end` is: of the author of `message`, by origin or by the reply chain."""

    quoting: int
    start: int
    end: int
    message: int
    known: Known


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
    if rebuilt:
        traces |= trace_to_rebuilt(shelf, thread, rebuilt)
    here = {source.key for source in thread.sources}
    authors = {source.key: source.author for source in thread.sources}
    told = [
        one
        for source in thread.sources
        for one in (
            *tell(source, traces[source.key], thread.parents, here),
            *corrections(source, traces[source.key], authors),
            *confirmations(source, traces[source.key], authors),
        )
    ]
    doubted = [
        one
        for source in thread.sources
        for one in doubts(source, traces[source.key], thread.parents, authors)
    ]
    stored = frozenset(here)
    left = {source.key: left_over(source, traces[source.key], stored) for source in thread.sources}
    return TracedThread(
        traces, tuple(told), tuple(doubted), rebuilt, {key: runs for key, runs in left.items() if runs}
    )


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
    source: Source, traces: Sequence[Trace], parents: Mapping[Key, Key | None], here: Collection[Key]
) -> Iterator[Told]:
    """Whose words the passages are that no attribution line names.

    The author of most of a passage's words, where they were found; else it is inferred: from the other passages
    of its depth in the message, or from the reply chain, as many steps up as the passage is deep. An attribution
    line that says an address alone is believed; whose it is, only the origin tells.
    """
    unnamed = [span for span in source.spans if span.kind is Kind.QUOTED and not is_named(span)]
    if not unnamed:
        return
    by_depth: dict[int, Counter[Key]] = defaultdict(Counter)
    origins: dict[int, dict[Key, int]] = {}
    for span in unnamed:
        origins[span.start] = origins_within(span, traces)
        by_depth[span.depth].update(origins[span.start])
    ancestors = {depth: key for key, depth in generations(source.key, parents).items() if key in here}
    for span in unnamed:
        if origins[span.start]:
            yield Told(source.key, span.start, span.end, likeliest(origins[span.start]), Known.TRACED)
        elif span.speaker:
            continue
        elif by_depth[span.depth]:
            yield Told(source.key, span.start, span.end, likeliest(by_depth[span.depth]), Known.INFERRED)
        elif span.depth in ancestors:
            yield Told(source.key, span.start, span.end, ancestors[span.depth], Known.INFERRED)


def is_named(span: Span) -> bool:
    return span.speaker not in {"", span.address}


def corrections(source: Source, traces: Sequence[Trace], authors: Mapping[Key, str]) -> Iterator[Told]:
    """The writers of passages that stand below somebody else's attribution line, their own having been cut.

    Much must tell so, or the passage goes on where the one beside it ends. What else stands below the same line is
    then believed to come from the same mail with little.
    """
    sure: set[tuple[str, int, Key]] = set()
    unsure: list[tuple[tuple[str, int, Key], Told]] = []
    for span in source.spans:
        if span.kind is not Kind.QUOTED or not is_named(span):
            continue
        found = origins_within(span, traces)
        if not found or not all(is_other(span.speaker, authors.get(key)) for key in found):
            continue
        size = sum(found.values())
        if size < MOST_OF_IT * words_size(source.text, span):
            continue
        told = Told(source.key, span.start, span.end, likeliest(found), Known.TRACED)
        line = span.speaker, span.depth, told.message
        if size >= FEWEST_CODE_POINTS:
            sure.add(line)
        if line in sure or goes_on(span, traces):
            yield told
        else:
            unsure.append((line, told))
    yield from (told for line, told in unsure if line in sure)


def is_other(speaker: str, author: str | None) -> bool:
    return author is not None and not may_be_same(speaker, author)


def words_size(text: str, span: Span) -> int:
    """Code points of a passage without marks and blank lines."""
    return sum(len(text[line.words : line.end].strip()) for line in lines(text, span.start, span.end))


def goes_on(span: Span, traces: Sequence[Trace]) -> bool:
    """Whether a passage goes on, in its origin, right where the one before it ends, or ends where the next begins."""
    first = bisect_right(traces, span.start, key=lambda one: one.end)
    end = bisect_left(traces, span.end, key=lambda one: one.start)
    edges = [(traces[at - 1], traces[at]) for at in (first, end) if 0 < at < len(traces)]
    return any(
        before.origin == after.origin and 0 <= after.origin_start - before.origin_end <= WIDEST_BREAK
        for before, after in edges
    )


def confirmations(source: Source, traces: Sequence[Trace], authors: Mapping[Key, str]) -> Iterator[Told]:
    """The writers of passages without marks that were found where the attribution line above says."""
    for span in source.spans:
        if span.known is not Known.INFERRED or not is_named(span):
            continue
        found = origins_within(span, traces)
        theirs = [key for key in found if key in authors and may_be_same(span.speaker, authors[key])]
        if theirs:
            yield Told(source.key, span.start, span.end, max(theirs, key=found.__getitem__), Known.TRACED)


def doubts(
    source: Source, traces: Sequence[Trace], parents: Mapping[Key, Key | None], authors: Mapping[Key, str]
) -> Iterator[Told]:
    """Passages below the attribution line of a message that is here and holds nothing of them: it may not be theirs."""
    deepest = max((span.depth for span in source.spans), default=0)
    above = [key for key, _ in zip(generations(source.key, parents), range(deepest), strict=False)]
    for span in source.spans:
        if span.known is not Known.SAID or span.kind is not Kind.QUOTED or not is_named(span):
            continue
        if not 0 < span.depth <= len(above):
            continue
        said = above[span.depth - 1]
        is_theirs = said in authors and may_be_same(span.speaker, authors[said])
        is_long = span.end - span.start >= FEWEST_CODE_POINTS
        if is_theirs and is_long and not traces_within(traces, span.start, span.end):
            yield Told(source.key, span.start, span.end, said, Known.INFERRED)


def origins_within(span: Span, traces: Sequence[Trace]) -> dict[Key, int]:
    """Code points of a passage by the message where they were first written."""
    found: dict[Key, int] = {}
    for trace in traces_within(traces, span.start, span.end):
        found[trace.origin] = found.get(trace.origin, 0) + trace.end - trace.start
    return found


def likeliest(found: Mapping[Key, int]) -> Key:
    return max(found, key=found.__getitem__)
