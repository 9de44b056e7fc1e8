"""The words that attribution lines are made of, in the languages that occur."""

from __future__ import annotations

import re

# The name stands before these.
NAME_FIRST = (
    "wrote", "wrotee", "wrot", "worte", "writes", "write", "said", "says", "spake",
    "a écrit", "a ecrit", "a ?crit", "a ??crit", "écrit", "ecrit", "écrivit", "écrivait",
    "escribió", "escribio", "escribía", "escribe", "escreveu", "va escriure", "ha scritto", "scrive", "scrisse",
    "a scris", "kirjoitti", "napísal(a)", "napísal", "napisał(a)", "napisała", "napisał", "pisze", "napisao",
    "napisal(a)", "napisala", "napisal",
    "пишет", "писал(а)", "писала", "писал", "написал(а)", "написала", "написал", "пише", "написав",
    "ezt írta", "írta", "yazdı", "έγραψε", "parašė", "rakstīja", "님이 작성", "작성",
    "写道", "寫道", "写到", "写入", "さんは書きました", "さんが書きました", "書きました",
)  # fmt: skip
# The name stands before these, or after them.
EITHER = (
    "schrieb", "schrieben", "schreibt", "meinte", "schreef", "schreeft", "geschreven", "skrev", "skriver", "skreiv",
    "napsal(a)", "napsala", "napsal",
)  # fmt: skip
BEFORE_VERB = r"(?:^|(?<=[\s>)\]\"',*\d])|(?<=[^\x00-\x7f]))"
# What a verb may carry between itself and the colon.
ASIDE = r"(?:\s+(?:the following|as follows|in|to me|thusly|something like|följande))?"
LONGEST_FIRST = sorted({*NAME_FIRST, *EITHER}, key=len, reverse=True)
VERB = re.compile(
    BEFORE_VERB + "(?:" + "|".join(map(re.escape, LONGEST_FIRST)) + r")(?!\w)" + ASIDE, re.IGNORECASE
)
# Parts of all these verbs: a line without any has none, and is not searched.
STEMS = (
    "wr", "worte", "sa", "spake", "cri", "cre", "kirj", "nap", "pis", "yazd", "rakst", "schr", "meinte", "skr",
)  # fmt: skip
OTHER_STEMS = ("пис", "пиш", "írta", "γραψε", "paraš", "작성", "写", "寫", "書")


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


# How the first line of a wrapped attribution begins.
OPENING = re.compile(
    r"(?:[*+~]+ |\[|Quoting |Citando |Zitat von |Zitiere |Citeren |According to |Excerpts from |Once upon a time"
    r"|In (?:message|article|<)|(?:On|At|Am|Le|El|Em|Il|Op|Den|Dne|Dnia|W dniu|Dana|Pe|À|A|Dňa|在|于)\s+\S"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*[,. ]|\d{4}[-/.年]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.? \w{3,12}\.? \d{4})"
)
QUOTING = frozenset({"Quoting", "Citando", "Zitat von", "Zitiere", "Citeren", "According to"})
OPENING_WORD = re.compile(
    r"^(?:[*+~\[]+\s*|在\s*|于\s*|(?:On|At|Am|Le|El|Em|Il giorno|Il|Op|Den|Dne|Dnia|W dniu|Dana|Pe|Dňa|A|À|Thus|As"
    r"|Quoting|Citando|Zitat von|Zitiere|Citeren|According to|Once upon a time|Dans son message du)\s+)"
)
# Words that open a date in one language and are names in another.
MAY_BE_NAMES = frozenset({"Dana", "Den", "El", "Em", "Il", "Le", "Pe"})
EXCERPT = re.compile(r"^Excerpts from (?P<name>.{1,80}?)(?:'s|’s)? message of (?P<date>.*)$")
MESSAGE_ID = re.compile(r"\b[Ii]n\s+(?:message|article|mail)?\s*<[^<>\s]*>,?\s*(?:on )?")
# A day or month by name before a comma, when no figures follow it.
NAMED_DAY = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|dien|donner|frei|sams|sonn)tag|mittwoch|yesterday|gestern"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september"
    r"|october|november|december)\.?,\s*",
    re.IGNORECASE,
)
# “June 1, 2020”, “Wed Jun 1 10:00”: no name.
MONTH_AND_DAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?\s+\d{1,2}(?!\d|[-/.]\d)",
    re.IGNORECASE,
)
ZONES = r"UTC|GMT|UT|CES?T|MES?Z|EES?T|WES?T|BST|IST|JST|KST|MSK|MSD|[ECMP][SD]T|AE[SD]?T|NZ[SD]?T|HKT"
STAMP = re.compile(
    r"(?<![\w@.])(?:"
    r"\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}\s?日?\.?(?:T\d\d:\d\d\S*)?"
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
PRONOUNS = frozenset(
    "you i he she they we it who someone somebody du er sie ich vous tu il elle je".split()  # noqa: SIM905
)
PARTICLES = frozenset(
    "de da di du la le van von der den del dos bin al el ten ter zu y e via aka and".split()  # noqa: SIM905
)
NOT_NAMES = frozenset(
    "the this that these those documentation commit message manual page comment code spec standard patch changelog"  # noqa: SIM905
    " when while where which what also then but so if as because there here earlier above below only sorry by"
    " for".split()
)
