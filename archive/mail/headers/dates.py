"""When a mail was sent: its Date header, or where that lies, Received or the separator line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parsedate_tz
from typing import NamedTuple

from dateutil import parser as dateutil_parser
from dateutil import tz

# Minutes east of UTC of zone names that mail has, beyond those of RFC 5322.
ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60, "MEZ": 60,
    "CEST": 120, "MEST": 120, "MESZ": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "MSD": 240,
    "IST": 330, "ICT": 420, "HKT": 480, "SGT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150, "AST": -240, "ADT": -180,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "BRST": -120, "ART": -180,
}  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ZONE_NAME = re.compile(r"\b[A-Z]{1,5}\b")
DOTTED = re.compile(r"\D{0,20}\d{1,2}\.\d{1,2}\.\d")
NO_OFFSET = re.compile(r"[+-]0000\b")
LONGEST_DATE = 200
FIRST_YEAR = 1980
AHEAD = dt.timedelta(days=2)
# Mail that is on its way for longer may carry the date of a clock that stood still, or have been sent on later.
LONG_AGO = dt.timedelta(days=365)
# The form that nearly all dates have.
USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, ?)?(\d{1,2}) ([A-Z][a-z]{2}) ([12]\d{3}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"
    r"(?: \([A-Z]{1,5}\))?"
)
COLON_IN_ZONE = re.compile(r"([ +-]\d\d):(\d\d)$")
UNSET = dt.datetime(1, 1, 1)


class SentAt(NamedTuple):
    """A moment in UTC, the minutes that the sender's clock was east of it (None: not said), and who says so.

    `source` is date, received, envelope or none. `received_at` is given where Received tells a much later moment.
    """

    moment: dt.datetime | None
    utc_offset: int | None
    source: str
    received_at: dt.datetime | None = None


def sent_at(dates: Iterable[str], received: Iterable[str], envelope: str, now: dt.datetime) -> SentAt:
    """The first believable date: of the Date header, of Received from the top, of the separator line.

    What Received tells is asked first whether mail came before it was sent.
    """
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
        or SentAt(None, None, "none")
    )


def first_believable(values: Iterable[str], source: str, now: dt.datetime) -> SentAt | None:
    for value in values:
        found = parse_date(value)
        if found and found[0].year >= FIRST_YEAR and found[0] <= now + AHEAD:
            return SentAt(*found, source)
    return None


def month(moment: dt.datetime) -> str:
    return f" {MONTHS[moment.month - 1]} {moment.year} "


def envelope_date(envelope: str) -> str:
    """What follows the address in a separator line, from the day's name on when there is one."""
    match = re.search(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", envelope)
    return envelope[match.start() :] if match else envelope.partition(" ")[2]


def parse_date(value: str) -> tuple[dt.datetime, int | None] | None:
    """A date in any form that mail has, as UTC, and its offset in minutes; None when it is none."""
    value = " ".join(value[:LONGEST_DATE].split())
    if not value:
        return None
    if value[-3:-2] == ":":
        value = COLON_IN_ZONE.sub(r"\1\2", value)
    return as_usual(value) or by_standard(value) or by_guess(value)


def as_usual(value: str) -> tuple[dt.datetime, int | None] | None:
    """What `by_standard` says of a date in the usual form, told at one look."""
    match = USUAL.fullmatch(value)
    if match is None or match[2] not in MONTHS:
        return None
    day, year, hour, minute, second, hours, rest = map(int, match.group(1, 3, 4, 5, 6, 8, 9))
    east = 3600 * hours + 60 * rest
    offset = minutes(east if match[7] == "+" else -east)
    try:
        local = dt.datetime(
            year, MONTHS.index(match[2]) + 1, day, hour, minute, min(second, 59), tzinfo=dt.UTC
        )
    except ValueError:
        return None
    return local - dt.timedelta(minutes=offset or 0), offset


def by_standard(value: str) -> tuple[dt.datetime, int | None] | None:
    try:
        parts = parsedate_tz(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    # Clocks that counted years from 1900 wrote 107 for 2007.
    year += 1900 if 100 <= year < 200 else 0
    offset = minutes(parts[9]) if parts[9] else named_offset(value)
    try:
        local = dt.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=dt.UTC)
        return local - dt.timedelta(minutes=offset or 0), offset
    except (ValueError, OverflowError):
        return None


def by_guess(value: str) -> tuple[dt.datetime, int | None] | None:
    try:
        is_dotted = DOTTED.match(value) is not None
        found = dateutil_parser.parse(value, default=UNSET, tzinfos=zone, dayfirst=is_dotted)
        offset = found.utcoffset()
        east = None if offset is None else minutes(offset.total_seconds())
        return found.replace(tzinfo=dt.UTC) - dt.timedelta(minutes=east or 0), east
    except (ValueError, ArithmeticError, TypeError, AttributeError):
        return None


def zone(name: str | None, seconds: int | None) -> dt.tzinfo | None:
    east = seconds if seconds is not None else ZONES.get((name or "").upper())
    if east is None:
        return None
    return tz.tzoffset(name, east if seconds is not None else east * 60)


def minutes(seconds: float) -> int | None:
    """An offset as minutes; none when no place on earth has it."""
    return int(seconds // 60) if abs(seconds) <= 15 * 3600 else None


def named_offset(value: str) -> int | None:
    """The offset that a date without a number other than zero gives; None when it names no zone."""
    if NO_OFFSET.search(value):
        return 0
    names = [name for name in ZONE_NAME.findall(value) if name in ZONES]
    return ZONES[names[-1]] if names else None
