"""Dates in all forms that headers have: RFC 5322, ISO 8601, and those of programs, people and their languages."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_tz

from dateutil import parser as dateutil_parser
from dateutil import tz

from archive.mail.headers.date_words import MONTHS, in_english, in_standard_words
from archive.mail.headers.encoded_words import decoded

Moment = tuple[dt.datetime, int | None]
# Minutes east of UTC of zone names that mail has, beyond those of RFC 5322.
ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60, "MEZ": 60,
    "CEST": 120, "MEST": 120, "MESZ": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "MSD": 240,
    "IST": 330, "ICT": 420, "HKT": 480, "SGT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150, "AST": -240, "ADT": -180,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "BRST": -120, "ART": -180,
}  # fmt: skip
ZONE_NAME = re.compile(r"\b[A-Z]{1,5}\b")
DOTTED = re.compile(r"\D{0,20}\d{1,2}\.\d{1,2}\.\d")
NO_OFFSET = re.compile(r"[+-]0000\b")
LONGEST_DATE = 200
# The form that nearly all dates have.
USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, ?)?(\d{1,2}) ([A-Z][a-z]{2}) ([12]\d{3}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"
    r"(?: \([A-Z]{1,5}\))?"
)
# Seconds since 1970, from 1973 to 2286.
SECONDS = re.compile(r"\d{9,10}(?:\.\d{1,9})?", re.ASCII)
# Signs of what programs write that the standard does not know, and that would be passed over.
SPECIAL = re.compile(
    r"^\(|[^\x00-\x7f]|\d ?[ap]\.? ?m\b|DST|(?:GMT|UTC?) ?[+-]|\b24:00|[+-]\d{1,2}$", re.IGNORECASE
)
# The end of a day is the beginning of the next one.
MIDNIGHT = re.compile(r"\b24:00(?=(?::00)?\b(?!:))")
COLON_IN_ZONE = re.compile(r"([ +-]\d\d):(\d\d)$")
UNSET = dt.datetime(1, 1, 1)


def parse_date(value: str) -> Moment | None:
    """A date in any form that mail has, as UTC, and its offset in minutes; None when it is none."""
    value = " ".join(value[:LONGEST_DATE].split())
    if not value:
        return None
    if value[-3:-2] == ":":
        value = COLON_IN_ZONE.sub(r"\1\2", value)
    return as_usual(value) or in_other_forms(
        value if value.isascii() and "=?" not in value else decoded(value)
    )


def in_other_forms(value: str) -> Moment | None:
    if not SPECIAL.search(value) and (found := by_standard(value)):
        return found
    if SECONDS.fullmatch(value):
        return dt.datetime.fromtimestamp(float(value), dt.UTC), None
    value = in_standard_words(value, ZONES)
    at_midnight = MIDNIGHT.sub("00:00", value)
    found = by_standard(at_midnight)
    if not found:
        english = in_english(at_midnight)
        found = (by_standard(english) or by_guess(english)) if english else None
    found = found or by_guess(at_midnight)
    return next_day(found) if found and at_midnight != value else found


def next_day(moment: Moment) -> Moment | None:
    try:
        return moment[0] + dt.timedelta(days=1), moment[1]
    except OverflowError:
        return None


def as_usual(value: str) -> Moment | None:
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


def by_standard(value: str) -> Moment | None:
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


def by_guess(value: str) -> Moment | None:
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
