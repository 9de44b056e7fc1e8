"""File names of parts: Content-Disposition or Content-Type, RFC 2231 or encoded words, never a path."""

from __future__ import annotations

from email.message import Message
from email.utils import collapse_rfc2231_value

from archive.mail.headers.words import decoded

LONGEST_NAME = 255


def file_name(part: Message) -> str:
    """The name of an attached file without folders and control characters; "" when the part has none."""
    if not ("Content-Disposition" in part or "name" in str(part.get("Content-Type", "")).lower()):
        return ""
    try:
        value = part.get_param("filename", None, "content-disposition") or part.get_param("name", None)
        name = decoded(collapse_rfc2231_value(value)) if value else ""
    except (ValueError, LookupError, TypeError, IndexError):
        return "unnamed"
    name = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = "".join(letter for letter in name if letter.isprintable()).strip(". ")
    return name[-LONGEST_NAME:]
