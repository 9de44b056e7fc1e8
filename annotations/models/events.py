"""The one table of events: every write by a person appends a row, in the same transaction."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from annotations.models.annotations import Annotation, Reply


class Event(models.Model):
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

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.annotation_id}"
