"""Mailing lists and who may read them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from archive.models import widths

if TYPE_CHECKING:
    from archive.access import Reader


class MailingListQuerySet(models.QuerySet["MailingList"]):
    def visible_to(self, reader: Reader) -> Self:
        """The lists that this person may read; nobody else learns that the others exist."""
        if reader.is_superuser:
            return self
        if not reader.is_authenticated:
            return self.filter(visibility=MailingList.Visibility.PUBLIC)
        open_to_all = Q(visibility__in=[MailingList.Visibility.PUBLIC, MailingList.Visibility.MEMBERS])
        through_group = Q(visibility=MailingList.Visibility.GROUPS, groups__in=reader.groups.all())
        return self.filter(pk__in=MailingList.objects.filter(open_to_all | through_group).values("pk"))

    def addressed(self, address: str) -> Self:
        """Lists to which mail for this address goes: it is theirs, or their List-Id says the same."""
        list_id = address.replace("@", ".").lower()
        return self.filter(Q(address__iexact=address) | Q(list_id=list_id))

    def with_messages_among(self, messages: models.QuerySet[Any]) -> Self:
        """Lists on which one of these messages (keys) stands."""
        return self.filter(pk__in=MailingList.objects.filter(postings__message__in=messages).values("pk"))

    def with_nothing(self) -> Self:
        """Lists that hold no mail, no held mail, and no cursor of a source that is followed."""
        return self.filter(postings=None, quarantine=None, followed=None)

    def in_order(self) -> Self:
        return self.order_by("name", "pk")

    def with_counts(self) -> Self:
        """Adds `message_count`, `thread_count` and `last_at`, counted from the list's threads."""
        return self.annotate(
            message_count=Coalesce(Sum("listings__message_count"), 0),
            thread_count=Count("listings"),
            last_at=Max("listings__last_at"),
        )


class MailingList(models.Model):
    class Visibility(models.TextChoices):
        PUBLIC = "public", "Public: everybody, signed in or not"
        MEMBERS = "members", "Members: anyone signed in"
        GROUPS = "groups", "Groups: members of the groups named below"

    slug = models.SlugField(max_length=widths.LIST_SLUG, unique=True, allow_unicode=True)
    name = models.CharField(max_length=widths.LIST_NAME)
    description = models.TextField(blank=True)
    address = models.CharField(max_length=widths.ADDRESS, blank=True)
    list_id = models.CharField(
        max_length=widths.LIST_ID, blank=True, db_index=True, help_text="as in the List-Id header"
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.MEMBERS)
    groups = models.ManyToManyField(Group, blank=True, related_name="mailing_lists")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MailingListQuerySet.as_manager()

    if TYPE_CHECKING:
        message_count: int
        thread_count: int
        last_at: dt.datetime | None

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("archive:list", args=[self.slug])
