"""Reads one attribution, its wrapped lines joined: name, address and date words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.mail.passages.attributions.line_patterns import (
    ADDRESS,
    BEFORE_NAME,
    BEHIND_NAME,
    DATED,
    DAY_NAME,
    EITHER,
    EXCERPT,
    MESSAGE_ID,
    MONTH_AND_DAY,
    NAMED_DAY,
    NOT_NAMES,
    ON,
    OPENING,
    OPENING_WORD,
    PARTICLES,
    PRONOUNS,
    QUOTING_VERBS,
    STAMP,
    STARTS_WITH_QUOTING,
    VERBS,
    last_verb,
    spaced,
)

LONGEST = 400
# Signs that are not seen: where words turn to the left or right, or may break.
INVISIBLE = re.compile("[\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]")
TRIM = " \t\xa0\u202f,;:.-–—\"'“”„«»*~+[]|<>，、،：（"

# An attribution that the one which it quotes follows on the same line: “Alice wrote:> On … Bob wrote:”.
TWO_IN_ONE = re.compile(rf"({VERBS} ?:)>+ ?{spaced(ON)}.*$")
# An address that a program wrote again as a link: “<alice@example.org <mailto:alice@example.org>>”.
LINKED = re.compile(
    r"([\w.+-]{1,100}(?:@| at )[\w.-]{1,100})"
    r"(?:\s{1,4}[<(\[]?mailto:[^<>()\[\]\s]{1,200}(?: at [\w.-]{1,100})?[>)\]]?)+"
)
# Hard blanks that a program wrote as their code.
ESCAPED_BLANK = re.compile(r"\\u(?:202f|00a0)", re.IGNORECASE)
YEAR_FIRST = re.compile(r"\d{4}/\d{1,2}/\d{1,2}\s")
# “在 2007/7/2 10:00, Alice 写道:” whose letters a program lost.
SPOILT_CHINESE = re.compile(r"\?{1,3} (\d{4}[-/].{1,200}?) \?{2,6}[:：]?$")
# What a list or a company puts before names: “[Lamps] Alice”.
LABEL = re.compile(r"\[[^\[\]\d]{1,40}\]\s+(?=[^\W\d_a-z])")
# Where the verb goes on to say which article of a newsgroup it was.
NEWS = re.compile(r"(?:\s[^\W\d]{1,16}){0,5} <?news: ?\S{1,200}$")
# A list that sent the mail on in its own name.
VIA = re.compile(r"\s+via\s.*$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom it names, as written; "" for what it does not say.

    A sure one has two of a date, a verb and an address besides the name: it counts without a deeper quote after it.
    """

    speaker: str
    address: str
    said_on: str
    is_sure: bool


def begins_attribution(words: str) -> bool:
    """Whether a line looks like the first of a wrapped attribution."""
    return OPENING.match(words) is not None


def is_verbless(words: str) -> bool:
    """Whether a line may be an attribution without verb and colon: “2007/7/2 Alice <address>”."""
    if words[-1:] == ">":
        return (
            begins_attribution(words)
            and DATED.search(words) is not None
            and ADDRESS.search(words) is not None
        )
    return STARTS_WITH_QUOTING.match(words) is not None and DATED.search(words) is not None


@lru_cache(4096)
def read_attribution(statement: str) -> Attribution | None:
    """Reads a whole statement that introduces a quote; None when it is none.

    The statement ends in a colon, or in the verb itself. Replies repeat the attributions of what they quote, so
    those read last are remembered.
    """
    statement = statement.strip()
    if not statement or len(statement) > LONGEST:
        return None
    statement = as_meant(statement)
    core = statement.rstrip(" \t:：.…>|,")
    if (match := EXCERPT.match(core)) is not None:
        return Attribution(match["name"], "", match["date"].strip(), True)
    verb = last_verb(core)
    if verb is None:
        is_whole = statement[-1] in ":：" or is_verbless(statement)
        return without_verb(statement.rstrip(" \t:：")) if is_whole else None
    before, after = MESSAGE_ID.sub("", core[: verb.start()]), MESSAGE_ID.sub("", core[verb.end() :])
    if not after.strip(TRIM):
        return judged(*divide(before), has_verb=True, verb=verb[0].lower())
    return around_verb(before, verb[0].lower(), after)


