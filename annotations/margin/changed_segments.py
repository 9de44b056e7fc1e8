"""The segments of a page that notes stand at: where one is, and those that a write has changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from annotations.anchoring.same_words_notes import Words, echoes_of_notes
from annotations.margin.notes import Margin, margin_for
from annotations.models import Annotation
from archive.access import Reader
from archive.models import Message
from archive.reading.layout import LaidSegment, LaidSpan, lay_out
from archive.reading.same_words import Echoes, echoes_for


@dataclass(frozen=True, slots=True)
class Place:
    """Where a segment stands, and its anchor there."""

    url: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PlacedSegment:
    """One segment as laid out, with the span and the message that it stands in."""

    message: Message
    span: LaidSpan
    segment: LaidSegment


@dataclass(frozen=True, slots=True)
class Changed:
    """The segments that a write changed: the one where the note stands first, then all others with its words."""

    message: Message
    margin: Margin
    echoes: Echoes
    segments: list[PlacedSegment]

    @property
    def count(self) -> int:
        return self.margin.count(self.message.pk)


def place_of(message: Message, start: int) -> Place:
    """Where the segment at `start` stands. `message` comes `for_reading` and `with_home`."""
    home = home_of(segments_of(message), start)
    if home is None:
        return Place(message.thread_url(message.home_slug), message.anchor)
    start = home.segment.start
    return Place(message.place_url(message.home_slug, start), message.place_anchor(start))


def segments_of(message: Message) -> list[PlacedSegment]:
    laid = lay_out(message.body.text, message.spans.all())
    return [PlacedSegment(message, span, segment) for span in laid for segment in span.segments]


def home_of(segments: list[PlacedSegment], start: int) -> PlacedSegment | None:
    """The segment that holds this place, else the first one after it, else the last."""
    after = [one for one in segments if one.segment.end > start]
    return after[0] if after else segments[-1] if segments else None


def changed_segments(
    reader: Reader, message: Message, annotation: Annotation, shown: Collection[int] = ()
) -> Changed:
    """What a write changed in a message, and in those of the messages `shown` on its page that say the same words."""
    near = echoes_for([(message.pk, ())], reader).messages.keys() & set(shown) - {message.pk}
    others = Message.objects.filter(pk__in=near).readable_by(reader).for_reading().with_home(reader)
    pages = {one.pk: (one, lay_out(one.body.text, one.spans.all())) for one in (message, *others)}
    laid = [(key, spans) for key, (_, spans) in pages.items()]
    echoes = echoes_for(laid, reader, message.home_slug)
    target = annotation.target
    places = [Words(message.pk, target.start, target.end)]
    places += [words for told in echoes_of_notes([annotation], echoes).values() for _, words in told]
    first = home_of(segments_of(message), target.start)
    segments = [first] if first else []
    for words in places:
        one, spans = pages[words.key]
        every = (PlacedSegment(one, span, segment) for span in spans for segment in span.segments)
        segments += [
            it
            for it in every
            if it.segment.start < words.end
            and it.segment.end > words.start
            and (first is None or (it.message, it.segment.start) != (first.message, first.segment.start))
        ]
    return Changed(message, margin_for(laid, reader, echoes), echoes, segments)
