"""The body of a mail: its MIME tree as one plain text, and what is attached to it."""

from archive.mail.body.parts import (
    Attachment,
    Body,
    File,
    attached_files,
    attachment_content,
    attachment_text,
    is_patch,
    read_body,
)

__all__ = [
    "Attachment",
    "Body",
    "File",
    "attached_files",
    "attachment_content",
    "attachment_text",
    "is_patch",
    "read_body",
]
