"""Postings: on which lists messages stand, from which sources; and raw mail that was read onto them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from archive.models.lists import MailingList

if TYPE_CHECKING:
    from archive.access import Reader
    from archive.models.imports import ImportRun
    from archive.models.messages import Message


class ReadMail(models.Model):
    """Raw mail that was read onto a list: met again, it need not be parsed to know that it is there."""

    pk = models.CompositePrimaryKey("mailing_list", "digest")
    mailing_list = models.ForeignKey(
        MailingList, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    message: models.ForeignKey[Message] = models.ForeignKey(
        "archive.Message", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    digest = models.UUIDField(help_text="of the bytes and of the form of the source")

    def __str__(self) -> str:
        return str(self.digest)


def shown_to(reader: Reader, prefix: str = "") -> Q:
    """That a posting shows a copy which a list received that this person may read."""
    lists = MailingList.objects.visible_to(reader)
    return Q(**{f"{prefix}shown_from": None}) | Q(**{f"{prefix}shown_from__in": lists})


class PostingQuerySet(models.QuerySet["Posting"]):
    def visible_to(self, reader: Reader) -> Self:
        """Those on lists that this person may read, which show a copy that such a list received."""
        return self.filter(shown_to(reader), mailing_list__in=MailingList.objects.visible_to(reader))


class Posting(models.Model):
    """That a message stands on a list, and which source it was first read from."""

    message: models.ForeignKey[Message] = models.ForeignKey(
        "archive.Message", on_delete=models.CASCADE, related_name="postings"
    )
    mailing_list = models.ForeignKey(
        MailingList, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    import_run: models.ForeignKey[ImportRun | None] = models.ForeignKey(
        "archive.ImportRun", on_delete=models.SET_NULL, null=True, related_name="postings"
    )
    source = models.TextField(blank=True)
    offset = models.BigIntegerField(default=0, help_text="bytes into the unpacked source")

    shown_from = models.ForeignKey(
        MailingList, on_delete=models.CASCADE, null=True, related_name="+", db_index=False,
        help_text="the list whose copy the message is read from; nothing when that is this list's",
    )  # fmt: skip

    objects = PostingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["message", "mailing_list"],
                name="posting_of_another_copy",
                condition=~Q(shown_from=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing_list", "message"], name="one_posting_per_message_and_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id} on {self.mailing_list_id}"
