"""Other copies of messages: mail with the Message-ID of one that is here, which says something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from archive.mail.packing import unpack
from archive.models.lists import MailingList
from archive.models.messages import Message

if TYPE_CHECKING:
    from archive.access import Reader
    from archive.models.imports import ImportRun

MOST_SHOWN = 20


class OtherCopyQuerySet(models.QuerySet["OtherCopy"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(mailing_list__in=MailingList.objects.visible_to(reader))

    def on_list(self, mailing_list: MailingList) -> Self:
        return self.filter(mailing_list=mailing_list)

    def met_in(self, run: ImportRun) -> Self:
        return self.filter(met_by__contains=[run.pk])

    def for_page(self, message: Message) -> Self:
        """The first ones of a message, without their bytes."""
        return (
            self.filter(message=message)
            .select_related("mailing_list", "message")
            .defer("raw")
            .order_by("pk")[:MOST_SHOWN]
        )


class OtherCopy(models.Model):
    """A mail that goes for a message, but differs in its author, subject, words or attachments.

    It changes nothing of the message. What differs by its transport alone, by a list's footer or tag, is no other copy,
    and its bytes are not kept.
    """

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="other_copies", db_index=False
    )
    mailing_list = models.ForeignKey(
        MailingList, on_delete=models.CASCADE, related_name="other_copies", db_index=False
    )
    differs = ArrayField(models.CharField(max_length=12), help_text="author, subject, words, attachments")
    said = models.CharField(max_length=64, help_text="SHA-256 of what it says")
    digest = models.UUIDField(help_text="of the bytes and of the form of the source")
    raw = models.BinaryField()
    dialect = models.CharField(max_length=12, help_text="the form of the source that the bytes stood in")
    source = models.TextField()
    offset = models.BigIntegerField(default=0, help_text="bytes into the unpacked source")
    met_by = ArrayField(
        models.BigIntegerField(), default=list, help_text="keys of the runs that met it, the first one first"
    )

    objects = OtherCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "other copies"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "mailing_list", "said"], name="one_other_copy_per_content_and_list"
            )
        ]
        indexes = [models.Index(fields=["mailing_list", "digest"], name="other_copy_by_digest")]

    def __str__(self) -> str:
        return f"another copy of {self.message_id}"

    @property
    def what(self) -> str:
        """In what it differs, in words."""
        return " and ".join(filter(None, [", ".join(self.differs[:-1]), self.differs[-1]]))

    @property
    def url(self) -> str:
        """Its bytes."""
        return f"{self.message.url(self.mailing_list.slug)}copies/{self.pk}/"

    def raw_mail(self) -> bytes:
        return unpack(self.raw)