def as_meant(statement: str) -> str:
    """A statement without what programs did to it."""
    if not statement.isascii():
        statement = INVISIBLE.sub("", statement)
    if "news:" in statement:
        statement = NEWS.sub("", statement.rstrip(" .:>"))
    if ":>" in statement:
        statement = TWO_IN_ONE.sub(r"\1", statement)
    if "mailto:" in statement:
        statement = LINKED.sub(r"\1", statement)
    if (label := LABEL.match(statement)) is not None:
        statement = statement[label.end() :]
    statement = SPOILT_CHINESE.sub(r"在 \1 写道:", statement) if statement[:1] == "?" else statement
    return ESCAPED_BLANK.sub(" ", statement) if "\\u" in statement else statement


def around_verb(before: str, verb: str, after: str) -> Attribution | None:
    """“Am Montag schrieb Alice:”, “Alice wrote on Monday, 2 July 2007:”."""
    if STAMP.search(after) and not ADDRESS.search(after) and not STAMP.search(before):
        name, address, _ = divide(before)
        return judged(name, address, after.strip(TRIM), has_verb=True) if DATED.search(after) else None
    if not verb.startswith(EITHER):
        return None
    name, address, more = divide(after)
    if not name or more:
        return None
    return judged(name, address, OPENING_WORD.sub("", before.strip()).strip(TRIM), has_verb=True)


def without_verb(core: str) -> Attribution | None:
    """“* Alice <address> [date]:”, “date, Alice <address>:”, “Alice [date]:”, “Quoting Alice:”, “Alice <address>:”."""
    if "://" in core:
        return None
    name, address, date = divide(core)
    opened = OPENING_WORD.match(core)
    has_form = address or may_be_alone(core, name.split())
    if date and DATED.search(date) and has_form:
        return judged(name, address, date, has_verb=False)
    if opened is not None and STARTS_WITH_QUOTING.match(opened[0]):
        return judged(name, address, date, has_verb=True)
    if address and not date and core.endswith((">", ")")) and name and len(name.split()) < 5:
        return judged(name, address, "", has_verb=False)
    return None


def may_be_alone(core: str, name: list[str]) -> bool:
    """“* Alice Archer [date]:”, “2007/7/2 Alice Archer:”; several words in small letters are a remark."""
    has_form = core[:1] in "*+~[" or core.endswith("]") or YEAR_FIRST.match(core) is not None
    return has_form and (len(name) == 1 or all(token[:1].isupper() for token in name))


def divide(statement: str) -> tuple[str, str, str]:
    """Name, address and date words of a statement without its verb."""
    statement = statement.strip()
    found = None
    for found in ADDRESS.finditer(statement):  # noqa: B007
        pass
    address = next((part for part in found.groups() if part), "").strip() if found else ""
    before = statement[: found.start()] if found else statement
    after = statement[found.end() :] if found else ""
    opened = OPENING_WORD.match(before)
    if opened is not None and is_part_of_name(opened, before):
        opened = None
    name, date = divide_name(
        before[opened.end() :] if opened else before, may_begin=opened is None or opened[0][:1] in "*+~"
    )
    if not date and STAMP.search(after):
        date = after.strip(" \t,;()[]")
    elif not name and not STAMP.search(after):
        name = after.strip(TRIM)
    address = "".join(address.split()) if "@" in address else address
    address = address.removeprefix("mailto:")
    return name or address, address, date


