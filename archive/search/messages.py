"""Search in what was written: messages that answer a query, and the words in them that do.

The query is PostgreSQL's web search syntax: words, "words in this order", or, -without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Left

from archive.access import Reader
from archive.models import Message
from archive.reading.speakers import hide_unknown
from archive.search.excerpts import CLOSE, OPEN, FoundWords, find_words, places

LONGEST_QUERY = 1000
SEARCHED_TEXT = 100_000
EXCERPTS = 3
# A rule, as between the parts of a digest: PostgreSQL would take each hyphen for a "not", and only so many of them.
RULE = re.compile(r"-(?:[^\w-]*-){3,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that answers, and where. `more` counts the places that are not shown."""

    message: Message
    excerpts: list[FoundWords]
    more: int

    @property
    def url(self) -> str:
        return self.message.thread_url(self.message.home_slug)


def query_of(text: str) -> SearchQuery:
    return SearchQuery(text, search_type="websearch", config="english")


def cleaned(text: str) -> str:
    """A query as it is searched for: no NULs, no lone surrogates, no rules, and of a sensible length."""
    text = text.replace("\x00", " ").encode("utf-8", "replace").decode()
    return " ".join(RULE.sub(" . ", text[: 2 * LONGEST_QUERY]).split())[:LONGEST_QUERY]


def says_something(text: str) -> bool:
    """Whether any word of the query is searched for; `the` and `of` are not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery('english', %s))", [text])
        [nodes] = cursor.fetchone() or [0]
    return bool(nodes)


def find_messages(reader: Reader, text: str, newest_first: bool = False) -> QuerySet[Message]:
    """The messages that this person may read and that answer."""
    query = query_of(text)
    found = Message.objects.stored().visible_to(reader).matching(query)
    return found.newest_first() if newest_first else found.best_first(query)


def find_hits(reader: Reader, messages: Sequence[Message], text: str) -> list[Hit]:
    """The messages of one page with the places in them that answer, in a constant number of queries."""
    marked = SearchHeadline(
        Left("body__text", SEARCHED_TEXT), query_of(text), config="english",
        start_sel=OPEN, stop_sel=CLOSE, highlight_all=True,
    )  # fmt: skip
    keys = [message.pk for message in messages]
    rows = Message.objects.filter(pk__in=keys).for_reading().with_home(reader).with_marks(marked)
    hide_unknown(rows, reader)
    hits = {row.pk: hit_of(row, row.marked) for row in rows}
    return [hits[key] for key in keys if key in hits]


def hit_of(message: Message, marked: str) -> Hit:
    found = places(marked, message.body.text)
    shown = find_words(message.body.text, message.spans.all(), found, EXCERPTS)
    hidden = [start for start, _ in found if not any(one.start <= start < one.end for one in shown)]
    return Hit(message, shown, len(hidden))
