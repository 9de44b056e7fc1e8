"""Messages written anew from their raw mail: keys, ids and what people put on them stay."""

from __future__ import annotations

from archive.hooks import obstacles_to_removal
from archive.importing.database import select
from archive.importing.derived import Occasion, forget
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

NAMED = """
    SELECT DISTINCT ancestor.id FROM archive_reference AS reference
    JOIN archive_message AS ancestor ON ancestor.id = reference.ancestor_id
    WHERE reference.message_id = ANY(%s) AND ancestor.is_missing
"""
SENDERS = "SELECT DISTINCT sender_id FROM archive_message WHERE sender_id IS NOT NULL AND id = ANY(%s)"
UNNAMED = """
    SELECT id, thread_id FROM archive_message AS missing WHERE is_missing AND id = ANY(%s)
      AND NOT EXISTS (SELECT FROM archive_reference WHERE ancestor_id = missing.id)
      AND NOT EXISTS (
        SELECT FROM archive_regrouping WHERE missing.id IN (message_id, onto_id, answered_id) AND undone_at IS NULL)
"""
QUOTING = """
    SELECT DISTINCT message.thread_id FROM archive_origin AS origin
    JOIN archive_message AS message ON message.id = origin.message_id WHERE origin.origin_id = ANY(%s)
"""


def rewrite(mails: dict[str, ReadyMail]) -> set[int]:
    """Writes all that is derived of these messages (by their ids here) anew; the threads that changed.

    To be called in a transaction that holds the storing lock.
    """
    known = known_messages({*mails, *(id_ for ready in mails.values() for id_ in ready.mail.references)})
    keys = [known[id_].key for id_ in mails]
    quoting = {thread for (thread,) in select(QUOTING, keys)}
    before = threads_of(keys)
    named = [key for (key,) in select(NAMED, keys)]
    senders = [key for (key,) in select(SENDERS, keys)]
    forget(keys, Occasion.REREAD)
    _, placed = store_new(Sorted(new=mails), known)
    forget_people(senders)
    mark_changed(quoting - placed.threads)
    refresh_listings(placed.threads | before)
    drop_emptied(placed.emptied)
    return placed.threads | quoting | drop_unnamed(named)


def drop_unnamed(missing: list[int]) -> set[int]:
    """Takes away those of the missing messages that nothing names any more and nobody wrote on; changed threads."""
    unnamed = dict(select(UNNAMED, missing))
    for one in obstacles_to_removal(list(unnamed)):
        unnamed.pop(one.message, None)
    remove(list(unnamed))
    return rearrange(set(unnamed.values())) if unnamed else set()
