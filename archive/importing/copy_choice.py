"""Choosing anew from which copy messages are read: when who reads a list changes, a run is undone, and on command."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from archive.importing import sql
from archive.importing.database import column, execute, storing
from archive.importing.parallel import Workers
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.storing import sql as storing_sql
from archive.importing.storing.list_copies import load_copies, settle_copies
from archive.importing.storing.search_vectors import index_texts
from archive.models import MailingList

AT_A_TIME = 300


@dataclass(slots=True)
class Chosen:
    """How many messages were looked at, and how many are read from another copy now."""

    looked_at: int = 0
    switched: int = 0


def choose_copies(keys: Collection[int]) -> set[int]:
    """Chooses for these messages, in a transaction that holds the storing lock; the threads that changed."""
    execute(storing_sql.FORGET_COPIES_OF_NO_POSTING, messages=list(keys))
    switched, changed = settle_copies(load_copies(keys), {})
    index_texts(switched)
    return changed


def choose_again(mailing_list: MailingList | None = None) -> Chosen:
    """Chooses for all messages that stand on several lists, this one among them; each step is committed by itself."""
    keys = column(sql.ON_SEVERAL_LISTS, mailing_list=mailing_list.pk if mailing_list else None)
    chosen, changed = Chosen(len(keys)), set[int]()
    for first in range(0, len(keys), AT_A_TIME):
        with storing():
            switched, threads = settle_copies(load_copies(keys[first : first + AT_A_TIME]), {})
            index_texts(switched)
            chosen.switched += len(switched)
            changed |= threads
    if changed:
        with Workers() as workers:
            trace_new(workers, changed)
    return chosen
