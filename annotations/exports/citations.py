"""One annotation with everything that a citation of it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotations.models import Annotation, AnnotationQuerySet
from archive.models import Message
from archive.reading.layout import excerpt

AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from: the query that was asked, its page, and the address of the document itself."""

    query: str
    url: str
    export_url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """An annotation, whose words it is on (without quote markers), and where they stand."""

    annotation: Annotation
    message: Message
    words: str
    speaker: str
    is_quoted: bool
    url: str
    note_url: str
    absolute: Callable[[str], str]

    @property
    def tags(self) -> list[str]:
        return [tag.path for tag in self.annotation.tags.all()]

    @property
    def sent_on(self) -> str:
        return f"{self.message.local_time:%Y-%m-%d}" if self.message.local_time else "undated"


def cite(notes: AnnotationQuerySet, absolute: Callable[[str], str]) -> Iterator[Citation]:
    """Citations in the order of `notes`, some hundred at a time. `notes` come `with_home` and `with_speaker`."""
    details = notes.with_details().prefetch_related("target__message__spans", "target__message__body")
    for annotation in details.iterator(chunk_size=AT_A_TIME):
        yield citation(annotation, absolute)


def citation(annotation: Annotation, absolute: Callable[[str], str]) -> Citation:
    target = annotation.target
    message, text = target.message, target.message.body.text
    found = excerpt(text, message.spans.all(), target.start, target.end)
    lines = [line for segment in found.segments for line in segment.lines]
    kept = [text[max(line.start, target.start) : min(line.end, target.end)] for line in lines]
    start = found.segments[0].start if found.segments else 0
    return Citation(
        annotation,
        message,
        "\n".join(line for line in kept if line) or target.exact,
        annotation.speaker,
        found.is_quoted,
        absolute(message.place_url(annotation.home_slug, start)),
        absolute(annotation.get_absolute_url()),
        absolute,
    )
