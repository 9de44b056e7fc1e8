"""When a mail was sent: its Date header, or where that lies, Received or the separator line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from archive.mail.headers.date_repairs import repaired_date
from archive.mail.headers.date_values import parse_date
from archive.mail.headers.date_words import MONTHS

FIRST_YEAR = 1980
AHEAD = dt.timedelta(days=2)
# Mail that is on its way for longer may carry the date of a clock that stood still, or have been sent on later.
LONG_AGO = dt.timedelta(days=365)


class SentAt(NamedTuple):
    """A moment in UTC, the minutes that the sender's clock was east of it (None: not said), and who says so.

    `source` is date, received, envelope or none. `received_at` is given where Received tells a much later moment.
    `repaired` tells what was taken for a date that cannot be meant.
    """

    moment: dt.datetime | None
    utc_offset: int | None
    source: str
    received_at: dt.datetime | None = None
    repaired: str = ""


def sent_at(dates: Iterable[str], received: Iterable[str], envelope: str, now: dt.datetime) -> SentAt:
    """The first believable date: of the Date header, of Received from the top, of the separator line.

    What Received tells is asked first whether mail came before it was sent.
    """
    dates = list(dates)
    arrivals = [value.rpartition(";")[2] for value in received]
    stated = first_believable(dates, "date", now)
    if stated and stated.moment and not any(month(stated.moment) in value for value in arrivals[:1]):
        arrival = first_believable(arrivals[:1], "received", now)
        if arrival and arrival.moment and arrival.moment + AHEAD < stated.moment:
            return arrival
        if arrival and arrival.moment and arrival.moment - LONG_AGO > stated.moment:
            return stated._replace(received_at=arrival.moment)
    return (
        stated
        or first_believable(arrivals, "received", now)
        or first_believable([envelope_date(envelope)], "envelope", now)
        or first_repaired(dates, now)
        or SentAt(None, None, "none")
    )


def first_believable(values: Iterable[str], source: str, now: dt.datetime) -> SentAt | None:
    for value in values:
        found = parse_date(value)
        if found and is_believable(found[0], now):
            return SentAt(*found, source)
    return None


def first_repaired(values: Iterable[str], now: dt.datetime) -> SentAt | None:
    for value in values:
        found = repaired_date(value)
        if found and is_believable(found.moment[0], now):
            return SentAt(*found.moment, "date", repaired=found.told)
    return None


def is_believable(moment: dt.datetime, now: dt.datetime) -> bool:
    return moment.year >= FIRST_YEAR and moment <= now + AHEAD


def month(moment: dt.datetime) -> str:
    return f" {MONTHS[moment.month - 1]} {moment.year} "


def envelope_date(envelope: str) -> str:
    """What follows the address in a separator line, from the day's name on when there is one."""
    match = re.search(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", envelope)
    return envelope[match.start() :] if match else envelope.partition(" ")[2]
