"""Addresses of pages: how Message-IDs stand in URLs and anchors."""

from hashlib import sha256
from urllib.parse import quote

from django.urls import reverse

SAFE_IN_ID = "@!$*+=:,;~'()"


def quoted_id(message_id: str) -> str:
    """A Message-ID as one path segment: `/`, `?`, `#`, `%` and all else reserved is percent-encoded."""
    return quote(message_id, safe=SAFE_IN_ID)


def anchor(message_id: str) -> str:
    """The stable `#m…` anchor of a message in its thread's page."""
    return "m" + sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def message_url(slug: str, message_id: str) -> str:
    return f"{reverse('archive:list', args=[slug])}{quoted_id(message_id)}/"


def thread_url(slug: str, message_id: str) -> str:
    """The thread page, standing at that message."""
    return f"{message_url(slug, message_id)}T/#{anchor(message_id)}"
