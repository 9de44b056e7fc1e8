"""Notes where words are not shown beside them: on the first page, in rows of threads, in search results."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.margin.notes import ink_of
from annotations.models import Annotation, Tag
from archive.access import Reader
from archive.models import MailingList, Message, ThreadListing
from archive.search.messages import query_of

MOST_RECENT = 8
MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class NoteThere:
    """A note, and the address where it stands beside its words."""

    annotation: Annotation
    url: str

    @property
    def ink(self) -> str:
        return ink_of(self.annotation)


@dataclass(frozen=True, slots=True)
class ThreadWithNotes:
    """A row of a list: the thread, how many notes this reader finds in it, and their tags by path."""

    thread: ThreadListing
    count: int
    tags: list[Tag]


def newest_notes(reader: Reader) -> list[NoteThere]:
    return there(Annotation.objects.visible_to(reader).with_details().newest_first()[:MOST_RECENT], reader)


def find_notes(reader: Reader, text: str) -> list[NoteThere]:
    """The newest notes that answer a search, in themselves or in a reply."""
    found = Annotation.objects.visible_to(reader).matching(query_of(text)).with_details()
    return there(found.newest_first()[:MOST_FOUND], reader)


def there(annotations: Iterable[Annotation], reader: Reader) -> list[NoteThere]:
    annotations = list(annotations)
    keys = [annotation.target.message_id for annotation in annotations]
    homes = Message.objects.filter(pk__in=keys).with_home(reader)
    found = {home.pk: home for home in homes}
    return [NoteThere(one, url_of(one, found[one.target.message_id])) for one in annotations]


def url_of(annotation: Annotation, home: Message) -> str:
    """Where a note stands. `home` is the message of its target, `with_home`."""
    return f"{home.thread_page(home.home_slug, annotation.target.start)}#n-{annotation.pk}"


def add_notes(threads: Sequence[ThreadListing], reader: Reader) -> list[ThreadWithNotes]:
    """The same threads, in two queries more: with tags of annotations, and with their number."""
    if not reader.is_authenticated:
        return [ThreadWithNotes(thread, 0, []) for thread in threads]
    found = Annotation.objects.visible_to(reader).on_threads([thread.thread_id for thread in threads])
    counts: Counter[int] = Counter()
    tags: dict[int, dict[str, Tag]] = defaultdict(dict)
    for annotation in found.select_related("target__message").prefetch_related("tags"):
        key = annotation.target.message.thread_id
        counts[key] += 1
        tags[key] |= {tag.path: tag for tag in annotation.tags.all()}
    return [
        ThreadWithNotes(one, counts[one.thread_id], [tag for _, tag in sorted(tags[one.thread_id].items())])
        for one in threads
    ]


def months_with_notes(mailing_list: MailingList, reader: Reader) -> dict[dt.date, int]:
    return Annotation.objects.visible_to(reader).on_list(mailing_list).count_by_month()
