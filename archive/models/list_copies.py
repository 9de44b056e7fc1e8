"""Copies of messages that lists received otherwise than the one that the message is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from archive.mail.message import UnparsableMail, parse
from archive.mail.packing import unpack
from archive.mail.readers import RawMail
from archive.models.attachments import Attachment
from archive.models.lists import MailingList
from archive.models.messages import Message

if TYPE_CHECKING:
    from collections.abc import Collection


class ListCopyQuerySet(models.QuerySet["ListCopy"]):
    def on_list(self, slug: str) -> Self:
        return self.filter(mailing_list__slug=slug)

    def of_messages(self, keys: Collection[int]) -> Self:
        return self.filter(message__in=keys)


class ListCopy(models.Model):
    """The bytes of a message as its list received them, where these are not the bytes that the message is read from."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="list_copies", db_index=False)
    mailing_list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="list_copies")
    raw = models.BinaryField()
    dialect = models.CharField(max_length=12, help_text="the form of the source that the bytes stood in")
    envelope = models.TextField(blank=True, help_text="the line before the mail in an mbox")
    page_references = models.TextField(
        blank=True, help_text="ids of ancestors that only the source told, one a line"
    )

    objects = ListCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "list copies"
        constraints = [
            models.UniqueConstraint(fields=["message", "mailing_list"], name="one_copy_per_message_and_list")
        ]

    def __str__(self) -> str:
        return f"copy of {self.message_id} on {self.mailing_list_id}"

    def raw_mail(self) -> bytes:
        return unpack(self.raw)

    def attachments(self) -> list[Attachment]:
        """What was attached to it, as rows that are not stored."""
        try:
            raw = RawMail(self.raw_mail(), "", 0, envelope=self.envelope, dialect=self.dialect)
            found = parse(raw, timezone.now()).attachments
        except UnparsableMail:
            return []
        return [
            Attachment(
                message_id=self.message_id, part=one.part, filename=one.filename,
                content_type=one.content_type, size=one.size,
            )
            for one in found
        ]  # fmt: skip
