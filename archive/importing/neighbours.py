"""Dates for mail that tells none: from the mail around it in its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.importing.reading import Batch, Place
from archive.importing.rows import select
from archive.mail.preparing import ReadyMail

# Sources that hold mail in the order in which it came.
IN_ORDER = frozenset({"mbox", "pipermail"})
FAR_APART = dt.timedelta(days=31)
DATES = (
    "SELECT id, sent_at FROM archive_message WHERE id = ANY(%s) AND date_source NOT IN ('neighbours', 'none')"
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The date that a mail tells, or the key of its message, which knows it."""

    source: str
    moment: dt.datetime | None
    key: int


def dated(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The batches, with dates from neighbours for mail without one that stands in an orderly source."""
    before: list[Neighbour] = []
    for batch in batches:
        here = [neighbour(place) for place in batch.places]
        if any(lacks_date(one) for one in batch.ready):
            fill(batch, with_known_dates(before), with_known_dates(here))
        before = here
        yield batch


def neighbour(place: Place) -> Neighbour:
    moment = place.mail.mail.sent_at if isinstance(place.mail, ReadyMail) else None
    return Neighbour(place.source, moment, place.key)


def lacks_date(one: ReadyMail) -> bool:
    return one.mail.sent_at is None and one.raw.dialect in IN_ORDER


def with_known_dates(line: list[Neighbour]) -> list[Neighbour]:
    dates = dict(select(DATES, [one.key for one in line if one.key]))
    return [replace(one, moment=dates[one.key]) if one.key in dates else one for one in line]


def fill(batch: Batch, before: list[Neighbour], here: list[Neighbour]) -> None:
    dates = {
        id(place.mail): between(nearest(before + here[:at], place.source), next_one(here[at:], place.source))
        for at, place in enumerate(batch.places)
        if isinstance(place.mail, ReadyMail) and lacks_date(place.mail)
    }
    batch.ready = [with_date(one, dates.get(id(one))) for one in batch.ready]


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


def with_date(ready: ReadyMail, moment: dt.datetime | None) -> ReadyMail:
    if moment is None:
        return ready
    return replace(ready, mail=replace(ready.mail, sent_at=moment, utc_offset=None, date_source="neighbours"))
