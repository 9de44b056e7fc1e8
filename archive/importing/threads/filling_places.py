"""Missing messages known from quotes alone, whose mail came: it takes the place that they held in the thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction

from archive.hooks import about_to_replace, message_replaced, text_changed
from archive.importing.database import column, execute, select, storing
from archive.importing.derived import Occasion, forget
from archive.importing.sql import CHECK_CONSTRAINTS
from archive.importing.threads import sql
from archive.importing.threads.arranging import rearrange, threads_of

# The share of its own words that must be found in a message by the same writer.
LEAST_SHARE = 0.5
# Under another subject an answer comes within so many days.
MOST_DAYS = 30


def take_places(run_id: int, traced: set[int]) -> set[int]:
    """Puts messages where quotes had held a place for them; the threads that changed.

    For all that a run brought, and all that stands in the threads that it made to be traced.
    """
    return take_places_of(column(sql.BROUGHT_OR_IN_THREADS, run=run_id, threads=list(traced)))


def take_places_of(messages: Iterable[int]) -> set[int]:
    """The same for these messages and those that quote them."""
    messages = list(messages)
    found = may_be_taken(places_found(messages))
    changed: set[int] = set()
    if found:
        with storing():
            for place in places_found(messages):
                if place in found:
                    changed |= put_in_place(*place)
    return changed


def may_be_taken(places: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of held places, each with its writer, on whose words nothing stands that stands nowhere else.

    Found out before anything is stored: it may take its time.
    """
    places = set(places)
    staying = {key for keys in about_to_replace.call({held for held, _ in places}) for key in keys}
    return {(held, writer) for held, writer in places if held not in staying}


def places_found(messages: list[int]) -> Iterator[tuple[int, int]]:
    """Each held place with the message that takes it."""
    done: set[int] = set()
    for held, writer in select(
        sql.WRITERS_OF_HELD_PLACES, messages=messages, most_days=MOST_DAYS, least_share=LEAST_SHARE
    ):
        if held not in done:
            done.add(held)
            yield held, writer


def put_in_place(held: int, writer: int) -> set[int]:
    """One message, unless something else stands on the held one; changed threads."""
    try:
        with transaction.atomic():
            return replace_held(held, writer)
    except IntegrityError:
        return set()


def replace_held(held: int, writer: int) -> set[int]:
    """Lets all that names the held message name its writer, and takes the held one away; changed threads."""
    threads = threads_of([held, writer])
    execute(sql.NAME_WRITER, held=held, writer=writer)
    for moved in ("message_id", "answered_id", "onto_id"):
        execute(sql.REGROUP_WRITER.format(column=moved), writer=writer, held=held)
    forget([held], Occasion.REBUILT)
    text_changed.call([held])
    message_replaced.tell(held, writer)
    forget([held], Occasion.GONE)
    execute(CHECK_CONSTRAINTS)
    return rearrange(threads)
