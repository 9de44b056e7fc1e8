"""Addresses of pages: how Message-IDs stand in URLs and anchors."""

from base64 import b32encode
from hashlib import sha1, sha256
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

SAFE_IN_ID = "@!$*+=:,;~'()"


def quoted_id(message_id: str) -> str:
    """A Message-ID as one path segment: `/`, `?`, `#`, `%` and all else reserved is percent-encoded."""
    return quote(message_id, safe=SAFE_IN_ID)


def anchor(message_id: str) -> str:
    """The stable `#m…` anchor of a message in its thread's page."""
    return "m" + sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def mailman_hash(message_id: str) -> str:
    """The Message-ID-Hash by which Mailman 3 links to a message: 32 capitals and digits."""
    digest = sha1(message_id.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return b32encode(digest).decode()


def on_site(request: HttpRequest, path: str) -> str:
    """The whole address of a page, as others reach it: under the first of SITE_ORIGINS, or as it was asked for."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return f"{settings.CSRF_TRUSTED_ORIGINS[0]}{path}"
    return request.build_absolute_uri(path)


def list_url(slug: str) -> str:
    return reverse("archive:list", args=[slug])


def message_url(slug: str, message_id: str) -> str:
    return f"{list_url(slug)}{quoted_id(message_id)}/"


def thread_url(slug: str, message_id: str) -> str:
    """The thread page, standing at that message."""
    return f"{message_url(slug, message_id)}T/#{anchor(message_id)}"
