"""The same words in several messages: where quoted words were first written, and where words are quoted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.access import Reader
from archive.layout import LaidSegment, LaidSpan
from archive.models import Message, Origin


@dataclass(frozen=True, slots=True)
class Spot:
    """Words in a message, as a page links to them. `start` counts code points of its text."""

    message: Message
    start: int
    is_on_page: bool
    slug: str

    @property
    def url(self) -> str:
        page = "" if self.is_on_page else self.message.thread_url(self.slug).partition("#")[0]
        return f"{page}#{self.message.anchor}-{self.start}"


@dataclass(slots=True)
class Echoes:
    """What a page knows of the words on it. Only messages that the reader may see are named or counted."""

    shown: frozenset[int]
    slug: str
    messages: dict[int, Message]
    quoting: dict[int, list[Origin]] = field(default_factory=lambda: defaultdict(list))
    quoted: dict[int, list[Origin]] = field(default_factory=lambda: defaultdict(list))

    def origin_of(self, key: int, span: LaidSpan) -> Spot | None:
        """Where the first traced words of a passage were first written."""
        rows = (row for row in self.quoting.get(key, ()) if row.start < span.end and row.end > span.start)
        row = next(rows, None)
        return self.spot(row.origin_id, row.origin_start) if row else None

    def of_own(self, key: int, segment: LaidSegment) -> list[Spot]:
        """Where own words are quoted, the oldest first; each message once."""
        return self.listed(self.quotes_of(key, segment.start, segment.end))

    def of_quoted(self, key: int, segment: LaidSegment) -> list[Spot]:
        """Where else quoted words are quoted, when they come from another thread; in their own, the origin tells."""
        rows = (
            row for row in self.quoting.get(key, ()) if row.start < segment.end and row.end > segment.start
        )
        others = (
            one
            for row in rows
            if self.is_elsewhere(row)
            for one in self.quotes_of(row.origin_id, row.origin_start, row.origin_end)
        )
        return self.listed(one for one in others if one.message_id != key)

    def is_elsewhere(self, row: Origin) -> bool:
        quoting, origin = self.messages.get(row.message_id), self.messages.get(row.origin_id)
        return quoting is None or origin is None or quoting.thread_id != origin.thread_id

    def spots_in(self, key: int, segment: LaidSegment) -> list[int]:
        """Offsets within a segment to which some page links; its own start has an anchor anyway."""
        starts = {row.start for row in self.quoting.get(key, ())}
        starts |= {row.origin_start for row in self.quoted.get(key, ())}
        return sorted(start for start in starts if segment.start < start < segment.end)

    def quotes_of(self, key: int, start: int, end: int) -> Iterable[Origin]:
        return (row for row in self.quoted.get(key, ()) if row.origin_start < end and row.origin_end > start)

    def listed(self, rows: Iterable[Origin]) -> list[Spot]:
        firsts: dict[int, int] = {}
        for row in rows:
            firsts.setdefault(row.message_id, row.start)
        spots = (self.spot(key, start) for key, start in firsts.items())
        return sorted((spot for spot in spots if spot), key=lambda spot: spot.message.by_time)

    def spot(self, key: int, start: int) -> Spot | None:
        message = self.messages.get(key)
        if message is None:
            return None
        return Spot(message, start, key in self.shown, message.home_slug or self.slug)


def echoes_for(keys: Sequence[int], reader: Reader, slug: str = "") -> Echoes:
    """The echoes of these messages, in three queries. `slug` names the list whose pages are linked to, if possible."""
    rows = list(Origin.objects.around(keys))
    involved = {row.origin_id for row in rows} | {row.message_id for row in rows}
    some = Message.objects.filter(pk__in=involved).with_home(reader, slug)
    found = [*some.visible_to(reader), *some.rebuilt_for(reader)]
    echoes = Echoes(frozenset(keys), slug, {message.pk: message for message in found})
    for row in rows:
        echoes.quoting[row.message_id].append(row)
        echoes.quoted[row.origin_id].append(row)
    return echoes
