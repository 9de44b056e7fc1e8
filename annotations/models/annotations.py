"""Annotations and their replies."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import TruncMonth
from django.urls import reverse

from annotations.models.targets import Target
from archive.models import MailingList, Message, Posting

if TYPE_CHECKING:
    from archive.access import Reader


def on_readable_words(reader: Reader) -> Q:
    """That the words are on a list that this person may read; or, of a missing message, all quotes of it."""
    posted = Exists(Posting.objects.filter(message=OuterRef("target__message")).visible_to(reader))
    rebuilt = Exists(Message.objects.rebuilt_for(reader).filter(pk=OuterRef("target__message")))
    return Q(posted) | Q(rebuilt)


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def visible_to(self, reader: Reader) -> Self:
        """Notes are for signed-in members, on lists that they may read; private ones for their author."""
        return self.said_to(reader).filter(on_readable_words(reader))

    def said_to(self, reader: Reader) -> Self:
        """The same on whatever words: enough where it is settled that the reader may see the message."""
        if not reader.is_authenticated:
            return self.none()
        return self.filter(Q(author=reader) | Q(visibility=Annotation.Visibility.TEAM), deleted_at=None)

    def deleted_by(self, reader: Reader) -> Self:
        """What this person deleted and may still take back, on lists that they may still read."""
        if not reader.is_authenticated:
            return self.none()
        return self.filter(on_readable_words(reader), author=reader, deleted_at__isnull=False)

    def written_by(self, reader: Reader) -> Self:
        return self.visible_to(reader).filter(author=reader) if reader.is_authenticated else self.none()

    def for_team(self) -> Self:
        return self.filter(visibility=Annotation.Visibility.TEAM, deleted_at=None)

    def with_home(self, reader: Reader) -> Self:
        """Adds `home_slug`: a list that has the message and that this person may read."""
        here = Message.objects.filter(pk=OuterRef("target__message")).with_home(reader)
        return self.annotate(home_slug=Subquery(here.values("home_slug")[:1]))  # type: ignore[misc]

    def with_tags(self) -> Self:
        return self.filter(pk__in=AnnotationTag.objects.values("annotation"))

    def on_messages(self, message_ids: Collection[int]) -> Self:
        return self.filter(target__message__in=message_ids)

    def on_threads(self, thread_ids: list[int]) -> Self:
        return self.filter(target__message__thread__in=thread_ids)

    def on_list(self, mailing_list: MailingList) -> Self:
        here = Message.objects.standing_on(mailing_list).filter(pk=OuterRef("target__message"))
        return self.filter(Exists(here))

    def matching(self, query: SearchQuery) -> Self:
        """Annotations whose note, or a reply to it, answers a search."""
        words = SearchVector("note", config="english")
        replies = Reply.objects.filter(annotation=OuterRef("pk"), deleted_at=None)
        answering = replies.annotate(words=words).filter(words=query)
        return self.annotate(words=words).filter(Q(words=query) | Exists(answering))

    def count_by_month(self) -> dict[dt.date, int]:
        """By the first day of the month (UTC) in which the words that the notes are on were sent."""
        dated = self.exclude(target__message__sent_at=None)
        months = dated.annotate(month=TruncMonth("target__message__sent_at", tzinfo=dt.UTC))
        rows = months.order_by("month").values_list("month").annotate(Count("pk"))
        return {month.date(): count for month, count in rows}

    def with_details(self) -> Self:
        """Everything that a note's fragment shows, in a constant number of queries."""
        replies = Reply.objects.filter(deleted_at=None).select_related("author").order_by("created_at", "pk")
        return self.select_related("target", "target__message", "author", "resolved_by").prefetch_related(
            "tags", Prefetch("replies", queryset=replies)
        )

    def in_text_order(self) -> Self:
        return self.order_by("target__message_id", "target__start", "target__end", "created_at")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Annotation(models.Model):
    """What one person says about one target: a note in Markdown, tags, or both."""

    class Visibility(models.TextChoices):
        TEAM = "team", "For the team"
        ME = "me", "Only me"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="annotation")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annotations")
    note = models.TextField(blank=True)
    visibility = models.CharField(max_length=6, choices=Visibility, default=Visibility.TEAM)
    tags = models.ManyToManyField("annotations.Tag", through="AnnotationTag", related_name="annotations")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="resolved_annotations"
    )

    objects = AnnotationQuerySet.as_manager()

    if TYPE_CHECKING:
        home_slug: str
        speaker: str

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="annotation_newest_first")]

    def __str__(self) -> str:
        return self.note[:60] or "tags only"

    def get_absolute_url(self) -> str:
        return reverse("annotations:annotation", args=[self.pk])


class AnnotationTag(models.Model):
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="annotation_tags")
    tag = models.ForeignKey("annotations.Tag", on_delete=models.CASCADE, related_name="annotation_tags")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["annotation", "tag"], name="a_tag_once_per_annotation")
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.annotation_id}"


class Reply(models.Model):
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="replies")
    note = models.TextField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return self.note[:60]
