"""Messages and missing messages, their places in threads, and what they refer to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Lower, TruncMonth
from django.utils.formats import date_format
from django.utils.functional import cached_property

from archive.links import anchor, message_url, place_anchor, place_url, thread_page, thread_url
from archive.mail.identity import list_variant
from archive.models import widths
from archive.models.attachments import ENCRYPTED, PGP_MESSAGE
from archive.models.lists import MailingList
from archive.models.people import Address
from archive.models.postings import Posting, ReadMail, shown_to
from archive.models.threads import Thread, ThreadListing

if TYPE_CHECKING:
    from archive.access import Reader


class MessageQuerySet(models.QuerySet["Message"]):
    def stored(self) -> Self:
        """Messages that we have, missing ones left out."""
        return self.filter(is_missing=False)

    def visible_to(self, reader: Reader) -> Self:
        postings = Posting.objects.filter(message=OuterRef("pk")).visible_to(reader)
        return self.filter(Exists(postings))

    def on_list(self, slug: str) -> Self:
        return self.filter(Exists(Posting.objects.filter(message=OuterRef("pk"), mailing_list__slug=slug)))

    def called(self, message_id: str, slug: str) -> Self:
        """Of this id, or read apart from it on this list, because its readers may not read the other's copy."""
        return self.filter(message_id__in=[message_id, list_variant(message_id, slug)]).order_by("-pk")

    def readable_by(self, reader: Reader) -> Self:
        """Messages with words that this person may read: their own, or what quotes leave of them."""
        posted = Exists(Posting.objects.filter(message=OuterRef("pk")).visible_to(reader))
        rebuilt = Exists(Message.objects.rebuilt_for(reader).filter(pk=OuterRef("pk")))
        return self.filter(Q(posted, is_missing=False) | Q(rebuilt))

    def quoted_in_thread(self, thread_id: int) -> Self:
        """Messages in which words that a thread quotes were first written, wherever they stand."""
        return self.filter(pk__in=Message.objects.filter(quoted_at__message__thread=thread_id).values("pk"))

    def rebuilt_for(self, reader: Reader) -> Self:
        """Missing messages of which something is left, all of it quoted where this person may read."""
        quoting = Message.objects.stored().filter(origins__origin=OuterRef("pk"))
        hidden = quoting.exclude(pk__in=Message.objects.visible_to(reader))
        return self.filter(~Exists(hidden), is_missing=True, body__isnull=False)

    def standing_on(self, mailing_list: MailingList, reader: Reader | None = None) -> Self:
        """Messages of a list, and missing ones of threads that have messages there."""
        postings = Posting.objects.filter(message=OuterRef("pk"), mailing_list=mailing_list)
        posted = Exists(postings.visible_to(reader) if reader else postings)
        in_thread = Exists(mailing_list.listings.filter(thread=OuterRef("thread")))
        return self.filter(posted | (Q(is_missing=True) & in_thread))

    def posted_on(self, mailing_list: MailingList, reader: Reader | None = None) -> Self:
        """Messages of a list; to a reader, those of which it shows a copy that they may read."""
        shown = shown_to(reader, "postings__") if reader else Q()
        return self.filter(shown, postings__mailing_list=mailing_list)

    def read_from(self, digest: UUID, mailing_list: MailingList) -> Self:
        """The message that raw mail of this digest was, when it was read onto the list."""
        read = ReadMail.objects.filter(digest=digest, mailing_list=mailing_list)
        return self.filter(pk__in=read.values("message"))

    def stored_keys(self, mailing_list: MailingList | None) -> list[int]:
        """Keys of the messages that we have, of one list or all, in their order."""
        found = self.stored() if mailing_list is None else self.stored().posted_on(mailing_list)
        return list(found.order_by("pk").values_list("pk", flat=True))

    def with_hash(self, id_hash: str) -> Self:
        return self.filter(id_hash=id_hash)

    def count_by_month(self) -> dict[dt.date, int]:
        """The first day of each month (UTC) with mail, and how many messages were sent in it."""
        months = self.exclude(sent_at=None).annotate(month=TruncMonth("sent_at", tzinfo=dt.UTC))
        rows = months.order_by("month").values_list("month").annotate(Count("pk"))
        return {month.date(): count for month, count in rows}

    def count_people(self) -> int:
        return int(self.aggregate(people=Count("sender__person", distinct=True))["people"])

    def matching(self, query: SearchQuery) -> Self:
        """Messages whose subject, sender or text answers a search."""
        return self.filter(body__search=query)

    def with_marks(self, headline: SearchHeadline) -> Self:
        """Adds `marked`: the text with marks around the words that answer."""
        return self.annotate(marked=headline)

    def best_first(self, query: SearchQuery) -> Self:
        """The best answers first, the newest of equals."""
        ranked = self.annotate(rank=SearchRank(F("body__search"), query))
        return ranked.order_by("-rank", F("sent_at").desc(nulls_last=True), "-pk")

    def in_thread(self, thread_id: int) -> Self:
        return self.filter(thread=thread_id)

    def at_or_below(self, message: Message) -> Self:
        """A message and all that stand below it in its thread."""
        beside = Message.objects.filter(
            thread=message.thread_id, order__gt=message.order, depth__lte=message.depth
        )
        end = beside.order_by("order").values_list("order", flat=True).first()
        below = self.filter(thread=message.thread_id, order__gte=message.order)
        return below if end is None else below.filter(order__lt=end)

    def regrouped_with(self, message: Message) -> Self:
        """A message and those that it answered, or answers, where somebody split or joined its thread."""
        decided = message.regroupings.filter(undone_at=None)
        return self.filter(
            Q(pk=message.pk) | Q(pk__in=decided.values("answered")) | Q(pk__in=decided.values("onto"))
        )

    def threads(self) -> set[int]:
        """Keys of the threads in which they stand."""
        return set(self.order_by().values_list("thread", flat=True))

    def first_of_thread(self, thread_id: int) -> Message:
        return self.get(thread=thread_id, parent=None)

    def with_home(self, reader: Reader, preferred: str = "") -> Self:
        """Adds `home_slug`: a list that has the message, or the thread of a missing one, and that they may read."""
        here = Case(When(mailing_list__slug=preferred, then=0), default=1)
        homes = (
            Posting.objects.filter(message=OuterRef("pk"))
            .visible_to(reader)
            .order_by(here, "mailing_list_id")
        )
        listings = ThreadListing.objects.filter(thread=OuterRef("thread")).visible_to(reader)
        return self.annotate(
            home_slug=Coalesce(
                Subquery(homes.values("mailing_list__slug")[:1]),
                Subquery(listings.order_by(here, "mailing_list_id").values("mailing_list__slug")[:1]),
            )
        )

    def with_own_copy(self, slug: str) -> Self:
        """Adds `own_copy`: the key of the copy that a list keeps, where it received another one; else nothing."""
        kept = apps.get_model("archive", "ListCopy").objects.filter(
            message=OuterRef("pk"), mailing_list__slug=slug
        )
        return self.annotate(own_copy=Subquery(kept.values("pk")[:1]))

    def for_reading(self) -> Self:
        """With text, spans and attachments, without the bytes; `parent_is_inferred` says how the parent is known."""
        inferred = Reference.objects.filter(
            message=OuterRef("pk"), ancestor=OuterRef("parent"), is_inferred=True
        )
        return (
            self.with_body()
            .prefetch_related("spans", "attachments")
            .annotate(parent_is_inferred=Exists(inferred))
        )

    def in_thread_order(self) -> Self:
        return self.order_by("thread_id", "order", "pk")

    def newest_first(self) -> Self:
        return self.order_by(F("sent_at").desc(nulls_last=True), "-pk")

    def with_body(self) -> Self:
        return self.select_related("body").defer("body__raw", "body__search")


