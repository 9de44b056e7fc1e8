"""Dates of messages that tell none, or two that are years apart: from the mail around them in their source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.importing.database import select
from archive.importing.sources import sql
from archive.importing.sources.batches import Batch, Place
from archive.mail.preparing import ReadyMail

# Sources that hold mail in the order in which it came.
IN_ORDER = frozenset({"mbox", "pipermail"})
FAR_APART = dt.timedelta(days=31)


class Neighbour(NamedTuple):
    """The date that a mail tells, or the key of its message, which knows it."""

    source: str
    moment: dt.datetime | None
    key: int


def dated(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The batches, with dates that neighbours decide for mail without a sure one in an orderly source."""
    before: list[Neighbour] = []
    for batch in batches:
        here = [neighbour(place) for place in batch.places]
        if any(is_undecided(one) for one in batch.ready):
            fill(batch, with_known_dates(before), with_known_dates(here))
        before = here
        yield batch


def neighbour(place: Place) -> Neighbour:
    mail = place.mail.mail if isinstance(place.mail, ReadyMail) else None
    return Neighbour(place.source, mail.sent_at if mail and not mail.received_at else None, place.key)


def is_undecided(one: ReadyMail) -> bool:
    return (one.mail.sent_at is None or one.mail.received_at is not None) and one.raw.dialect in IN_ORDER


def with_known_dates(line: list[Neighbour]) -> list[Neighbour]:
    dates = dict(select(sql.DATES_OF_MAIL, messages=[one.key for one in line if one.key]))
    return [one._replace(moment=dates[one.key]) if one.key in dates else one for one in line]


def fill(batch: Batch, before: list[Neighbour], here: list[Neighbour]) -> None:
    decided = {
        id(place.mail): decide(
            place.mail, nearest(before + here[:at], place.source), next_one(here[at:], place.source)
        )
        for at, place in enumerate(batch.places)
        if isinstance(place.mail, ReadyMail) and is_undecided(place.mail)
    }
    batch.ready = [decided.get(id(one), one) for one in batch.ready]


def decide(ready: ReadyMail, before: dt.datetime | None, after: dt.datetime | None) -> ReadyMail:
    """With the date that its neighbours give it, or the one of its own two dates that is nearer to theirs."""
    stated, received, near = ready.mail.sent_at, ready.mail.received_at, before or after
    if stated is None:
        return with_date(ready, between(before, after), "neighbours")
    if received and near and abs(near - received) < abs(near - stated):
        return with_date(ready, received, "received")
    return ready


def nearest(before: list[Neighbour], source: str) -> dt.datetime | None:
    """The date of the last mail that told one, if it stands in the same source."""
    told = next((one for one in reversed(before) if one.moment), None)
    return told.moment if told and told.source == source else None


def next_one(after: list[Neighbour], source: str) -> dt.datetime | None:
    return next((one.moment for one in after if one.moment and one.source == source), None)


def between(before: dt.datetime | None, after: dt.datetime | None) -> dt.datetime | None:
    """The date of the mail before; None when the neighbours are too far apart to tell."""
    if before and after and abs(after - before) > FAR_APART:
        return None
    return before or after


def with_date(ready: ReadyMail, moment: dt.datetime | None, source: str) -> ReadyMail:
    if moment is None:
        return ready
    return ready._replace(mail=ready.mail._replace(sent_at=moment, utc_offset=None, date_source=source))
