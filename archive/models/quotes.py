"""Spans of texts, origins of passages, and fingerprints by which these are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, Q, QuerySet

from archive.models import widths
from archive.models.lists import MailingList
from archive.models.messages import Message
from archive.models.people import Person

if TYPE_CHECKING:
    from archive.access import Reader


class SpanQuerySet(models.QuerySet["Span"]):
    def passages(self) -> Self:
        """Passages of stored messages; what quotes leave of a missing one has none of its own."""
        return self.filter(kind=Span.Kind.QUOTED, message__is_missing=False)

    def in_text_order(self) -> Self:
        return self.order_by("message_id", "start")

    def passage_starts(self, keys: Collection[int]) -> dict[int, list[int]]:
        """Where the passages of these messages begin, in order, by the message's key."""
        starts: dict[int, list[int]] = defaultdict(list)
        quoted = self.filter(kind=Span.Kind.QUOTED, message__in=keys)
        for key, start in quoted.order_by("start").values_list("message_id", "start"):
            starts[key].append(start)
        return starts

    def named_in_text(self) -> Self:
        """Those whose speaker their own text names."""
        known = ~Q(known__in=(Span.Known.TRACED, Span.Known.INFERRED)) | Q(speaker=F("said_speaker"))
        return self.filter(known).exclude(speaker="")


class Span(models.Model):
    """A stretch of a text of one kind. A passage is a quoted span. Offsets are code points.

    Spans and origins are derived, many, and written with their messages in one place: `check_archive` looks
    whether they point at rows that are there, as the database would for a third of the time of storing.
    """

    class Kind(models.TextChoices):
        OWN = "own", "own words"
        ATTRIBUTION = "attribution", "attribution line"
        QUOTED = "quoted", "quoted"
        SIGNATURE = "signature", "signature"
        PATCH = "patch", "patch"
        FOOTER = "footer", "footer"

    class Known(models.TextChoices):
        SAID = "said", "said by the attribution line"
        TRACED = "traced", "traced to where it was written"
        INFERRED = "inferred", "inferred from the reply chain"
        UNKNOWN = "unknown", "not known"

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="spans", db_index=False, db_constraint=False
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    depth = models.PositiveSmallIntegerField(default=0)
    speaker = models.CharField(
        max_length=widths.NAME, blank=True, help_text="who wrote it, as far as is known"
    )
    said_speaker = models.CharField(
        max_length=widths.NAME,
        blank=True,
        db_default="",
        help_text="as the attribution line says, where that is not believed",
    )
    is_open = models.BooleanField(
        default=False,
        db_default=False,
        help_text="whether the words have no marks, so that the attribution line above may not introduce them",
    )
    speaker_address = models.CharField(max_length=widths.ADDRESS, blank=True)
    said_on = models.CharField(
        max_length=widths.SAID_ON, blank=True, help_text="the date, as the attribution line says"
    )
    known = models.CharField(max_length=10, choices=Known, default=Known.UNKNOWN)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="spans", db_constraint=False
    )

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["message_id", "start"]
        constraints = [
            models.UniqueConstraint(fields=["message", "start"], name="one_span_per_start"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="span_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}–{self.end}"


class OriginQuerySet(models.QuerySet["Origin"]):
    def around(self, keys: Collection[int]) -> Self:
        """Quotes in these messages, and all quotes of the messages that these are or quote, in text order."""
        quoted_here = Origin.objects.filter(message__in=keys).values("origin")
        # One set of keys, not two conditions: for `OR` PostgreSQL would read the rows of the whole archive.
        written = quoted_here.union(Message.objects.filter(pk__in=keys).values("pk"))
        return self.filter(origin__in=written).order_by("message_id", "start")

    def most_quoted(self, mailing_list: MailingList, reader: Reader) -> QuerySet[Any, tuple[int, int]]:
        """Where words of a list begin that at least two messages quote which the reader may read, the most first.

        Each as the key of the message where they were written and the place in its text.
        """
        readable = Message.objects.readable_by(reader)
        seen = self.filter(message__in=readable, origin__in=readable.standing_on(mailing_list))
        counted = seen.values("origin", "origin_start").annotate(quotes=Count("message", distinct=True))
        often = counted.filter(quotes__gte=2).order_by("-quotes", "origin", "origin_start")
        return often.values_list("origin", "origin_start")

    def quotes_of(self, keys: Iterable[int], reader: Reader) -> QuerySet[Any, tuple[Any, ...]]:
        """All quotes of messages that the reader may read: key, start and end of the words, and who quotes them."""
        seen = self.filter(origin__in=keys, message__in=Message.objects.readable_by(reader))
        return seen.values_list("origin", "origin_start", "origin_end", "message")

    def of_thread(self, thread_id: int) -> Self:
        return self.filter(origin__thread=thread_id)


class Origin(models.Model):
    """That a range of quoted words was first written in a range of another message's own words."""

    pk = models.CompositePrimaryKey("message", "start")

    class How(models.TextChoices):
        EXACT = "exact", "word for word"
        REWRAPPED = "rewrapped", "same words, other line breaks"
        FUZZY = "fuzzy", "slightly edited"

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="origins", db_index=False, db_constraint=False
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    origin = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="quoted_at", db_index=False, db_constraint=False
    )
    origin_start = models.PositiveIntegerField()
    origin_end = models.PositiveIntegerField()
    how = models.CharField(max_length=10, choices=How)
    score = models.FloatField()

    objects = OriginQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["origin", "origin_start"], name="origin_by_words")]

    def __str__(self) -> str:
        return f"{self.message_id}:{self.start} ← {self.origin_id}:{self.origin_start}"


class WordsInARow(models.Model):
    """The hash of words in a row that stand in a message, and the minute from 1970 on that it is of.

    There are very many: the tables have neither keys nor constraints, only indexes of `hash, minute` and of `message`.
    """

    pk = models.CompositePrimaryKey("message", "hash")
    hash = models.IntegerField()
    minute = models.IntegerField()
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.hash} of {self.message_id}"


class Fingerprint(WordsInARow):
    """Of a message's own words: by these, quotes that their thread does not hold are looked for."""

    class Meta:
        indexes = [
            models.Index(fields=["hash", "minute"], name="fingerprint_by_age"),
            models.Index(fields=["message"], name="fingerprint_of_message"),
        ]


class Sought(WordsInARow):
    """Of quoted words that their own thread does not hold: older mail may bring them."""

    class Meta:
        indexes = [
            models.Index(fields=["hash", "minute"], name="sought_by_age"),
            models.Index(fields=["message"], name="sought_by_message"),
        ]
