"""From a tag query to annotations, for tag pages and exports: one `Exists()` per tag, over what the reader may see.

A passage carries a tag when an annotation on words that overlap it does. So `a AND b` finds words that one
person tagged `a` and another, on overlapping words, `b`.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Max,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    RowRange,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, ExtractYear, NullIf

from annotations.models import Annotation, AnnotationQuerySet, AnnotationTag, Tag, TagAlias
from annotations.models.tag_paths import normal_path
from annotations.tagging.query_grammar import And, Not, Or, Query, QueryError, Term, parse, paths_in
from archive.access import Reader
from archive.models import Span
from archive.reading.speakers import speaker_known_to

UNKNOWN_SPEAKER = "Unknown speaker"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as a reader asked it: its tree, the tags that it names, the paths that there are none of."""

    text: str
    tree: Query | None
    tags: dict[str, Tag]
    unknown: list[str]
    problem: str = ""


def ask(text: str, reader: Reader) -> Asked:
    """Reads a query and finds its tags, by path or alias."""
    try:
        tree = parse(text)
    except QueryError as error:
        return Asked(text, None, {}, [], str(error))
    paths = {path: normal_path(path) for path in paths_in(tree)}
    led = TagAlias.objects.followed(list(paths.values()))
    wanted = {path: led[normal] for path, normal in paths.items()}
    found = {tag.path: tag for tag in Tag.objects.visible_to(reader).filter(path__in=wanted.values())}
    tags = {path: found[normal] for path, normal in wanted.items() if normal in found}
    return Asked(text, tree, tags, [path for path in paths if path not in tags])


def matching(asked: Asked, reader: Reader) -> AnnotationQuerySet:
    """Annotations that the reader may see, on words that the query is true of."""
    visible = Annotation.objects.visible_to(reader)
    if asked.tree is None:
        return visible.none()
    # Whether the message may be read is asked once: others' notes that count stand on the same message.
    return visible.filter(condition(asked.tree, asked.tags, Annotation.objects.said_to(reader)))


def condition(tree: Query, tags: dict[str, Tag], said: QuerySet[Annotation]) -> Q:
    """One SQL condition. The tree is shallow: a query names a bounded number of tags."""
    if isinstance(tree, Term):
        return Q(carries(tags[tree.path], said)) if tree.path in tags else Q(pk__in=[])
    if isinstance(tree, Not):
        return ~condition(tree.inner, tags, said)
    join = operator.and_ if isinstance(tree, And) else operator.or_
    assert isinstance(tree, And | Or)  # noqa: S101 - all four kinds are told
    return reduce(join, (condition(part, tags, said) for part in tree.parts))


def carries(tag: Tag, said: QuerySet[Annotation]) -> Exists:
    """That the tag is on the words. A note on a message as a whole, whose words are lost, overlaps none but itself."""
    overlapping = Q(
        annotation__target__start__lt=OuterRef("target__end"),
        annotation__target__end__gt=OuterRef("target__start"),
    )
    return Exists(
        AnnotationTag.objects.filter(
            overlapping | Q(annotation=OuterRef("pk")),
            annotation__in=said,
            tag__in=Tag.objects.below(tag.path),
            annotation__target__message=OuterRef("target__message"),
        )
    )


def one_per_passage(matched: AnnotationQuerySet) -> AnnotationQuerySet:
    """Of annotations on overlapping words the first one, to stand for the passage."""
    reached = Window(
        Max("target__end"),
        partition_by="target__message",
        order_by=["target__start", "pk"],
        frame=RowRange(None, -1),
    )
    begins = Q(reached=None) | Q(reached__lte=F("target__start"))
    first = matched.order_by().annotate(reached=reached).filter(begins)
    return Annotation.objects.filter(pk__in=first.values("pk"))


def with_speaker(found: AnnotationQuerySet, reader: Reader) -> AnnotationQuerySet:
    """Adds `speaker`, `is_quoted` and `year`: whose words they are, as far as the reader may know, and when."""
    return found.annotate(**columns_of_words(reader))


def columns_of_words(reader: Reader) -> dict[str, Any]:
    """What is asked of the words that an annotation is on, by the names that it has there."""
    span = Span.objects.filter(
        message=OuterRef("target__message"),
        start__lte=OuterRef("target__start"),
        end__gt=OuterRef("target__start"),
    )
    return {
        "kind_of_words": Subquery(span.values("kind")[:1]),
        "quoted_speaker": Subquery(span.filter(speaker_known_to(reader)).values("speaker")[:1]),
        "said_speaker": Subquery(span.values("said_speaker")[:1]),
        "is_quoted": Case(
            When(kind_of_words=Span.Kind.QUOTED, then=Value("quoted")),
            default=Value("own"),
            output_field=CharField(),
        ),
        "speaker": Case(
            When(is_quoted="quoted", then=first_named("quoted_speaker", "said_speaker")),
            default=first_named("target__message__sender_name", "target__message__sender_address"),
            output_field=CharField(),
        ),
        "year": ExtractYear("target__message__sent_at"),
    }


def first_named(*names: str) -> Coalesce:
    return Coalesce(*(NullIf(name, Value("")) for name in names), Value(UNKNOWN_SPEAKER))


ORDERS: dict[str, list[OrderBy | str]] = {
    "oldest": [F("target__message__sent_at").asc(nulls_last=True), "target__message_id", "target__start"],
    "newest": [F("target__message__sent_at").desc(nulls_last=True), "-target__message_id", "target__start"],
    "thread": ["target__message__thread_id", "target__message__order", "target__start"],
}
