"""Atom feeds (RFC 4287). An entry's id is made of the Message-ID alone, so that it outlives moves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from archive.links import quoted_id
from archive.models import Message

FIRST_WORDS = 500
UNPRINTABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_DATE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def atom(request: HttpRequest, title: str, page: str, messages: Iterable[Message]) -> HttpResponse:
    """A feed of messages that know their home, newest first; `page` is the address that it follows."""
    absolute = request.build_absolute_uri
    feed = Atom1Feed(
        title=printable(title),
        link=absolute(page),
        description="",
        feed_url=absolute(request.get_full_path()),
        feed_guid=absolute(page),
    )
    for message in messages:
        add_entry(feed, message, absolute)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def add_entry(feed: Atom1Feed, message: Message, absolute: Callable[[str], str]) -> None:
    when = message.sent_at or NO_DATE
    words = escape(printable(message.body.text[:FIRST_WORDS]))
    feed.add_item(
        title=printable(message.subject or "(no subject)"),
        link=absolute(message.url(message.home_slug)),
        description=f"<pre>{words}</pre>",
        author_name=printable(message.who),
        pubdate=when,
        updateddate=when,
        unique_id=f"mid:{quoted_id(message.message_id)}",
    )


def printable(words: str) -> str:
    """Without the characters that XML 1.0 has no way to write (section 2.2), nor carriage returns."""
    return UNPRINTABLE.sub("", words)
