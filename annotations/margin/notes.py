"""The margin of a page: which notes stand at which segment, and their numbers."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotations.anchoring.same_words_notes import Words, echoes_of_notes
from annotations.models import Annotation, Tag
from archive.models import Message
from archive.reading.layout import LaidSegment, LaidSpan
from archive.reading.same_words import Echoes

if TYPE_CHECKING:
    from archive.access import Reader

INKS = 6


def ink_of(annotation: Annotation) -> str:
    """The class of the colour that all notes of one author have."""
    return f"by-{annotation.author_id % INKS + 1}"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a note stands whose words are said in other messages too."""

    message: Message
    url: str
    is_origin: bool


@dataclass(frozen=True, slots=True)
class MarginNote:
    """An annotation on a page: its number there, and the ink of its author.

    One that stands on the same words of another message has a `home`, and these words' place here in `words`.
    """

    annotation: Annotation
    number: int
    is_mine: bool
    words: Words | None = None
    home: Home | None = None

    @property
    def ink(self) -> str:
        return ink_of(self.annotation)

    @property
    def start(self) -> int:
        return self.words.start if self.words else self.annotation.target.start

    @property
    def end(self) -> int:
        return self.words.end if self.words else self.annotation.target.end

    @property
    def anchor(self) -> str:
        return f"n-{self.annotation.pk}" + (f"-{self.words.key}" if self.words else "")

    @property
    def mark_class(self) -> str:
        if self.annotation.resolved_at:
            return f"is-resolved {self.ink}"
        return self.ink if self.annotation.note else f"tags-only {self.ink}"


@dataclass(slots=True)
class Margin:
    """The notes of a page by message; `starting` and `touching` tell those of one segment."""

    by_message: dict[int, list[MarginNote]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[int, dict[int, list[MarginNote]]] = field(default_factory=dict)

    def count(self, message_key: int) -> int:
        """How many notes are on a message itself."""
        return sum(not note.home for note in self.by_message.get(message_key, ()))

    def add(
        self,
        key: int,
        annotation: Annotation,
        reader: Reader,
        words: Words | None = None,
        home: Home | None = None,
    ) -> None:
        notes = self.by_message[key]
        notes.append(MarginNote(annotation, len(notes) + 1, annotation.author_id == reader.pk, words, home))

    @property
    def total(self) -> int:
        return sum(map(self.count, self.by_message))

    def settle(
        self, message_key: int, spans: Sequence[LaidSpan], stretch: tuple[int, int] | None = None
    ) -> None:
        """Gives each note of a message, or of the `stretch` that the page shows, the segment that it stands beside."""
        first, after = stretch or (0, sys.maxsize)
        starts = [segment.start for span in spans for segment in span.segments]
        ends = [segment.end for span in spans for segment in span.segments]
        beside: dict[int, list[MarginNote]] = defaultdict(list)
        for note in self.by_message.get(message_key, ()) if starts else ():
            if not first <= note.start < after:
                continue
            at = min(bisect_right(ends, note.start), len(ends) - 1)
            beside[starts[at]].append(note)
        self.homes[message_key] = beside

    def starting(self, message_key: int, segment: LaidSegment) -> list[MarginNote]:
        return self.homes.get(message_key, {}).get(segment.start, [])

    def touching(self, message_key: int, stretch: LaidSegment | LaidSpan) -> list[MarginNote]:
        notes = self.by_message.get(message_key, ())
        return [note for note in notes if note.start < stretch.end and note.end > stretch.start]

    def touches(self, message_key: int, span: LaidSpan) -> bool:
        """Whether a note of this message is on this span or stands beside it."""
        beside = (note for segment in span.segments for note in self.starting(message_key, segment))
        return any(not note.home for note in (*self.touching(message_key, span), *beside))

    @property
    def tags(self) -> list[Tag]:
        """All tags of the page's notes, by path."""
        notes = (note for notes in self.by_message.values() for note in notes if not note.home)
        tags = {tag.pk: tag for note in notes for tag in note.annotation.tags.all()}
        return sorted(tags.values(), key=lambda tag: tag.path)


def margin_for(
    messages: Iterable[tuple[int, Sequence[LaidSpan]]], reader: Reader, echoes: Echoes | None = None
) -> Margin:
    """The margin of a page: (message key, its laid-out spans) → notes, numbered per message in the order of writing.

    With `echoes`, notes on the same words in other messages too, after those of the message itself. Four queries
    at most, however many messages and notes.
    """
    messages = list(messages)
    margin = Margin()
    if not reader.is_authenticated:
        return margin
    keys = {key for key, _ in messages}
    around = keys | echoes.messages.keys() if echoes else keys
    found = Annotation.objects.visible_to(reader).on_messages(around).with_details()
    notes = list(found.order_by("created_at", "pk"))
    for annotation in notes:
        if annotation.target.message_id in keys:
            margin.add(annotation.target.message_id, annotation, reader)
    if echoes:
        for key, told in echoes_of_notes(notes, echoes).items():
            for annotation, words in told:
                margin.add(key, annotation, reader, words, home_of(annotation, echoes))
    for key, spans in messages:
        margin.by_message[key].sort(key=lambda note: (note.start, note.end, note.number))
        margin.settle(key, spans, echoes.stretches.get(key) if echoes else None)
    return margin


def home_of(annotation: Annotation, echoes: Echoes) -> Home:
    target = annotation.target
    spot = echoes.spot(target.message_id, target.start, target.end)
    is_origin = next(iter(echoes.origins_at(target.message_id, target.start, target.end)), None) is None
    return Home(spot.message, f"{spot.page}#n-{annotation.pk}", is_origin)
