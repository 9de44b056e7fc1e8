"""Months, weekdays and halves of the day by name, in all languages of the table.

Words are compared in lower case, without a full stop at their end: `plain` makes them so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from archive.mail.languages.every_language import LANGUAGES
from archive.mail.languages.language import Language, forms
from archive.mail.languages.patterns import every, unaccented


def plain(word: str) -> str:
    """A word as the tables below have it: “Okt.” → “okt”."""
    return word.lower().strip().rstrip(".")


def spellings(names: Iterable[str]) -> set[str]:
    """Names as they are compared, with their accents and without."""
    return {plain(spelling) for name in names for spelling in (name, unaccented(name))}


def months_of(language: Language) -> dict[str, int]:
    """The names of a language's months → 1 to 12."""
    return {
        name: number for number, names in enumerate(forms(language.months), 1) for name in spellings(names)
    }


def weekdays_of(language: Language) -> set[str]:
    return {name for names in forms(language.weekdays) for name in spellings(names)}


MONTHS_OF = {language.code: months_of(language) for language in LANGUAGES}
WEEKDAYS_OF = {language.code: weekdays_of(language) for language in LANGUAGES}
NUMBERS: dict[str, set[int]] = defaultdict(set)
for months in MONTHS_OF.values():
    for month_name, month_number in months.items():
        NUMBERS[month_name].add(month_number)

MONTH_WORDS = frozenset(NUMBERS)
WEEKDAY_WORDS = frozenset().union(*WEEKDAYS_OF.values())
AM_WORDS = frozenset(map(plain, every("am")))
PM_WORDS = frozenset(map(plain, every("pm")))


def month_of(word: str, *beside: str) -> int | None:
    """The month (1 to 12) that a word names, None when it names none, or several.

    “lip” is June in Croatian and July in Polish: other words of the date, a weekday's name, tell the language.
    """
    name, days = plain(word), set(map(plain, beside))
    likely = {
        months[name]
        for code, months in MONTHS_OF.items()
        if name in months and not days.isdisjoint(WEEKDAYS_OF[code])
    }
    numbers = likely if len(likely) == 1 else NUMBERS.get(name, set())
    return next(iter(numbers)) if len(numbers) == 1 else None
