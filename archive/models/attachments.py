"""Attachments of messages."""

from __future__ import annotations

from django.db import models

from archive.mail.body import is_patch
from archive.models import widths

PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"
LONGEST_SHOWN = 500_000
READABLE = (
    ".patch",
    ".diff",
    ".txt",
    ".c",
    ".h",
    ".py",
    ".sh",
    ".pl",
    ".log",
    ".conf",
    ".config",
    ".eml",
    ".ics",
)
WHAT = {
    "application/ms-tnef": "Outlook's own format, which only Outlook opens",
    "application/x-yenc": "a file in yEnc, which is not decoded here",
    "application/pgp-signature": "PGP signature",
    "application/pgp-encrypted": "PGP/MIME: how the mail is encrypted",
    "application/pgp-keys": "PGP key",
    "application/pkcs7-signature": "S/MIME signature",
    "application/x-pkcs7-signature": "S/MIME signature",
    "application/pkcs7-mime": "S/MIME: an encrypted or signed mail",
    "application/x-pkcs7-mime": "S/MIME: an encrypted or signed mail",
    "message/rfc822": "another mail",
    "text/calendar": "calendar entry",
    "application/ics": "calendar entry",
}
ENCRYPTED = frozenset({"application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})


class Attachment(models.Model):
    message = models.ForeignKey(
        "archive.Message", on_delete=models.CASCADE, related_name="attachments", db_index=False
    )
    part = models.PositiveIntegerField(help_text="index of the MIME part, in walking order")
    filename = models.CharField(max_length=widths.FILENAME, blank=True)
    content_type = models.CharField(max_length=widths.CONTENT_TYPE)
    size = models.PositiveIntegerField(help_text="bytes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "part"], name="one_attachment_per_part")]

    def __str__(self) -> str:
        return self.filename or self.content_type

    @property
    def is_readable(self) -> bool:
        """Whether it is a text that a page can show."""
        kind = self.content_type
        is_text = kind.startswith(("text/", "message/")) or self.filename.lower().endswith(READABLE)
        return is_text and self.size <= LONGEST_SHOWN

    @property
    def stands_in_text(self) -> bool:
        """Whether it is a patch, which is read as part of the mail."""
        return is_patch(self.content_type, self.filename, self.size)

    @property
    def what(self) -> str:
        """What it is in words, where its type says little."""
        if self.filename.lower() == "winmail.dat":
            return WHAT["application/ms-tnef"]
        return WHAT.get(self.content_type, self.content_type)
