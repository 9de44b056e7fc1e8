"""The one table of events: every write by a person appends a row, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from annotations.models.annotations import Annotation, Reply

if TYPE_CHECKING:
    from archive.access import Reader


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, reader: Reader) -> Self:
        """What was done to annotations that this person may see; to replies that were deleted, by their writers."""
        seen = self.filter(annotation__in=Annotation.objects.visible_to(reader))
        return seen.filter(Q(reply=None) | Q(reply__deleted_at=None) | Q(actor=reader))

    def told_to(self, reader: Reader) -> Self:
        """Adds `told`: what the write replaced, but nothing of the time when that was its author's alone."""
        was_open = Q(before__visibility=Annotation.Visibility.TEAM) | Q(annotation__author=reader)
        empty = Value({}, output_field=models.JSONField())
        return self.annotate(told=Case(When(was_open, then=F("before")), default=empty))


class Event(models.Model):
    """A write by a person, and what it replaced."""

    class Verb(models.TextChoices):
        WROTE = "wrote", "wrote"
        EDITED = "edited", "edited"
        DELETED = "deleted", "deleted"
        RESTORED = "restored", "took back the deletion of"
        RESOLVED = "resolved", "resolved"
        REOPENED = "reopened", "opened again"
        REPLIED = "replied", "replied to"
        DELETED_REPLY = "deleted-reply", "deleted a reply to"

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=16, choices=Verb)
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="events")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="events")
    before = models.JSONField(default=dict, help_text="what the write replaced: note, tags, visibility")

    objects = EventQuerySet.as_manager()

    if TYPE_CHECKING:
        told: dict[str, Any]

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.annotation_id}"

    @property
    def told_tags(self) -> list[str]:
        """The tags that the write replaced, of an event `told_to` a reader."""
        return self.told.get("tags") or []
