"""The same words in several messages: where quoted words were first written, and where words are quoted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from archive.access import Reader
from archive.models import Message, Origin, Span
from archive.reading.layout import LaidSegment, LaidSpan
from archive.reading.link_targets import Range, Wrap, touched, wraps_of


@dataclass(frozen=True, slots=True)
class Spot:
    """Words in a message, as a page links to them: code points `start` to `end` of its text."""

    message: Message
    start: int
    end: int
    is_on_page: bool
    slug: str

    @property
    def page(self) -> str:
        return "" if self.is_on_page else self.message.thread_page(self.slug, self.start)

    @property
    def told(self) -> str:
        """Who says the words there, and when."""
        sent = self.message.local_time
        when = f"{self.message.day} {sent:%H:%M}" if sent else ""
        when = "put together from quotes" if self.message.is_missing else when
        return f"{self.message.who}, {when}" if when else self.message.who

    @property
    def url(self) -> str:
        if self.is_on_page:
            return f"#{self.message.place_anchor(self.start, self.end)}"
        return self.message.place_url(self.slug, self.start, self.end)


@dataclass(slots=True)
class Heard:
    """What a page tells of the words of one message, by the start of a span or a segment."""

    origins: dict[int, list[Spot]] = field(default_factory=dict)
    quotes: dict[int, list[Spot]] = field(default_factory=dict)
    wraps: dict[int, list[Wrap]] = field(default_factory=dict)


@dataclass(slots=True)
class Echoes:
    """What a page knows of the words on it, as far as the reader may see the messages at both ends.

    `quoting` has origin rows by the message that quotes, in text order; `quoted` by the message where the words were
    first written, in its text order. `passages` tells where passages begin in messages that quote. Of a message that
    the page shows in part, `stretches` has the range of its text.
    """

    shown: frozenset[int]
    stretches: Mapping[int, Range]
    slug: str
    messages: dict[int, Message]
    quoting: dict[int, list[Origin]]
    quoted: dict[int, list[Origin]]
    passages: dict[int, list[int]]
    heard: dict[int, Heard] = field(default_factory=lambda: defaultdict(Heard))

    def settle(self, key: int, spans: Sequence[LaidSpan]) -> None:
        """Gathers what there is to tell of each span and segment of a message on the page."""
        segments = [segment for span in spans for segment in span.segments]
        self.heard[key] = Heard(
            self.origins_by_span(key, spans),
            self.quotes_by_segment(key, spans, segments),
            wraps_of(segments, self.places(key)),
        )

    def origins_by_span(self, key: int, spans: Sequence[LaidSpan]) -> dict[int, list[Spot]]:
        """Where the words of each passage were first written: one spot for each message."""
        ranges: dict[int, dict[int, list[Range]]] = defaultdict(lambda: defaultdict(list))
        for row in self.quoting.get(key, ()):
            for span in touched(spans, row.start, row.end):
                ranges[span.start][row.origin_id].append((row.origin_start, row.origin_end))
        return {
            start: [self.spot(one, *whole(parts)) for one, parts in told.items()]
            for start, told in ranges.items()
        }

    def quotes_by_segment(
        self, key: int, spans: Sequence[LaidSpan], segments: Sequence[LaidSegment]
    ) -> dict[int, list[Spot]]:
        """Where own words are quoted; of quoted words that come from another thread, where else they are quoted."""
        rows: dict[int, list[Origin]] = defaultdict(list)
        for row in self.quoted.get(key, ()):
            for segment in touched(segments, row.origin_start, row.origin_end):
                rows[segment.start].append(row)
        quoted = {segment.start for span in spans if span.is_quoted for segment in span.segments}
        for row in self.quoting.get(key, ()):
            if self.is_elsewhere(row):
                others = [
                    one
                    for one in self.quotes_at(row.origin_id, row.origin_start, row.origin_end)
                    if one.message_id != key
                ]
                for segment in touched(segments, row.start, row.end):
                    if segment.start in quoted:
                        rows[segment.start] += others
        return {start: self.listed(some) for start, some in rows.items() if some}

    def is_elsewhere(self, row: Origin) -> bool:
        return self.messages[row.message_id].thread_id != self.messages[row.origin_id].thread_id

    def origins_at(self, key: int, start: int, end: int) -> Iterable[Origin]:
        """Rows of the quotes within a range of a message."""
        return (row for row in self.quoting.get(key, ()) if row.start < end and row.end > start)

    def quotes_at(self, key: int, start: int, end: int) -> Iterable[Origin]:
        """Rows of all quotes of a range of a message's own words."""
        rows = self.quoted.get(key, [])
        before = rows[: bisect_left(rows, end, key=lambda row: row.origin_start)]
        return (row for row in before if row.origin_end > start)

    def listed(self, rows: Iterable[Origin]) -> list[Spot]:
        """The oldest first; each message once."""
        firsts: dict[int, Range] = {}
        for row in rows:
            here = (row.start, row.end)
            firsts[row.message_id] = min(here, firsts.get(row.message_id, here))
        spots = (self.spot(key, *here) for key, here in firsts.items())
        return sorted(spots, key=lambda spot: spot.message.by_time)

    def places(self, key: int) -> dict[Range, list[Range]]:
        """All ranges of a message that some page links to: its quotes, and what passages quote of it."""
        found: dict[tuple[int, int], list[Range]] = defaultdict(list)
        for row in self.quoted.get(key, ()):
            starts = self.passages.get(row.message_id, ())
            passage = bisect_right(starts, row.start) or -row.start
            found[row.message_id, passage].append((row.origin_start, row.origin_end))
        places = {whole(parts): sorted(set(parts)) for parts in found.values()}
        single = [part for parts in found.values() for part in parts]
        single += [(row.start, row.end) for row in self.quoting.get(key, ())]
        every = {part: [part] for part in single} | places
        if key not in self.stretches:
            return every
        return {place: parts for place, parts in every.items() if self.is_shown(key, *place)}

    def is_shown(self, key: int, start: int, end: int) -> bool:
        """Whether words stand on the page, or begin to."""
        first, after = self.stretches.get(key, (start, end + 1))
        return key in self.shown and start < after and max(end, start + 1) > first

    def spot(self, key: int, start: int, end: int) -> Spot:
        message = self.messages[key]
        return Spot(message, start, end, self.is_shown(key, start, end), message.home_slug or self.slug)


