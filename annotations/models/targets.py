"""Targets: the words that an annotation is on."""

from __future__ import annotations

from django.db import models

from archive.mail.passages import lines
from archive.models import Message


class Target(models.Model):
    """A range of a message's text, kept as place and as quote.

    Offsets are code points of the message's text, from 0, end exclusive. `prefix` and `suffix` are the
    words around the quote, to find it again when the text is derived anew. Where the words were first written
    the archive knows (`archive.models.Origin`), as of now: it is asked
    (`annotations.anchoring.same_words_notes`), not copied here.
    """

    class Found(models.TextChoices):
        IN_PLACE = "place", "at its place"
        IN_PASSAGE = "in-passage", "elsewhere in its passage"
        IN_MESSAGE = "in-message", "elsewhere in the message"
        FUZZY = "fuzzy", "on words much like them"
        PASSAGE = "passage", "only its passage: the words are gone"
        MESSAGE = "message", "only its message: the passage is gone"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="targets")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    found = models.CharField(max_length=12, choices=Found, default=Found.IN_PLACE)
    score = models.FloatField(default=1.0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="target_runs_forward")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}:{self.start}–{self.end}"

    @property
    def is_moved(self) -> bool:
        """Whether it stands on its very words, in another place of the text than it was put on."""
        return self.found in {self.Found.IN_PASSAGE, self.Found.IN_MESSAGE}

    @property
    def words(self) -> str:
        """Its words on one line, without the marks of quotes."""
        pieces = (self.exact[line.words : line.end] for line in lines(self.exact, 0, len(self.exact)))
        return " ".join(" ".join(pieces).split())
