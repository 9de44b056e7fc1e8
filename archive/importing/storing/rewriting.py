"""Messages (`archive_message`) written anew from raw mail: their keys, ids and what people put on them stay."""

from __future__ import annotations

from archive.hooks import obstacles_to_removal
from archive.importing.database import column, select
from archive.importing.derived import Occasion, forget
from archive.importing.storing import sql
from archive.importing.storing.deduplication import Sorted, known_messages
from archive.importing.storing.new_mail import store_new
from archive.importing.storing.removing import forget_people, remove
from archive.importing.threads.arranging import (
    drop_emptied,
    mark_changed,
    rearrange,
    refresh_listings,
    threads_of,
)
from archive.mail.preparing import ReadyMail


def rewrite(mails: dict[str, ReadyMail]) -> set[int]:
    """Writes all that is derived of these messages (by their ids here) anew; the threads that changed.

    To be called in a transaction that holds the storing lock.
    """
    known = known_messages({*mails, *(id_ for ready in mails.values() for id_ in ready.mail.references)})
    keys = [known[id_].key for id_ in mails]
    quoting = set(column(sql.THREADS_QUOTING, messages=keys))
    before = threads_of(keys)
    named = column(sql.MISSING_NAMED_BY, messages=keys)
    senders = column(sql.SENDERS, messages=keys)
    forget(keys, Occasion.REREAD)
    _, placed = store_new(Sorted(new=mails), known)
    forget_people(senders)
    mark_changed(quoting - placed.threads)
    refresh_listings(placed.threads | before)
    drop_emptied(placed.emptied)
    return placed.threads | quoting | drop_unnamed(named)


def drop_unnamed(missing: list[int]) -> set[int]:
    """Takes away those of the missing messages that nothing names any more and nobody wrote on; changed threads."""
    unnamed = dict(select(sql.UNNAMED, messages=missing))
    for one in obstacles_to_removal(list(unnamed)):
        unnamed.pop(one.message, None)
    remove(list(unnamed))
    return rearrange(set(unnamed.values())) if unnamed else set()
