"""The table of languages: the words of mail that quotes, forwards or dates other mail, a row for each language.

A translator adds one row to the file of its family; what is searched for in mail is derived from the rows.
It stands by itself because the fields of a mail's header are read with it (dates) as well as its text (passages).
"""

from archive.mail.languages.calendar import (
    AM_WORDS,
    MONTH_WORDS,
    PM_WORDS,
    WEEKDAY_WORDS,
    month_of,
)
from archive.mail.languages.every_language import LANGUAGES
from archive.mail.languages.language import Language
from archive.mail.languages.patterns import alternation, every, every_day, initials, stems, with_lost_letters

__all__ = [
    "AM_WORDS",
    "LANGUAGES",
    "MONTH_WORDS",
    "PM_WORDS",
    "WEEKDAY_WORDS",
    "Language",
    "alternation",
    "every",
    "every_day",
    "initials",
    "month_of",
    "stems",
    "with_lost_letters",
]
