"""Regroupings: where administrators split threads, and which they joined."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q

from archive.models.messages import Message

if TYPE_CHECKING:
    from archive.access import Reader


class RegroupingQuerySet(models.QuerySet["Regrouping"]):
    def standing(self) -> Self:
        """Those that nobody has undone."""
        return self.filter(undone_at=None)

    def visible_to(self, reader: Reader) -> Self:
        """Those whose messages this person may read, as far as they are here."""
        hidden = Q()
        for column in ("message", "answered", "onto"):
            one = Message.objects.stored().filter(pk=OuterRef(column))
            hidden |= Q(Exists(one)) & ~Q(Exists(one.visible_to(reader)))
        return self.exclude(hidden)

    def at(self, keys: Collection[int]) -> Self:
        """Those that move one of these messages, or moved an answer away from one."""
        return self.filter(Q(message__in=keys) | Q(answered__in=keys))

    def with_messages(self) -> Self:
        return self.select_related("message", "answered", "onto")

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Regrouping(models.Model):
    """That a thread is split at a message, or joined to another; of one message the newest that stands decides."""

    class Kind(models.TextChoices):
        SPLIT = "split", "split"
        JOIN = "join", "join"

    kind = models.CharField(max_length=5, choices=Kind)
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="regroupings", help_text="the first that moves"
    )
    answered = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, related_name="+", help_text="what it answered before"
    )
    onto = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, related_name="+", help_text="what it answers now"
    )
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = RegroupingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="split", answered__isnull=False, onto__isnull=True)
                | Q(kind="join", answered__isnull=True, onto__isnull=False),
                name="a_split_leaves_a_message_a_join_finds_one",
            )
        ]

    def __str__(self) -> str:
        did = "Split at" if self.kind == self.Kind.SPLIT else "Joined"
        return f"{did} “{self.message}”"

    @property
    def is_overruled(self) -> bool:
        """Whether somebody decided anew about the message since, so that undoing this one moves nothing."""
        return Regrouping.objects.standing().filter(message=self.message_id, pk__gt=self.pk).exists()
