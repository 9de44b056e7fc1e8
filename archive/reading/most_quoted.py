"""The sentences of a list or a thread that most messages quote.

A sentence is here what a reader points at: a paragraph or a list item of own words. It counts as on its message's
page: every message that quotes some of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.access import Reader
from archive.mail.passages import Kind
from archive.models import MailingList, Message, Origin
from archive.reading.layout import Excerpt, LaidSegment, excerpt, lay_out_span

MOST_LOOKED_AT = 500
# Letters in plain words that a sentence has at least: no greeting, no address. Of scripts without
# blanks between words a sign says as much as some letters do.
FEWEST_LETTERS = 16
PLAIN_WORD = re.compile(r"(?<!\S)[\"'“‘(*]*([^\W\d_]+(?:['’-][^\W\d_]+)*)[\"'”’)*.,;:!?…。、！？]*(?!\S)")
TRAILER = re.compile(r"\s*[A-Z][A-Za-z-]+-by: ")
DENSE = re.compile("[\u2e80-\uffdc]")
DENSE_LETTERS = 3

Quote = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A segment with the message where it was written, and how many messages quote it."""

    message: Message
    segment: LaidSegment
    quotes: int

    @property
    def excerpt(self) -> Excerpt:
        spans = self.message.spans.all()
        return excerpt(self.message.body.text, spans, self.segment.start, self.segment.end)

    @property
    def url(self) -> str:
        return self.message.place_url(self.message.home_slug, self.segment.start)


def most_quoted(mailing_list: MailingList, reader: Reader, thread: int | None = None) -> list[QuotedWords]:
    """What at least two messages quote that this person may read, the most quoted first."""
    origins = Origin.objects.all() if thread is None else Origin.objects.of_thread(thread)
    places: dict[int, list[int]] = defaultdict(list)
    for key, start in origins.most_quoted(mailing_list, reader)[:MOST_LOOKED_AT]:
        places[key].append(start)
    quotes = quotes_of(places, reader)
    messages = Message.objects.filter(pk__in=places).for_reading().with_home(reader, mailing_list.slug)
    found = [
        QuotedWords(message, segment, count)
        for message in messages
        for segment in sentences_at(message, places[message.pk])
        if (count := len(quoting(quotes[message.pk], segment))) > 1
    ]
    return sorted(found, key=lambda one: (-one.quotes, one.message.by_time, one.segment.start))


def quotes_of(keys: Iterable[int], reader: Reader) -> dict[int, list[Quote]]:
    """The ranges of these messages that others quote, each with the key of the other."""
    rows: dict[int, list[Quote]] = defaultdict(list)
    for key, start, end, other in Origin.objects.quotes_of(keys, reader):
        rows[key].append((start, end, other))
    return rows


def quoting(quotes: Sequence[Quote], segment: LaidSegment) -> set[int]:
    return {key for start, end, key in quotes if start < segment.end and end > segment.start}


def sentences_at(message: Message, places: Iterable[int]) -> Iterable[LaidSegment]:
    """The sentences of a message's own words that hold these places, each once."""
    spans = list(message.spans.all())
    laid: dict[int, tuple[LaidSegment, ...]] = {}
    found: dict[int, LaidSegment] = {}
    for place in places:
        at = bisect_right(spans, place, key=lambda span: span.start) - 1
        if at < 0 or spans[at].kind != Kind.OWN:
            continue
        if at not in laid:
            laid[at] = lay_out_span(message.body.text, spans[at]).segments
        for segment in laid[at]:
            if segment.start <= place < segment.end and is_sentence(segment):
                found[segment.start] = segment
    return found.values()


def is_sentence(segment: LaidSegment) -> bool:
    if segment.is_figure or TRAILER.match(segment.lines[0].text):
        return False
    text = "\n".join(line.text for line in segment.lines)
    letters = sum(len(word) for word in PLAIN_WORD.findall(text))
    return letters + DENSE_LETTERS * len(DENSE.findall(text)) >= FEWEST_LETTERS