def is_part_of_name(opened: re.Match[str], before: str) -> bool:
    """Whether a word that opens dates in some language is a name here: no date follows it."""
    is_on = opened[0].strip() in ON
    return is_on and not STAMP.search(before) and not DAY_NAME.match(before, opened.end())


def divide_name(words: str, *, may_begin: bool) -> tuple[str, str]:
    """The name and the date words of a statement without address; it may begin with the name."""
    stamps = stamps_of(words)
    if not stamps:
        return clean_name(words), ""
    first, last = stamps[0], stamps[-1]
    tail = clean_name(without_day(words[last.end() :]))
    if has_letters(tail):
        return tail, closed(words[: last.end()].strip(" \t,;-"))
    head = BEHIND_NAME.sub("", BEHIND_NAME.sub("", words[: first.start()].rstrip()))
    if MONTH_AND_DAY.match(words):
        return "", words.strip(" \t,;-")
    if may_begin and has_letters(clean_name(head)) and DATED.search(words[first.start() :]):
        return clean_name(head), words[first.start() :].strip(TRIM)
    return "", words.strip(" \t,;-")


def stamps_of(words: str) -> list[re.Match[str]]:
    """Figures and zones of the date; brackets are of it where they stand right behind others of these."""
    found: list[re.Match[str]] = []
    for stamp in STAMP.finditer(words):
        if stamp[0][0] != "(" or (found and not words[found[-1].end() : stamp.start()].strip()):
            found.append(stamp)
    return found


def closed(date: str) -> str:
    """Date words with the bracket that ends them."""
    return f"{date}]" if date.count("[") > date.count("]") else date


def without_day(words: str) -> str:
    """What follows the figures of a date, without halves of the day, weekdays, “o'clock, the user”."""
    words = words.lstrip(TRIM)
    while (match := BEFORE_NAME.match(words)) and has_letters(words[match.end() :]):
        words = words[match.end() :]
    return words


def clean_name(words: str) -> str:
    """A name without the signs and the words of dates around it."""
    words = words.strip(TRIM)
    if "==" in words:
        words = words.rsplit("==", 1)[1]
    words = VIA.sub("", NAMED_DAY.sub("", words.strip(TRIM))).strip(TRIM)
    if words.count("(") == words.count(")"):
        return words[1:-1].strip() if words[:1] == "(" and words[-1:] == ")" else words
    return words.strip("() ")


def has_letters(words: str) -> bool:
    return any(letter.isalpha() for letter in words)


def judged(name: str, address: str, date: str, *, has_verb: bool, verb: str = "") -> Attribution | None:
    """The attribution, when the name can be one; a pronoun leaves the speaker unnamed."""
    dated = DATED.search(date) is not None
    tokens = name.split()
    if not has_letters(name):
        return Attribution("", "", date, False) if dated and has_verb else None
    if (len(tokens) == 1 and name.lower() in PRONOUNS) or (tokens[0] == "To" and dated):
        return Attribution("", address, date, dated) if has_verb else None
    if not is_name(tokens, has_proof=dated or bool(address), may_be_small=verb in QUOTING_VERBS):
        return None
    is_quoting = address not in {"", name} and verb in QUOTING_VERBS
    return Attribution(name, address, date, is_quoting or (dated and (has_verb or bool(address))))


def is_name(tokens: list[str], *, has_proof: bool, may_be_small: bool) -> bool:
    if "-" in tokens[1:]:
        tokens = tokens[: tokens.index("-", 1)]
    lowered = {token.lower().strip(",.") for token in tokens}
    if has_proof:
        return len(tokens) <= 9 and not (len(tokens) > 4 and lowered & NOT_NAMES)
    if len(tokens) > 5 or lowered & NOT_NAMES or lowered & PRONOUNS:
        return False
    if len(tokens) == 1 or (len(tokens) < 4 and may_be_small):
        return tokens[0][:1].isalpha()
    return all(not token[:1].islower() or token in PARTICLES for token in tokens)
