"""The patterns that attribution lines are read with, derived from the table of languages."""

from __future__ import annotations

import re

from archive.mail.languages import alternation, every, every_day, stems, with_lost_letters

NAME_FIRST = with_lost_letters(every("wrote"))
# The name stands before these, or after them.
EITHER = with_lost_letters(every("wrote_either"))
VERBS = alternation((*NAME_FIRST, *EITHER))
# Verbs that are seldom written but right above a quote.
QUOTING_VERBS = frozenset(word.lower() for word in (*NAME_FIRST, *EITHER) if word not in every("said"))
# Scripts whose words stand without blanks between them.
UNPARTED = "\u2e80-\ufaff\uff00-\uffef"
BEFORE_VERB = rf"(?:^|(?<=[\s>)\]\"',*\d”»“›’{UNPARTED}]))"
VERB = re.compile(rf"{BEFORE_VERB}{VERBS}(?!\w)(?:\s+{alternation(every('aside'))}(?!\w))?", re.IGNORECASE)
# Parts of all these verbs: a line without any has none, and is not searched.
STEMS = stems(verb for verb in (*NAME_FIRST, *EITHER) if verb.isascii())
OTHER_STEMS = stems(verb for verb in (*NAME_FIRST, *EITHER) if not verb.isascii())


def may_have_verb(line: str) -> bool:
    lowered = line.lower()
    for stem in STEMS if line.isascii() else STEMS + OTHER_STEMS:  # noqa: SIM110 - a third of the time of any()
        if stem in lowered:
            return True
    return False


def last_verb(statement: str) -> re.Match[str] | None:
    """The last verb of a statement; nearly all end in the first one of these."""
    if statement.endswith(" wrote"):
        return VERB.match(statement, len(statement) - 5)
    found = None
    for found in VERB.finditer(statement):  # noqa: B007
        pass
    return found


def spaced(words: tuple[str, ...]) -> str:
    """A pattern for words with the blank behind them, which some scripts do without."""
    unparted = [word for word in words if re.search(rf"[{UNPARTED}־-]$", word)]
    parted = alternation(word for word in words if word not in unparted)
    return rf"(?:{alternation(unparted)}\s*|{parted}\s+)"


ON, QUOTING, OPENINGS = every("on", bare=False), every("quoting"), every("opening")
WEEKDAYS, MONTHS = every_day("weekdays"), every_day("months")
OTHER_DAYS = every("other_days")
NAMED_WEEKDAYS = alternation(word[0].upper() + word[1:] for word in WEEKDAYS)
# A day by name, with its figures behind it or parted from them.
DAY_AND_FIGURES = rf"{NAMED_WEEKDAYS}[,.、，]|(?i:{alternation(WEEKDAYS)})\.?[,،]?\s{{1,2}}\d"
# How the first line of a wrapped attribution begins.
OPENING = re.compile(
    rf"(?:[*+~]+ |\[|{alternation(QUOTING)}\s|In (?:message|article|<)"
    rf"|{spaced(ON)}\S|{DAY_AND_FIGURES}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\s"
    r"|\d{4}[-/.年년]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}\.? \w{3,12}\.? \d{4})"
)
OPENING_WORD = re.compile(rf"^(?:[*+~\[]+\s*|{spaced((*ON, *OPENINGS, *QUOTING))})")
STARTS_WITH_QUOTING = re.compile(rf"{alternation(QUOTING)}\s")
# What must follow a word that opens a date and may be a name.
DAY_NAME = re.compile(rf"{alternation((*WEEKDAYS, *MONTHS, *OTHER_DAYS))}(?!\w)", re.IGNORECASE)
EXCERPT = re.compile(r"^Excerpts from (?P<name>.{1,80}?)(?:'s|’s)? message of (?P<date>.*)$")
MESSAGE_ID = re.compile(r"\b[Ii]n\s+(?:message|article|mail)?\s*<[^<>\s]*>,?\s*(?:on )?")
# A day or month by name before a comma, when no figures follow it.
NAMED_DAY = re.compile(rf"^{alternation((*WEEKDAYS, *MONTHS, *OTHER_DAYS))}\.?[,،、，]\s*", re.IGNORECASE)
# “June 1, 2020”, “Wed Jun 1 10:00”: no name.
MONTH_AND_DAY = re.compile(
    rf"(?:{alternation(WEEKDAYS)}\.?,?\s+)?{alternation(MONTHS)}\.?\s+\d{{1,2}}(?!\d|[-/.]\d)", re.IGNORECASE
)
# What stands between the date and the name, and between a name and the date behind it.
BETWEEN = every("before_name", "am", "pm")
BEFORE_NAME = re.compile(
    rf"(?:{alternation(BETWEEN)}(?=[\s,;:،、，—–]|$)|{alternation(WEEKDAYS)}\.?(?=[\s,،、，)])[,،、，)]?)[\s,;:،、，—–-]*"
)
BEHIND_NAME = re.compile(
    rf"[\s,،]+(?:{alternation(word.lower() for word in ON)}"
    rf"|(?i:{alternation(WEEKDAYS)}))\.?,?$"
)
ZONES = r"UTC|GMT|UT|CES?T|MES?Z|EES?T|WES?T|BST|IST|JST|KST|MSK|MSD|[ECMP][SD]T|AE[SD]?T|NZ[SD]?T|HKT"
STAMP = re.compile(
    rf"(?<![@.])(?<![^\W{UNPARTED}])(?:"
    r"\d{1,4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,4}\s?[日일]?\.?(?:T\d\d:\d\d\S*)?"
    r"|\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[:.]\s?\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
    r"|[+-]\d{2}:?\d{2}(?!\d)|\d{4}(?:[년年])?(?!\w)|'\d\d\b|\d{1,2}(?:st|nd|rd|th)?(?!\w)"
    r"|\([^()<>@]{1,40}\)(?=\s*[,;.]?\s)"
    r"|(?:" + ZONES + r")(?:[+-]\d{1,4})?(?=[\s,;:)]|$)|[AP]M\b|Uhr\b)"
)
# What makes date words a date: a year, a time, or a day and month in figures.
DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[:.h]\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
ADDRESS = re.compile(
    r"<\s*(?P<angle>[^<>]{1,250})>"
    r"|[(\[](?:mailto:)?(?!\w{2,8}://)(?P<round>[^()<>\s\[\]]{1,120}(?:@|\s+at\s+)[^()<>\[\]]{1,120})[)\]]"
    r"|(?<![\w@/.+-])(?P<bare>[\w.+-]{1,100}(?:@| at )[\w-]{1,60}\.[\w.-]{1,100})"
)
PRONOUNS = frozenset(every("pronouns"))
PARTICLES = frozenset(every("particles"))
NOT_NAMES = frozenset(every("prose"))
