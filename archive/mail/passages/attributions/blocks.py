"""Header blocks before a quote.

“-----Original Message-----”, “Begin forwarded message:”, or From:, Sent:, To: alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.mail.languages import alternation, every, initials, with_lost_letters
from archive.mail.passages.attributions.line_patterns import ADDRESS, VERBS
from archive.mail.passages.attributions.reading import Attribution

LONGEST_FIELD = 40
LONGEST_TITLE = 200
MOST_TITLE_WORDS = 8
BEHALF = re.compile(rf"(?<!\w){alternation(every('on_behalf_of'))}\s+", re.IGNORECASE)
# Fields that are named in English in all languages.
NEUTRAL = "sender|organization|organisation|newsgroups|message-id|x-mailer|importance|attachments|list-id|followup-to"


def key_of_names() -> dict[str, str]:
    """The names of all fields, in lower case, and what they say: from, sent, date, to (to and cc), or other."""
    keys = {"from_": "from", "sent": "sent", "date": "date", "to": "to", "cc": "to", "subject": "other"}
    found = {name.lower(): key for field, key in reversed(keys.items()) for name in every(field)}
    return (
        dict.fromkeys((*NEUTRAL.split("|"), *(name.lower() for name in every("reply_to"))), "other") | found
    )


KEY_OF = key_of_names()
# The first letters that fields have.
FIELD_HEADS = re.compile(rf"[*]|{initials(KEY_OF)}")
FIELD = re.compile(
    r"[ \t]{0,4}\*{0,2}(?P<name>[^\s:：*][^:：*\n]{0,22}?)\s?(?:\*{0,2}[:：]"
    r"|[:：]\*{0,2})[ \t]*(?P<value>.*)$"
)
TITLES = with_lost_letters(every("forwarded", "original"))
TITLE_HEADS = re.compile(rf"[-_=*]|{initials(TITLES)}")
# “from” in the middle of a title.
FROM_WHOM = alternation(name.lower() for name in every("from_"))
TITLE = re.compile(
    rf"[-_=* ]{{0,24}}+{alternation(TITLES)}"
    rf"(?: {FROM_WHOM} (?P<who>[^<>\n]{{1,80}}?)(?: <(?P<address>[^<>\n]{{1,120}})>)?)?\s?[-_=* :：]{{0,24}}",
    re.IGNORECASE,
)
FORWARDED = re.compile(alternation(every("forwarding")), re.IGNORECASE)
BETWEEN_RULES = re.compile(r"[-=*_]{2,40}+ ?[^\W_][^\n]{1,60}[^-=*_\n] ?[-=*_]{2,40}:?")
# What follows a block at once introduces a quote within it; no field goes on so.
ENDS_ATTRIBUTION = re.compile(rf"(?<!\w){VERBS} ?[:：]\s*$", re.IGNORECASE)
DASHED = ("--", "- ", "_", "=", "*")
CLOSING = re.compile(rf"-{{2,}} ?{alternation(every('end_of_forwarded'))}.{{0,80}}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` to `last` (exclusive) introduce a quote.

    `has_title` says that a separating line comes first, `is_whole` that the fields alone are enough; other
    fields introduce a quote only when it is marked. `is_sent` says that a mail program wrote them, above a reply.
    """

    first: int
    last: int
    attribution: Attribution
    has_title: bool
    is_whole: bool
    is_sent: bool = False


def is_title(words: str) -> bool:
    """Whether a line separates a message from one below it."""
    words = words.strip()
    if not words.startswith(DASHED) and not words.endswith((":", "：")):
        return False
    return len(words) <= LONGEST_TITLE and TITLE.fullmatch(words) is not None


def may_be_title(words: str) -> bool:
    """Whether a line separates a message from one below it if the fields of a header follow."""
    words = words.strip()
    if len(words.split()) > MOST_TITLE_WORDS:
        return False
    is_forwarding = words.endswith((":", "：")) and FORWARDED.search(words) is not None
    return is_forwarding or BETWEEN_RULES.fullmatch(words) is not None


def field_key(words: str) -> str | None:
    """What the field says with which a line begins; None when it begins with none."""
    match = FIELD.match(words)
    return KEY_OF.get(match["name"].strip().lower()) if match else None


def is_closing(words: str) -> bool:
    return CLOSING.fullmatch(words.strip()) is not None


def find_block(words: Sequence[str]) -> Block | None:
    """The header block that begins on the first of the lines, None when there is none.

    `words` are the lines without their quote marks.
    """
    titled = is_title(words[0])
    ruled = not titled and (words[0].startswith("_____") or may_be_title(words[0]))
    fields, last = read_fields(words, skip_blank(words, 1) if titled or ruled else 0)
    if "from" in fields and (titled or "date" in fields):
        is_whole = titled or ("other" in fields and not fields["other"].startswith("[PATCH"))
        return Block(0, last, from_fields(fields), titled or ruled, is_whole, "sent" in fields)
    if not titled:
        return None
    match = TITLE.fullmatch(words[0].strip())
    who, address = (match["who"] or "", match["address"] or "") if match else ("", "")
    return Block(0, 1, Attribution(who.strip(), address, "", True), True, True)


def skip_blank(words: Sequence[str], at: int) -> int:
    while at < len(words) and not words[at].strip():
        at += 1
    return at


def read_fields(words: Sequence[str], first: int) -> tuple[dict[str, str], int]:
    """Values of the block's fields by what they say, and the line after the last of them.

    A date that only mail programs name so is `sent` as well; whom a mail goes to is among the `other` fields.
    """
    fields: dict[str, str] = {}
    key = ""
    wrapped = 0
    at = first
    while at < len(words) and words[at].strip():
        named = field_key(words[at])
        if named == "from" and "from" in fields:
            break
        if named:
            key, wrapped = named, 0
            add_field(fields, named, FIELD.match(words[at]))
        elif key and wrapped < LONGEST_FIELD and not ENDS_ATTRIBUTION.search(words[at]):
            wrapped += 1
            for name in NAMES_OF.get(key, (key,)):
                fields[name] = f"{fields[name]} {words[at].strip()}"
        else:
            break
        at += 1
    return fields, at


# Under which names the value of a field is kept.
NAMES_OF = {"sent": ("date", "sent"), "to": ("other", "to")}


def add_field(fields: dict[str, str], key: str, match: re.Match[str] | None) -> None:
    value = match["value"].strip(" *\xa0\t") if match else ""
    for name in NAMES_OF.get(key, (key,)):
        fields.setdefault(name, value)


def from_fields(fields: dict[str, str]) -> Attribution:
    sender = fields["from"]
    found = ADDRESS.search(sender)
    if found is None or BEHALF.search(sender, found.end(), LONGEST_TITLE):
        sender = BEHALF.split(sender[:LONGEST_TITLE])[-1]
    match = ADDRESS.search(sender)
    address = next((part for part in match.groups() if part), "") if match else ""
    name = (sender[: match.start()] if match else sender).strip(" \"'<[(,;]")
    return Attribution(name or address, address.removeprefix("mailto:"), fields.get("date", ""), True)
