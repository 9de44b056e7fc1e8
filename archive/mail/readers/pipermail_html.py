"""A page of pipermail's HTML archive: one mail; what it answers stands in `thread.html` beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from archive.mail.headers.ids import own_id
from archive.mail.readers import eml
from archive.mail.readers.raw_mail import RawMail
from archive.mail.readers.stream import HEAD, Stream

KIND = "pipermail page"
ARTICLE = re.compile(rb"<!--beginarticle-->", re.IGNORECASE)
MADE = re.compile(
    rb"""<link rel="made" href="mailto:[^"<>]{0,4000}?In-Reply-To=(?:&lt;)?([^"&<>]{1,2000})""",
    re.IGNORECASE,
)
FOOTER = re.compile(rb"More information about the ([^<>\n]{1,200}?)\s+mailing\s+list</a>", re.IGNORECASE)
FOOTER_REACH = 2000
# The key of an entry in thread.html: date and number of each ancestor, then its own.
ENTRY = re.compile(rb'<!--\d{1,4} ([\d.-]{1,4000}) -->\s{0,10}<LI><A HREF="(\d{1,9}\.html)">', re.IGNORECASE)
ANCESTOR = re.compile(r"\.(\d{1,9})-")


def recognise(head: bytes, path: Path) -> bool:
    return ARTICLE.search(head) is not None and head.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"<")


def read(stream: Stream) -> Iterator[RawMail]:
    references = ancestor_ids(stream.path)
    for raw in eml.read(stream, "html"):
        footer = FOOTER.search(raw.content, max(0, len(raw.content) - FOOTER_REACH))
        name = footer[1].decode("utf-8", "replace") if footer else ""
        yield raw._replace(list_name=unescape(name).strip(), references=references)


def page_id(content: bytes) -> str:
    """The Message-ID of the mail on a page, from the link to answer it; "" when it names none."""
    match = MADE.search(content)
    if match is None:
        return ""
    link = unescape(match[1].decode("ascii", "surrogateescape"))
    written = unquote_to_bytes(link.encode("ascii", "surrogateescape" if link.isascii() else "replace"))
    return own_id(written.decode("ascii", "surrogateescape"))


def ancestor_ids(page: Path) -> tuple[str, ...]:
    """The ids of what a page answers, the oldest first, as far as the pages beside it tell."""
    threads = page.with_name("thread.html")
    try:
        pages = ancestor_pages(threads, threads.stat().st_mtime_ns).get(page.name, ())
    except OSError:
        return ()
    return tuple(found for name in pages if (found := id_of_file(page.with_name(name))))


def id_of_file(page: Path) -> str:
    try:
        with page.open("rb") as file:
            return page_id(file.read(HEAD))
    except OSError:
        return ""


@lru_cache(maxsize=4)
def ancestor_pages(threads: Path, changed: int) -> dict[str, tuple[str, ...]]:
    """The pages above each page that a thread.html lists. `changed` tells its versions apart."""
    found = {}
    for match in ENTRY.finditer(threads.read_bytes()):
        name = match[2].decode()
        numbers = ANCESTOR.findall(match[1].decode())
        found[name] = tuple(f"{int(number):06d}.html" for number in numbers[:-1])
    return found
