"""People, and the addresses they write from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from archive.access import Reader

from archive.models import widths


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, reader: Reader) -> Self:
        """Who wrote, or is named in words of, a message that this person may read; each with the name told there."""
        if reader.is_superuser:
            return self.annotate(told_name=models.F("name"))
        written, named = messages_of("sender__person", reader), spans_of(reader)
        return self.filter(Exists(written) | Exists(named)).annotate(
            told_name=Coalesce(
                Subquery(written.exclude(sender_name="").values("sender_name")[:1]),
                Subquery(named.values("speaker")[:1]),
                Value(""),
            )
        )

    def with_counts(self) -> Self:
        return self.annotate(message_count=Count("addresses__messages"))


class Person(models.Model):
    """Somebody who wrote or was quoted. The name is the one that they signed with first."""

    name = models.CharField(max_length=widths.NAME, blank=True)

    objects = PersonQuerySet.as_manager()

    if TYPE_CHECKING:
        told_name: str

    class Meta:
        verbose_name_plural = "people"
        indexes = [models.Index(models.functions.Lower("name"), name="person_by_name")]

    def __str__(self) -> str:
        return self.name or f"person {self.pk}"


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, reader: Reader) -> Self:
        """Those from which a message came that this person may read; each with the name told there."""
        if reader.is_superuser:
            return self.annotate(told_name=models.F("name"))
        written = messages_of("sender", reader)
        told = Subquery(written.exclude(sender_name="").values("sender_name")[:1])
        return self.filter(Exists(written)).annotate(told_name=Coalesce(told, Value("")))


def messages_of(reference: str, reader: Reader) -> models.QuerySet[Any]:
    """Readable messages of the person or address at hand, the first ones first."""
    messages = apps.get_model("archive", "Message").objects.visible_to(reader)
    return messages.filter(**{reference: OuterRef("pk")}).order_by("pk")


def spans_of(reader: Reader) -> models.QuerySet[Any]:
    """Words of the person at hand in readable messages whose own text names the speaker."""
    spans = apps.get_model("archive", "Span").objects.named_in_text()
    readable = apps.get_model("archive", "Message").objects.visible_to(reader)
    return spans.filter(person=OuterRef("pk"), message__in=readable).order_by("message_id", "start")


class Address(models.Model):
    """An address as it stood in mail.

    `key` joins spellings of one address (`user at host`, `User@Host`). A redacted address such as
    `dev at` is no address of anybody alone, so its key carries the name too.
    """

    key = models.CharField(max_length=widths.ADDRESS_KEY, unique=True)
    address = models.CharField(max_length=widths.ADDRESS, blank=True)
    name = models.CharField(max_length=widths.NAME, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")

    objects = AddressQuerySet.as_manager()

    if TYPE_CHECKING:
        told_name: str

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address
