"""Messages written anew from their raw mail: keys, ids and what people put on them stay."""

from __future__ import annotations

from archive.importing.placing import drop_emptied, mark_changed, refresh_listings
from archive.importing.rows import execute, select
from archive.importing.sorting import Sorted, known_messages
from archive.importing.storing import store_new, threads_of
from archive.mail.preparing import ReadyMail

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
    for table in ("reference", "attachment", "origin"):
        execute(f"DELETE FROM archive_{table} WHERE message_id = ANY(%s)", keys)  # noqa: S608 - names are our own
    _, placed = store_new(Sorted(new=mails), known)
    mark_changed(quoting - placed.threads)
    refresh_listings(placed.threads | before)
    drop_emptied(placed.emptied)
    return placed.threads | quoting
