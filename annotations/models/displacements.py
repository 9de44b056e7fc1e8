"""Displacements: targets whose words are searched for, because the text that they were on has changed."""

from __future__ import annotations

from django.db import models

from annotations.models.targets import Target


class Displacement(models.Model):
    """Where a target's words were, and what they were, from the change of its text until they are found again.

    Meanwhile the target stands at its message as a whole. No page shows what is kept here: where the message is read
    from another copy now, not all its readers may know the words that they replace.
    """

    target = models.OneToOneField(
        Target, on_delete=models.CASCADE, primary_key=True, related_name="displacement"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    # Its message took the place of the one that the words were on: they may stand in others of the thread.
    is_replaced = models.BooleanField(default=False)
    # The target is to quote the words that are found, in place of its own.
    quotes_anew = models.BooleanField(default=False)
    # When the text changed last. What was searched before is not written.
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.target_id} since {self.since}"
