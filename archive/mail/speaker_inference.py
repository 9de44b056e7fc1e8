"""Whose words passages are: by the attribution line, by where they were first written, or by the reply chain."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.mail.names import may_be_same
from archive.mail.origins import Key, Source, Trace
from archive.mail.origins.lineage import generations
from archive.mail.origins.traces import traces_within
from archive.mail.passages import Kind, Known, Span, lines
from archive.mail.passages.marks import other_mark

# What must be traced to somebody else before an attribution line is not believed: code points, and the share.
FEWEST_CODE_POINTS = 80
MOST_OF_IT = 0.6
# Code points of the longest mark that is no angle, with the blank behind it.
LONGEST_MARK = 5
# Code points between words that go on in the origin: a line end, or the blank where it was.
WIDEST_BREAK = 2


@dataclass(frozen=True, slots=True)
class Told:
    """Whose words the passage from `start` to `end` is: of the author of `message`, by origin or by the reply chain."""

    quoting: int
    start: int
    end: int
    message: int
    known: Known


@dataclass(frozen=True, slots=True)
class TracedMessage:
    """A message with its traces, the parent of every message of its thread, and the mail of the thread that is here."""

    source: Source
    traces: Sequence[Trace]
    parents: Mapping[Key, Key | None]
    mails: Mapping[Key, Source]

    @property
    def quoted(self) -> list[Span]:
        return [span for span in self.source.spans if span.kind is Kind.QUOTED]

    @property
    def named(self) -> list[Span]:
        return [span for span in self.quoted if is_named(span)]

    def told(self, span: Span, message: Key, known: Known) -> Told:
        return Told(self.source.key, span.start, span.end, message, known)

    def is_by(self, key: Key, speaker: str) -> bool:
        return key in self.mails and may_be_same(speaker, self.mails[key].author)

    def is_by_another(self, key: Key, speaker: str) -> bool:
        return key in self.mails and not may_be_same(speaker, self.mails[key].author)

    def origins_within(self, span: Span) -> dict[Key, int]:
        """Code points of a passage by the message where they were first written."""
        found: dict[Key, int] = {}
        for trace in traces_within(self.traces, span.start, span.end):
            found[trace.origin] = found.get(trace.origin, 0) + trace.end - trace.start
        return found

    def named_mail(self, spans: Sequence[Span]) -> dict[int, Source]:
        """By the start of a passage the mail that the line above names: as many steps up as it is deep, if by them."""
        deepest = max((span.depth for span in spans), default=0)
        above = list(islice(generations(self.source.key, self.parents), deepest))
        return {
            span.start: self.mails[above[span.depth - 1]]
            for span in spans
            if 0 < span.depth <= len(above) and self.is_by(above[span.depth - 1], span.speaker)
        }


def tell(traced: TracedMessage) -> Iterator[Told]:
    """Whose words the passages are, where the attribution line alone does not tell it."""
    yield from nameless(traced)
    yield from corrections(traced)
    yield from confirmations(traced)


def nameless(traced: TracedMessage) -> Iterator[Told]:
    """Whose words the passages are that no attribution line names.

    The author of most of a passage's words, where they were found; else it is inferred: from the other passages
    of its depth in the message, or from the reply chain, as many steps up as the passage is deep. An attribution
    line that says an address alone is believed; whose it is, only the origin tells. Nothing is inferred of passages
    with marks of their own: books, code and reports are quoted so.
    """
    unnamed = [span for span in traced.quoted if not is_named(span)]
    if not unnamed:
        return
    by_depth: dict[int, Counter[Key]] = defaultdict(Counter)
    origins: dict[int, dict[Key, int]] = {}
    for span in unnamed:
        origins[span.start] = traced.origins_within(span)
        by_depth[span.depth].update(origins[span.start])
    above = generations(traced.source.key, traced.parents)
    ancestors = {depth: key for key, depth in above.items() if key in traced.mails}
    for span in unnamed:
        if origins[span.start]:
            yield traced.told(span, likeliest(origins[span.start]), Known.TRACED)
        elif span.speaker or stands_apart(traced, span):
            continue
        elif by_depth[span.depth]:
            yield traced.told(span, likeliest(by_depth[span.depth]), Known.INFERRED)
        elif span.depth in ancestors:
            yield traced.told(span, ancestors[span.depth], Known.INFERRED)


def stands_apart(traced: TracedMessage, span: Span) -> bool:
    """Whether bars, colons or initials mark a passage where other passages have angles."""
    text = traced.source.text
    return bool(other_mark(text[span.start : span.start + LONGEST_MARK])) and any(
        not other_mark(text[other.start : other.start + LONGEST_MARK]) for other in traced.quoted
    )


def is_named(span: Span) -> bool:
    return span.speaker not in {"", span.address}


def corrections(traced: TracedMessage) -> Iterator[Told]:
    """The writers of passages that stand below somebody else's attribution line, their own having been cut.

    Much must tell so, or the passage goes on where the one beside it ends. What else stands below the same line is
    then believed to come from the same mail with little.
    """
    sure: set[tuple[str, int, Key]] = set()
    unsure: list[tuple[tuple[str, int, Key], Told]] = []
    for span in traced.named:
        if not (found := by_others(traced, span)):
            continue
        told = traced.told(span, likeliest(found), Known.TRACED)
        line = span.speaker, span.depth, told.message
        if sum(found.values()) >= FEWEST_CODE_POINTS:
            sure.add(line)
        if line in sure or goes_on(span, traced.traces):
            yield told
        else:
            unsure.append((line, told))
    yield from (told for line, told in unsure if line in sure)


def by_others(traced: TracedMessage, span: Span) -> dict[Key, int]:
    """Where most of a passage was first written, if nothing of it is by whom the attribution line names."""
    found = traced.origins_within(span)
    if not all(traced.is_by_another(key, span.speaker) for key in found):
        return {}
    return found if sum(found.values()) >= MOST_OF_IT * words_size(traced.source.text, span) else {}


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


def confirmations(traced: TracedMessage) -> Iterator[Told]:
    """The writers of passages without marks that were found where the attribution line above says."""
    for span in traced.named:
        if span.known is not Known.INFERRED:
            continue
        found = traced.origins_within(span)
        theirs = [key for key in found if traced.is_by(key, span.speaker)]
        if theirs:
            yield traced.told(span, max(theirs, key=found.__getitem__), Known.TRACED)


def doubts(traced: TracedMessage) -> Iterator[Told]:
    """Passages below the attribution line of a message that is here and holds nothing of them: it may not be theirs."""
    said = [span for span in traced.named if span.known is Known.SAID]
    named = traced.named_mail(said)
    for span in said:
        is_long = span.end - span.start >= FEWEST_CODE_POINTS
        if is_long and span.start in named and not traces_within(traced.traces, span.start, span.end):
            yield traced.told(span, named[span.start].key, Known.INFERRED)


def likeliest(found: Mapping[Key, int]) -> Key:
    return max(found, key=found.__getitem__)
