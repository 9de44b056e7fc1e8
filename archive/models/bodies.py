"""Bodies of messages: raw mail, text, and the words to search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone

from archive.mail.message import UnparsableMail, parse
from archive.mail.packing import unpack
from archive.mail.readers import RawMail
from archive.models.lists import MailingList
from archive.models.messages import Message
from archive.models.postings import Posting

if TYPE_CHECKING:
    from archive.access import Reader


class BodyQuerySet(models.QuerySet["Body"]):
    def of_thread(self, thread_id: int, reader: Reader, slug: str = "") -> Self:
        """The bytes of a thread's messages that this person may read, in thread order; a list's own, where it can be.

        `slug` names the list whose bytes are preferred.
        """
        readable = Message.objects.in_thread(thread_id).stored().visible_to(reader)
        home: models.QuerySet[Any, Any] = Message.objects.filter(pk=models.OuterRef("pk")).with_home(
            reader, slug
        )
        rows = (
            self.filter(message__in=readable)
            .annotate(home_slug=models.Subquery(home.values("home_slug")))
            .select_related("message")
            .defer("text", "search")
        )
        return rows.order_by("message__order", "pk")

    def received_by(self, mailing_list: MailingList) -> Self:
        """Of messages whose bytes the list received: these, or others that it keeps."""
        posting = Posting.objects.filter(message=models.OuterRef("pk"), mailing_list=mailing_list)
        kept = models.Exists(mailing_list.list_copies.filter(message=models.OuterRef("pk")))
        known = models.Exists(posting.filter(shown_from=None)) | (models.Exists(posting) & kept)
        return self.filter(known, message__is_missing=False)


class Body(models.Model):
    """What a message says: its raw bytes (zstd), its text, and the words to search."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="body")
    raw = models.BinaryField()
    text = models.TextField(blank=True)
    search = SearchVectorField(null=True)
    dialect = models.CharField(
        max_length=12, blank=True, db_default="", help_text="the form of the source that the bytes stood in"
    )
    envelope = models.TextField(blank=True, db_default="", help_text="the line before the mail in an mbox")
    page_references = models.TextField(
        blank=True, db_default="", help_text="ids of ancestors that only the source told, one a line"
    )

    objects = BodyQuerySet.as_manager()

    if TYPE_CHECKING:
        home_slug: str

    class Meta:
        verbose_name_plural = "bodies"
        indexes = [GinIndex(fields=["search"], name="body_search")]

    def __str__(self) -> str:
        return f"body of {self.message_id}"

    def raw_mail(self) -> bytes:
        return unpack(self.raw)

    def repairs(self) -> tuple[str, ...]:
        """Sentences on what was repaired to read the mail."""
        raw = RawMail(self.raw_mail(), "", 0, envelope=self.envelope, dialect=self.dialect)
        try:
            return parse(raw, timezone.now()).problems
        except UnparsableMail:
            return ()
