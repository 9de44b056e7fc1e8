"""Dates that cannot be meant as they stand, and what is taken instead where nothing else tells when mail was sent."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

from archive.mail.headers.date_values import LONGEST_DATE, Moment, parse_date
from archive.mail.headers.date_words import MONTHS

NO_SUCH_DAY = (
    "The date of this mail is “{value}”, a day that its month does not have: the last day of it is taken."
)
NO_TIME = "The date of this mail is “{value}”, without a time of day: its beginning is taken."
DAY = re.compile(r"\b(29|30|31)([ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2}))\b")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
TIME = re.compile(r"\d:\d\d")


class Repaired(NamedTuple):
    """A moment, and the sentence that tells what was taken for what."""

    moment: Moment
    told: str


def repaired_date(value: str) -> Repaired | None:
    value = " ".join(value[:LONGEST_DATE].split())
    if (mended := with_last_day(value)) and (moment := parse_date(mended)):
        return Repaired(moment, NO_SUCH_DAY.format(value=value))
    if not TIME.search(value) and (moment := parse_date(YEAR.sub(r"\1 00:00:00", value, count=1))):
        return Repaired(moment, NO_TIME.format(value=value))
    return None


def with_last_day(value: str) -> str:
    """The same with the last day of its month, "" where it has the day that it names."""
    match = DAY.search(value)
    name = match[3].capitalize() if match else ""
    if match is None or name not in MONTHS:
        return ""
    year = int(match[4]) if len(match[4]) == 4 else 2000 + int(match[4])
    last = monthrange(year, MONTHS.index(name) + 1)[1] if 1 <= year <= 9999 else 31
    return f"{value[: match.start()]}{last}{value[match.start(2) :]}" if int(match[1]) > last else ""
