"""What a reader is told where administrators split or joined threads: only of threads that they may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from archive.access import Reader
from archive.models import Regrouping, ThreadListing


@dataclass(slots=True)
class Regrouped:
    """At one message: the thread that it was split from, those that its answers became, whether it was joined."""

    split_from: list[ThreadListing] = field(default_factory=list)
    split_off: list[ThreadListing] = field(default_factory=list)
    is_joined: bool = False


def regrouped_at(keys: Collection[int], reader: Reader, slug: str) -> dict[int, Regrouped]:
    """By the keys of those messages where anything was done; threads as they stand on this list, if they do."""
    found: dict[int, Regrouped] = {}
    done = list(Regrouping.objects.standing().at(keys).with_messages().order_by("pk"))
    threads = {one.thread_id for each in done for one in (each.message, each.answered) if one}
    listings = listings_of(threads, reader, slug) if done else {}
    for one in done:
        here = found.setdefault(one.message_id, Regrouped())
        if one.answered is None:
            here.is_joined |= one.message.parent_id == one.onto_id
        elif one.answered.thread_id != one.message.thread_id:
            add(here.split_from, listings.get(one.answered.thread_id))
            there = found.setdefault(one.answered.pk, Regrouped())
            add(there.split_off, listings.get(one.message.thread_id))
    return found


def listings_of(threads: set[int], reader: Reader, slug: str) -> dict[int, ThreadListing]:
    """Each thread as it stands on this list, or else on another one that this person may read."""
    rows = ThreadListing.objects.visible_to(reader).of_threads(threads).for_rows()
    return {row.thread_id: row for row in sorted(rows, key=lambda row: row.mailing_list.slug == slug)}


def add(listings: list[ThreadListing], listing: ThreadListing | None) -> None:
    if listing and listing not in listings:
        listings.append(listing)
