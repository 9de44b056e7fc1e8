"""The passages of a page that notes stand at: where one is, and those that a write has changed."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.margin import Margin, margin_for
from annotations.models import Target
from archive.access import Reader
from archive.echoes import Echoes, echoes_for
from archive.layout import LaidSegment, LaidSpan, lay_out
from archive.models import Message


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: its page and its anchor."""

    page: str
    anchor: str

    @property
    def url(self) -> str:
        return f"{self.page}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class Passage:
    """One segment with what its fragment needs."""

    span: LaidSpan
    segment: LaidSegment


@dataclass(frozen=True, slots=True)
class Changed:
    """The passages of a message that a write changed, the one where the note stands first."""

    message: Message
    margin: Margin
    echoes: Echoes
    passages: list[Passage]

    @property
    def count(self) -> int:
        return self.margin.count(self.message.pk)


def place_of(message: Message, start: int) -> Place:
    """Where the passage at `start` stands. `message` comes `for_reading` and `with_home`."""
    home = home_of(passages_of(message), start)
    page = message.thread_url(message.home_slug).partition("#")[0]
    return Place(page, f"{message.anchor}-{home.segment.start}" if home else message.anchor)


def passages_of(message: Message) -> list[Passage]:
    laid = lay_out(message.body.text, message.spans.all())
    return [Passage(span, segment) for span in laid for segment in span.segments]


def home_of(passages: list[Passage], start: int) -> Passage | None:
    """The passage that holds this place, else the first one after it, else the last."""
    after = [passage for passage in passages if passage.segment.end > start]
    return after[0] if after else passages[-1] if passages else None


def changed_passages(reader: Reader, message: Message, target: Target) -> Changed:
    laid = lay_out(message.body.text, message.spans.all())
    echoes = echoes_for([(message.pk, laid)], reader, message.home_slug)
    margin = margin_for([(message.pk, laid)], reader, echoes)
    every = [Passage(span, segment) for span in laid for segment in span.segments]
    home = home_of(every, target.start)
    touched = [one for one in every if one.segment.start < target.end and one.segment.end > target.start]
    first = [home] if home else []
    passages = first + [one for one in touched if one is not home]
    return Changed(message, margin, echoes, passages)
