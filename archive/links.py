"""Addresses of pages: how Message-IDs stand in URLs and anchors."""

from base64 import b32encode
from contextlib import suppress
from functools import lru_cache
from hashlib import sha1, sha256
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

SAFE_IN_ID = "@!$*+=:,;~'()"
# Code points at least in the first part of a text that is shown in parts (`archive.reading.page_parts`).
FIRST_PART = 16_000


def quoted_id(message_id: str) -> str:
    """A Message-ID as one path segment: `/`, `?`, `#`, `%` and all else reserved is percent-encoded."""
    return quote(message_id, safe=SAFE_IN_ID)


def ids_meant(typed: str) -> list[str]:
    """Message-IDs that somebody may mean who types an id, with or without `<>`, or the address of a page of ours."""
    typed = typed.strip()
    ids = [typed.removeprefix("<").removesuffix(">")]
    # Pages end with a slash, which people leave out; files like `raw` do not.
    with suppress(ValueError):
        path = unquote(urlsplit(typed).path)
        for one in dict.fromkeys((path, f"{path.rstrip('/')}/")):
            with suppress(Resolver404):
                ids.append(resolve(one).kwargs.get("message_id", ""))
    return [one for one in dict.fromkeys(ids) if one]


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


@lru_cache(maxsize=1024)
def list_url(slug: str) -> str:
    return reverse("archive:list", args=[slug])


def message_url(slug: str, message_id: str) -> str:
    return f"{list_url(slug)}{quoted_id(message_id)}/"


def thread_page(slug: str, message_id: str, place: int = 0) -> str:
    """The thread page of a message, without an anchor, on which this place of its text stands."""
    return page_at(f"{message_url(slug, message_id)}T/", place)


def place_anchor(message_id: str, start: int, end: int | None = None) -> str:
    """The anchor of a segment, which begins at `start` of a text, or of the words from `start` to `end`."""
    return f"{anchor(message_id)}-{start}" + ("" if end is None else f"-{end}")


def place_url(
    slug: str, message_id: str, start: int, end: int | None = None, *, is_alone: bool = False
) -> str:
    """Where a segment or words of a text stand: on the thread's page, or where the message stands alone."""
    page = message_url(slug, message_id) if is_alone else f"{message_url(slug, message_id)}T/"
    return f"{page_at(page, start)}#{place_anchor(message_id, start, end)}"


def page_at(page: str, place: int) -> str:
    """The page of a text, which shows the part that has this place."""
    return page if place < FIRST_PART else f"{page}?at={place}"


def thread_url(slug: str, message_id: str) -> str:
    """The thread page, standing at that message."""
    return f"{thread_page(slug, message_id)}#{anchor(message_id)}"
