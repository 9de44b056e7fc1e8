"""People, and the addresses they write from."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count

from archive.models import widths


class PersonQuerySet(models.QuerySet["Person"]):
    def with_counts(self) -> Self:
        return self.annotate(message_count=Count("addresses__messages"))


class Person(models.Model):
    """Somebody who wrote or was quoted. The name is the one that they signed with first."""

    name = models.CharField(max_length=widths.NAME, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        indexes = [models.Index(models.functions.Lower("name"), name="person_by_name")]

    def __str__(self) -> str:
        return self.name or f"person {self.pk}"


class Address(models.Model):
    """An address as it stood in mail.

    `key` joins spellings of one address (`user at host`, `User@Host`). A redacted address such as
    `dev at` is no address of anybody alone, so its key carries the name too.
    """

    key = models.CharField(max_length=widths.ADDRESS_KEY, unique=True)
    address = models.CharField(max_length=widths.ADDRESS, blank=True)
    name = models.CharField(max_length=widths.NAME, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address
