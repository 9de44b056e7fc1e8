"""Threads, and their listings: how each stands on the lists that it was posted to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models

from archive.mail.cut_pieces import NOBODIES
from archive.models import widths
from archive.models.lists import MailingList
from archive.models.postings import Posting

if TYPE_CHECKING:
    from archive.access import Reader


class ThreadQuerySet(models.QuerySet["Thread"]):
    def not_traced(self) -> Self:
        """Threads whose quotes are still to trace, as an import left them."""
        return self.exclude(traced_revision=models.F("revision"))


class Thread(models.Model):
    """Messages joined by References and In-Reply-To. Its messages hold the tree."""

    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(db_default=1, help_text="how often an import changed it")
    traced_revision = models.PositiveIntegerField(
        db_default=0, help_text="the revision whose quotes are traced"
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="thread_not_traced",
                condition=~models.Q(traced_revision=models.F("revision")),
            )
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class ThreadListingQuerySet(models.QuerySet["ThreadListing"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(mailing_list__in=MailingList.objects.visible_to(reader)).told_to(reader)

    def told_to(self, reader: Reader) -> Self:
        """Those whose first message shows a copy that this person may read."""
        other = Posting.objects.exclude(shown_from=None).filter(
            message=models.OuterRef("first_message"), mailing_list=models.OuterRef("mailing_list")
        )
        hidden = other.exclude(shown_from__in=MailingList.objects.visible_to(reader))
        return self.filter(~models.Exists(hidden))

    def on_list(self, mailing_list: MailingList) -> Self:
        return self.filter(mailing_list=mailing_list)

    def of_threads(self, threads: Collection[int]) -> Self:
        return self.filter(thread__in=threads)

    def newest_first(self) -> Self:
        return self.order_by(models.F("last_at").desc(nulls_last=True), "-pk")

    def in_month(self, year: int, month: int) -> Self:
        """Threads with a message sent in this month (UTC), whenever they began."""
        first = dt.datetime(year, month, 1, tzinfo=dt.UTC)
        after = dt.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=dt.UTC)
        posted = models.Q(
            thread__messages__sent_at__gte=first,
            thread__messages__sent_at__lt=after,
            thread__messages__postings__mailing_list=models.F("mailing_list"),
        ) & ~models.Q(thread__messages__sender_address__in=NOBODIES)
        return self.filter(pk__in=ThreadListing.objects.filter(posted).values("pk"))

    def for_rows(self) -> Self:
        return self.select_related("mailing_list", "first_message")


class ThreadListing(models.Model):
    """One thread on one list: what a list page shows of it, counted from that list's mail alone."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="listings", db_index=False)
    mailing_list = models.ForeignKey(
        MailingList, on_delete=models.CASCADE, related_name="listings", db_index=False
    )
    first_message = models.ForeignKey("archive.Message", on_delete=models.CASCADE, related_name="+")
    subject = models.TextField(blank=True)
    started_by = models.CharField(max_length=widths.NAME, blank=True)
    started_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    message_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0)

    objects = ThreadListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "mailing_list"], name="one_listing_per_thread_and_list")
        ]
        indexes = [
            models.Index(
                models.F("mailing_list"),
                models.F("last_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="listing_newest_first",
            )
        ]

    def __str__(self) -> str:
        return self.subject or "(no subject)"

    def get_absolute_url(self) -> str:
        return self.first_message.thread_url(self.mailing_list.slug)

    @property
    def reply_count(self) -> int:
        return max(self.message_count - 1, 0)
