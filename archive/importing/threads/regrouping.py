"""Threads split at a message, or joined to another, by administrators (`archive_regrouping`), and either undone."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.importing.database import hold_storing_lock
from archive.importing.threads.arranging import rearrange
from archive.importing.threads.linked_threads import read_linked
from archive.models import Message, Regrouping


class RegroupingError(Exception):
    """Why threads are not regrouped, as a sentence that says what to do."""


FIRST = (
    "This message begins its thread, so there is nothing to split it from. Choose one that stands below it."
)
NOTHING_LEFT = (
    "Every message of this thread that is in the archive stands at or below this one: nothing would be left"
    " of the thread. Choose a message further down."
)
NOTHING_HERE = "No message at or below this one is in the archive. Choose one that is."
ITSELF = "Both messages stand in one thread already. Choose a message of another thread."
CIRCLE = "These threads cannot be joined like this: messages would answer each other in a circle."
UNDONE = "This is undone already. Nothing was changed."


@transaction.atomic
def split_thread(message: Message, by: User | None = None) -> tuple[Regrouping, set[int]]:
    """Gives a message and all below it a thread of their own, for good; what was done, and the changed threads.

    Raises RegroupingError.
    """
    hold_storing_lock()
    message.refresh_from_db(fields=["thread", "parent", "order", "depth"])
    if reason := why_not_split(message):
        raise RegroupingError(reason)
    done = Regrouping.objects.create(
        kind=Regrouping.Kind.SPLIT, message=message, answered=message.parent, made_by=by
    )
    return done, rearrange({message.thread_id})


@transaction.atomic
def join_threads(message: Message, onto: Message, by: User | None = None) -> tuple[Regrouping, set[int]]:
    """Puts the whole thread of a message below `onto`, for good; what was done, and the changed threads.

    Raises RegroupingError.
    """
    hold_storing_lock()
    for one in (message, onto):
        one.refresh_from_db(fields=["thread"])
    if message.thread_id == onto.thread_id:
        raise RegroupingError(ITSELF)
    first = Message.objects.first_of_thread(message.thread_id)
    done = Regrouping.objects.create(kind=Regrouping.Kind.JOIN, message=first, onto=onto, made_by=by)
    changed = rearrange({message.thread_id, onto.thread_id})
    first.refresh_from_db(fields=["parent"])
    if first.parent_id != onto.pk:
        raise RegroupingError(CIRCLE)
    return done, changed


@transaction.atomic
def undo_regrouping(done: Regrouping, by: User | None = None) -> set[int]:
    """Lets the threads stand as if it had never been done; those that changed. Raises RegroupingError."""
    hold_storing_lock()
    done = Regrouping.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if done.undone_at:
        raise RegroupingError(UNDONE)
    touched = read_linked(Message.objects.regrouped_with(done.message).threads()).threads
    done.undone_at, done.undone_by = timezone.now(), by
    done.save(update_fields=["undone_at", "undone_by"])
    return rearrange(touched)


def why_not_split(message: Message) -> str:
    """Why a thread cannot be split at this message; nothing when it can."""
    if message.parent_id is None:
        return FIRST
    stored = Message.objects.in_thread(message.thread_id).stored()
    moving = stored.at_or_below(message).count()
    if not moving:
        return NOTHING_HERE
    return NOTHING_LEFT if moving == stored.count() else ""
