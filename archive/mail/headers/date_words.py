"""Dates in the words of programs and languages, written again as the standard has them."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.mail.languages import alternation, every, every_day, month_of

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COMMENT_FIRST = re.compile(r"^(?:\([^()]*\)\s*)+")
OFFSET = re.compile(r"(?<![-\w])[+-]\d{4}\b(?!-)")
# “GMT+0200”, “UTC-5”; “CET DST”.
NAMED_WITH_FIGURES = re.compile(r"\b(?:GMT|UTC|UT)\s?([+-])(\d{1,2}):?([0-5]\d)?\b", re.IGNORECASE)
SUMMER = re.compile(r"\b([A-Z]{1,4}?)[ -]?DST\b")
HOURS_ALONE = re.compile(r"(:\d\d )([+-])(\d{1,2})$")
FIGURES_OF_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
ORDINAL = re.compile(r"\b(\d{1,2})(?:er|st|nd|rd|th|º|ª|-?го|\.)(?=[\s,])", re.IGNORECASE)
WORD = re.compile(r"(?<![+\w])[^\W\d_]+\.?(?![\w:])")


def in_standard_words(value: str, zones: dict[str, int]) -> str:
    """Without comments before it, with hours to 24, and the figures of its zone; `zones` are minutes by name."""
    value = COMMENT_FIRST.sub("", value)
    value = halves().sub(in_24_hours, value)
    if OFFSET.search(value):
        return value
    value = NAMED_WITH_FIGURES.sub(lambda match: f"{match[1]}{match[2]:0>2}{match[3] or '00'}", value)
    value = SUMMER.sub(lambda match: summer(match, zones), value)
    return HOURS_ALONE.sub(lambda match: f"{match[1]}{match[2]}{match[3]:0>2}00", value)


def summer(match: re.Match[str], zones: dict[str, int]) -> str:
    if match[1] not in zones:
        return match[0]
    east = zones[match[1]] + 60
    return f"{'-' if east < 0 else '+'}{abs(east) // 60:02}{abs(east) % 60:02}"


@lru_cache(1)
def halves() -> re.Pattern[str]:
    """A time of day with the half of the day beside it."""
    am, pm = alternation(every("am")), alternation(every("pm"))
    return re.compile(
        rf"(?:(?<!\w)(?:(?P<am>{am})|(?P<pm>{pm}))\s?)?(?<!\d)(?P<hour>\d{{1,2}})(?P<rest>:\d\d(?::\d\d)?)"
        rf"(?:\s?(?:(?P<am_behind>{am})|(?P<pm_behind>{pm}))(?!\w))?",
        re.IGNORECASE,
    )


def in_24_hours(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    if (match["pm"] or match["pm_behind"]) and hour < 12:
        hour += 12
    elif (match["am"] or match["am_behind"]) and hour == 12:
        hour = 0
    return f"{hour:02}{match['rest']}"


def in_english(value: str) -> str:
    """A date whose month is named in any language of the table, without its other words; "" when none is named."""
    value = FIGURES_OF_EAST.sub(lambda match: f"{match[3]} {month(int(match[2]))} {match[1]}", value)
    beside = [word.rstrip(".") for word in WORD.findall(value)]
    value = ORDINAL.sub(r"\1", weekday_first().sub("", value))
    named = [(match, month_of(match[1], *beside)) for match in month_names().finditer(value)]
    known = [(match, number) for match, number in named if number]
    if not known:
        return ""
    match, number = known[0]
    before, after = without_words(value[: match.start()]), without_words(value[match.end() :])
    return " ".join(f"{before} {month(number)} {after}".replace(",", " ").split())


def month(number: int) -> str:
    return MONTHS[number - 1] if 1 <= number <= 12 else ""


@lru_cache(1)
def month_names() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])({alternation(every_day('months'))})\.?(?![^\W\d_])", re.IGNORECASE)


@lru_cache(1)
def weekday_first() -> re.Pattern[str]:
    return re.compile(rf"^\W*{alternation(every_day('weekdays'))}\.?[,\s]\s*(?=.*[^\W\d_])", re.IGNORECASE)


def without_words(text: str) -> str:
    """What is no word of prose: figures, and names of zones in capitals."""
    return WORD.sub(lambda match: match[0] if match[0].isascii() and match[0].isupper() else " ", text)
