"""The steps of `rederive`: messages from their raw mail, their places in threads, then origins."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from django.db import transaction
from django.utils import timezone

from archive.hooks import storing_ended
from archive.importing.database import column, select, storing
from archive.importing.parallel import Workers
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.rederiving import sql
from archive.importing.rederiving.differences import Differences
from archive.importing.rederiving.stored_messages import (
    StoredMail,
    as_told,
    derived_again,
    load_stored,
)
from archive.importing.storing.fingerprints import write_anew
from archive.importing.storing.people_as_ids import without_people
from archive.importing.storing.rewriting import drop_unnamed, rewrite
from archive.importing.threads.arranging import (
    arrange_threads,
    drop_emptied,
    mark_changed,
    move_messages,
    refresh_listings,
    threads_of,
)
from archive.importing.threads.filling_places import take_places_of
from archive.mail.preparing import HeldMail, Raws, ReadyMail, understand_raws, with_raw
from archive.models import MailingList, Message

AT_A_TIME = 300
THREADS_AT_A_TIME = 200
OnProgress = Callable[[int, int], None]


def rederive(
    mailing_list: MailingList | None = None,
    *,
    dry_run: bool = False,
    tell: OnProgress = lambda done, all_: None,
) -> Differences:
    """Derives the messages of a list, or all, again; what came out different.

    Each step is committed by itself: broken off, it can be begun again. A dry run takes everything back in the end,
    and other imports wait for it meanwhile. `tell` is called with how many messages are done, of how many.
    """
    with Workers() as workers:
        if not dry_run:
            return derive_all(mailing_list, workers, tell)
        with transaction.atomic():
            found = derive_all(mailing_list, workers, tell)
            transaction.set_rollback(True)
        return found


def derive_all(mailing_list: MailingList | None, workers: Workers, tell: OnProgress) -> Differences:
    storing_ended.tell()
    found = Differences()
    keys = Message.objects.stored_keys(mailing_list)
    rewritten: list[int] = []
    before = traced_in(threads_of(keys))
    for pairs in prepared_again(keys, workers):
        rewritten += write_different(pairs, found)
        tell(found.looked_at, len(keys))
    with storing():
        drop_unnamed(column(sql.ALL_MISSING))
    arrange_again(sorted(threads_of(keys)), found)
    trace_again(threads_of(keys), rewritten, workers)
    after = traced_in(threads_of(keys))
    found.threads["origins and speakers"] += sum(after.get(key) != digest for key, digest in before.items())
    return found


Pair = tuple[StoredMail, ReadyMail | HeldMail]


def prepared_again(keys: list[int], workers: Workers) -> Iterator[list[Pair]]:
    """Stored messages, some hundred at a time, each with what its raw mail gives today."""
    waiting: deque[list[StoredMail]] = deque()

    def batches() -> Iterator[Raws]:
        for first in range(0, len(keys), AT_A_TIME):
            waiting.append(list(load_stored(keys[first : first + AT_A_TIME])))
            yield Raws([stored.raw for stored in waiting[-1]])

    for _, understood in workers.each(partial(understand_raws, now=timezone.now()), batches()):
        pairs = zip(waiting.popleft(), understood, strict=True)
        yield [(stored, with_raw(made, stored.raw)) for stored, made in pairs]


def write_different(pairs: list[Pair], found: Differences) -> list[int]:
    """Writes the messages that come out different; the keys of those whose words or places may be others now."""
    different: dict[str, ReadyMail] = {}
    unmarked: list[tuple[int, ReadyMail]] = []
    keys = []
    for stored, ready in with_true_references(pairs):
        found.looked_at += 1
        if isinstance(ready, HeldMail):
            found.unreadable.append(f"{stored.message_id} is left as it is: {ready.reason}")
            continue
        today = as_told(ready, stored)
        names = found.compare(stored, derived_again(today, stored))
        if names == ["fingerprints"]:
            unmarked.append((stored.key, today))
        elif names:
            different[stored.message_id] = today
            keys.append(stored.key)
    if different or unmarked:
        with storing():
            write_anew(unmarked)
            if different:
                rewrite(different)
    return keys


def with_true_references(pairs: list[Pair]) -> list[Pair]:
    mails = iter(without_people([ready for _, ready in pairs if isinstance(ready, ReadyMail)]))
    return [(stored, next(mails) if isinstance(ready, ReadyMail) else ready) for stored, ready in pairs]


def arrange_again(threads: list[int], found: Differences) -> None:
    """Puts messages where their references say, and counts the threads of each list again."""
    for first in range(0, len(threads), THREADS_AT_A_TIME):
        with storing():
            some = set(threads[first : first + THREADS_AT_A_TIME])
            placed = arrange_threads(some, {}, [], {})
            moved = {placed.places[key].thread for key in placed.moved}
            found.threads["places"] += len(moved)
            move_messages(placed)
            mark_changed(moved)
            refresh_listings(some | moved)
            drop_emptied(placed.emptied)


def trace_again(threads: set[int], rewritten: list[int], workers: Workers) -> None:
    """Traces all quotes of these threads anew, also where nothing changed that is known."""
    mark_changed(threads)
    trace_new(workers, threads)
    trace_new(workers, take_places_of(rewritten))
    trace_new(workers)


def traced_in(threads: set[int]) -> dict[int, str]:
    """A digest of all that tracing tells of each thread."""
    return dict(select(sql.TRACED, threads=list(threads)))