class Message(models.Model):
    """One mail, known by its Message-ID (without `<>`), or a missing one that holds its place.

    A message without an id gets one derived from its content. Of two different mails that claim the
    same id, the one stored first keeps it; `message_id` of the other carries a suffix.
    """

    class DateSource(models.TextChoices):
        DATE = "date", "the Date header"
        RECEIVED = "received", "a Received header"
        ENVELOPE = "envelope", "the line before the mail"
        NEIGHBOURS = "neighbours", "the mail around it in its source"
        NONE = "none", "nothing: the date is not known"

    class KnownFrom(models.TextChoices):
        MAIL = "mail", "the mail itself"
        REFERENCES = "references", "the references of other mail"
        QUOTES = "quotes", "quotes of it in other mail"

    message_id = models.TextField()
    id_hash = models.CharField(max_length=32, help_text="of the Message-ID, as Mailman counts it")
    id_is_derived = models.BooleanField(default=False)
    is_missing = models.BooleanField(default=False)
    known_from = models.CharField(max_length=10, choices=KnownFrom, default=KnownFrom.MAIL)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    order = models.PositiveIntegerField(default=0, help_text="place in the thread, depth first, from 0")
    depth = models.PositiveIntegerField(default=0, help_text="answers above this one in the thread")
    subject = models.TextField(blank=True)
    bare_subject = models.TextField(blank=True)
    sender = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, related_name="messages")
    sender_name = models.CharField(max_length=widths.NAME, blank=True)
    sender_address = models.CharField(max_length=widths.ADDRESS, blank=True)
    sent_at = models.DateTimeField(null=True, db_index=True)
    utc_offset = models.SmallIntegerField(
        null=True, help_text="minutes east of UTC, as the sender's clock said"
    )
    date_source = models.CharField(max_length=10, choices=DateSource, default=DateSource.NONE)
    said_on = models.CharField(
        max_length=widths.SAID_ON,
        blank=True,
        help_text="of a missing message: its date, as an attribution line says",
    )
    content_digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="bytes of raw mail")

    objects = MessageQuerySet.as_manager()

    if TYPE_CHECKING:
        home_slug: str
        own_copy: int | None
        marked: str
        parent_is_inferred: bool

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message_id"], name="one_message_per_id")]
        indexes = [
            models.Index(fields=["id_hash"], name="message_by_hash"),
            models.Index(fields=["thread", "order"], name="message_in_thread_order"),
            models.Index(Lower("sender_name"), name="missing_by_writer", condition=Q(is_missing=True)),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id

    @cached_property
    def anchor(self) -> str:
        return anchor(self.message_id)

    @property
    def who(self) -> str:
        return self.sender_name or self.sender_address or "Unknown sender"

    @property
    def address_shown(self) -> str:
        """The sender's address, also as archives hide it (`dev at example.org`); nothing where its host is cut away."""
        is_whole = "@" in self.sender_address or " at " in self.sender_address
        return self.sender_address if is_whole and self.sender_address != self.who else ""

    @property
    def local_time(self) -> dt.datetime | None:
        """What the sender's own clock said when it was sent; without a zone, so that no page converts it."""
        if self.sent_at is None:
            return None
        return (self.sent_at + dt.timedelta(minutes=self.utc_offset or 0)).replace(tzinfo=None)

    @cached_property
    def day(self) -> str:
        """The day on which it was sent, on the sender's clock: `8 Jul 2024`; nothing when it is not known."""
        return date_format(self.local_time, "j M Y") if self.local_time else ""

    @property
    def clock(self) -> str:
        """Hour, minute and offset on the sender's clock: `03:32 −0700`."""
        if self.local_time is None:
            return ""
        hours, minutes = divmod(abs(self.utc_offset or 0), 60)
        sign = "−" if (self.utc_offset or 0) < 0 else "+"
        return f"{self.local_time:%H:%M} {sign}{hours:02}{minutes:02}"

    @property
    def by_time(self) -> tuple[float, int]:
        """By when it was sent; those without a date come last."""
        return (self.sent_at.timestamp() if self.sent_at else float("inf"), self.pk)

    @property
    def is_encrypted(self) -> bool:
        is_all_of_it = self.body.text.lstrip().startswith(PGP_MESSAGE)
        return is_all_of_it or any(one.content_type in ENCRYPTED for one in self.attachments.all())

    @property
    def date_is_doubtful(self) -> bool:
        return self.date_source != self.DateSource.DATE

    def url(self, slug: str) -> str:
        """The page of the message; a missing one has none but that of its thread."""
        return self.thread_url(slug) if self.is_missing else message_url(slug, self.message_id)

    def thread_url(self, slug: str) -> str:
        return thread_url(slug, self.message_id)

    def thread_page(self, slug: str, place: int = 0) -> str:
        """The page of its thread, without an anchor, on which this place of its text stands."""
        return thread_page(slug, self.message_id, place)

    def place_url(self, slug: str, start: int, end: int | None = None, *, is_alone: bool = False) -> str:
        """Where a segment of its text, or the words from `start` to `end`, stand on a page."""
        return place_url(slug, self.message_id, start, end, is_alone=is_alone)

    def place_anchor(self, start: int, end: int | None = None) -> str:
        return place_anchor(self.message_id, start, end)


class Reference(models.Model):
    """That a message names another as its ancestor; the highest position is the parent."""

    pk = models.CompositePrimaryKey("message", "position")
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="references", db_index=False, db_constraint=False
    )
    position = models.PositiveSmallIntegerField()
    ancestor = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="referrers", db_constraint=False
    )
    is_inferred = models.BooleanField(
        default=False, help_text="told by an archive's page or by quotes, not by the mail itself"
    )

    def __str__(self) -> str:
        return f"{self.message_id} → {self.ancestor_id}"