def whole(parts: Sequence[Range]) -> Range:
    return min(start for start, _ in parts), max(end for _, end in parts)


def echoes_for(
    shown: Iterable[tuple[int, Sequence[LaidSpan]]],
    reader: Reader,
    slug: str = "",
    stretches: Mapping[int, Range] = MappingProxyType({}),
) -> Echoes:
    """The echoes of these messages, each its key and its spans as laid out, in four queries.

    `slug` names the list whose pages are linked to, if possible; `stretches` the ranges of messages shown in part.
    """
    shown = list(shown)
    keys = [key for key, _ in shown]
    rows = list(Origin.objects.around(keys))
    involved = {row.origin_id for row in rows} | {row.message_id for row in rows}
    some = Message.objects.filter(pk__in=involved).with_home(reader, slug)
    messages = {one.pk: one for one in (*some.visible_to(reader), *some.rebuilt_for(reader))}
    rows = [row for row in rows if row.message_id in messages and row.origin_id in messages]
    echoes = Echoes(
        frozenset(keys),
        stretches,
        slug,
        messages,
        rows_by_message(rows),
        rows_by_origin(rows),
        Span.objects.passage_starts({row.message_id for row in rows}),
    )
    for key, spans in shown:
        echoes.settle(key, spans)
    return echoes


def rows_by_message(rows: Iterable[Origin]) -> dict[int, list[Origin]]:
    found: dict[int, list[Origin]] = defaultdict(list)
    for row in rows:
        found[row.message_id].append(row)
    return found


def rows_by_origin(rows: Iterable[Origin]) -> dict[int, list[Origin]]:
    found: dict[int, list[Origin]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.origin_start):
        found[row.origin_id].append(row)
    return found
