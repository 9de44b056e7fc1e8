"""What a page of tagged passages shows: cards, facets, chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet

from annotations.margin.notes import Margin, MarginNote, margin_for
from annotations.models import Annotation, AnnotationQuerySet, Tag, Target
from annotations.tagging.query_filters import Asked
from annotations.tagging.query_grammar import And, Not, Query, Term, write
from archive.access import Reader
from archive.models import MailingList, Message
from archive.reading.layout import LaidSegment, LaidSpan, lay_out
from archive.reading.speakers import hide_unknown

FACETS = {
    "list": ("List", "target__message__postings__mailing_list__slug"),
    "speaker": ("Speaker", "speaker"),
    "year": ("Year", "year"),
    "words": ("Words", "is_quoted"),
    "by": ("Note by", "author__username"),
}
FACET_ROWS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """A passage with its notes: the segments that the first note touches, and all notes on those, or beside them."""

    message: Message
    span: LaidSpan
    segments: list[LaidSegment]
    margin: Margin

    @property
    def notes(self) -> list[MarginNote]:
        seen = {
            note.annotation.pk: note
            for segment in self.segments
            for notes in (self.margin.touching, self.margin.starting)
            for note in notes(self.message.pk, segment)
        }
        return sorted(seen.values(), key=lambda note: note.number)

    @property
    def url(self) -> str:
        return self.message.place_url(self.message.home_slug, self.segments[0].start)


def make_cards(found: Sequence[Annotation], reader: Reader) -> list[Card]:
    """Cards for annotations, in their order; one where several are on the same segment. Few queries."""
    keys = {annotation.target.message_id for annotation in found}
    messages = {
        message.pk: message
        for message in Message.objects.filter(pk__in=keys)
        .for_reading()
        .with_home(reader)
        .select_related("thread")
    }
    hide_unknown(messages.values(), reader)
    laid = {key: lay_out(message.body.text, message.spans.all()) for key, message in messages.items()}
    margin = margin_for(laid.items(), reader)
    cards: list[Card] = []
    shown: set[tuple[int, int]] = set()
    for annotation in found:
        key = annotation.target.message_id
        touched = touched_by(annotation.target, laid[key])
        places = {(key, segment.start) for _, segment in touched}
        if touched and shown.isdisjoint(places):
            cards.append(Card(messages[key], touched[0][0], [segment for _, segment in touched], margin))
        shown |= places
    return cards


def touched_by(target: Target, spans: Sequence[LaidSpan]) -> list[tuple[LaidSpan, LaidSegment]]:
    pairs = [(span, segment) for span in spans for segment in span.segments]
    touched = [pair for pair in pairs if pair[1].start < target.end and pair[1].end > target.start]
    return touched or pairs[:1]


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    values: list[FacetValue]


def make_facets(
    passages: QuerySet[Annotation], given: Mapping[str, str], readable: QuerySet[MailingList]
) -> list[Facet]:
    """The counts by which passages can be narrowed; one query each."""
    return [facet_of(passages, name, given, readable) for name in FACETS]


def facet_of(
    passages: QuerySet[Annotation], name: str, given: Mapping[str, str], readable: QuerySet[MailingList]
) -> Facet:
    title, field = FACETS[name]
    if name == "list":
        passages = passages.filter(target__message__postings__mailing_list__in=readable)
    rows = (
        passages.order_by()
        .values(value=F(field))
        .annotate(count=Count("pk", distinct=True))
        .order_by("-count", "value")
    )
    values = [
        facet_value(name, str(row["value"]), row["count"], given)
        for row in rows[:FACET_ROWS]
        if row["value"] is not None
    ]
    return Facet(title, values)


def facet_value(name: str, value: str, count: int, given: Mapping[str, str]) -> FacetValue:
    chosen = given.get(name) == value
    parameters = {key: other for key, other in given.items() if key not in {name, "page"}}
    return FacetValue(
        value, count, chosen, "?" + urlencode(parameters if chosen else parameters | {name: value})
    )


def narrow(
    passages: AnnotationQuerySet, given: Mapping[str, str], readable: QuerySet[MailingList]
) -> AnnotationQuerySet:
    """The passages that have the chosen value of each facet."""
    for name, (_, field) in FACETS.items():
        value = given.get(name)
        if value is None:
            continue
        if name == "year" and not (value.isascii() and value.isdigit() and len(value) < 5):
            return passages.none()
        passages = passages.filter(**{field: value})
        if name == "list":
            passages = passages.filter(
                target__message__postings__mailing_list__in=readable.filter(slug=value)
            )
    return passages


@dataclass(frozen=True, slots=True)
class Chip:
    """One term of a query that is a plain chain of ANDs, and the queries without it and with it turned round."""

    tag: Tag | None
    path: str
    excluded: bool
    without: str
    turned: str


def make_chips(asked: Asked) -> list[Chip]:
    """Chips for a query whose terms are tags or NOT tags; none for others, which stay text."""
    if asked.tree is None:
        return []
    parts = asked.tree.parts if isinstance(asked.tree, And) else (asked.tree,)
    if not all(
        isinstance(part, Term) or (isinstance(part, Not) and isinstance(part.inner, Term)) for part in parts
    ):
        return []
    return [make_chip(part, parts, asked.tags) for part in parts]


def make_chip(part: Query, parts: tuple[Query, ...], tags: dict[str, Tag]) -> Chip:
    excluded = isinstance(part, Not)
    inner = part.inner if isinstance(part, Not) else part
    assert isinstance(inner, Term)  # noqa: S101 - make_chips saw to it
    rest = tuple(other for other in parts if other != part)
    turned = tuple((inner if excluded else Not(inner)) if other == part else other for other in parts)
    return Chip(tags.get(inner.path), inner.path, excluded, joined(rest), joined(turned))


def joined(parts: tuple[Query, ...]) -> str:
    return write(And(parts)) if len(parts) > 1 else write(parts[0]) if parts else ""
