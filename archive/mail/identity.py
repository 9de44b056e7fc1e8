"""Whether two mails are one: digests of content, ids derived from it, a forgiving comparison."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from hashlib import sha256

from archive.mail.body import Attachment
from archive.mail.body.enclosed import find_enclosed, with_marks

FOOTER_RULE = re.compile(r"^_{20,}[ \t]*$", re.MULTILINE)
FOOTER_WORDS = re.compile(r"mailing list|list info|listinfo|unsubscribe", re.IGNORECASE)
LONGEST_FOOTER = 1000
SCRUBBED = re.compile(
    r"^-{10,} next part -{10,}\n[^\n]*scrubbed[^\n]*\n(?:(?:Name|Type|Size|Desc|URL) ?:[^\n]*\n?)*",
    re.MULTILINE,
)
# Archives hide addresses in the words of a mail too.
# The patterns begin with what is rare, and look back from there: texts are long.
HIDDEN_AT = re.compile(r" at (?<=[\w.+-] at )(?=[\w-]{1,63}\.\w)")
HIDDEN_A = re.compile(r"(?:\(a\)(?<=[\w.+-]\(a\))| \(a\) (?<=[\w.+-] \(a\) ))(?=[\w-]{1,63}\.\w)")
# Old archives wrote "?" for what they could not show; what stands there else, blanks among it, tells nothing.
DOUBTFUL = re.compile(r"([\s?\x80-\U0010ffff]+)")
MARK = re.compile("[?\ufffd]")
NOT_ASCII = re.compile(r"[?\x80-\U0010ffff]+")
RUN = 3
SHARED = 0.95
LENGTH = 0.8


def folded(text: str) -> str:
    """A text without list footers, notices of scrubbed attachments, hidden addresses and differences in white space.

    Of files within it, the name alone.
    """
    if "begin " in text and (enclosed := find_enclosed(data := text.encode("utf-8", "replace"))):
        text = with_marks(data, enclosed).decode("utf-8", "replace")
    if "___" in text:
        text = without_footer(text)
    if " next part " in text:
        text = SCRUBBED.sub("", text)
    text = " ".join(text.split())
    text = HIDDEN_AT.sub("@", text)
    return HIDDEN_A.sub("@", text) if "(a)" in text else text


def without_footer(text: str) -> str:
    """Cuts the block that list software puts under a mail."""
    rule = None
    for rule in FOOTER_RULE.finditer(text, max(0, len(text) - LONGEST_FOOTER)):
        if FOOTER_WORDS.search(text, rule.end()):
            return text[: rule.start()]
    return text


def content_digest(text: str, attachments: Iterable[Attachment]) -> str:
    """SHA-256 (hex) of what a mail says; of its attachments' sizes too when it says nothing."""
    content = folded(text) or "\n".join(
        f"{part.filename} {part.content_type} {part.size}" for part in attachments
    )
    return sha256(content.encode("utf-8", "replace")).hexdigest()


def derived_id(sent_at: dt.datetime | None, sender_key: str, bare_subject: str, text: str) -> str:
    """An id for mail that has none, from content alone: the same mail gets the same id from any archive."""
    moment = sent_at.isoformat() if sent_at else ""
    content = "\n".join((moment, sender_key, " ".join(bare_subject.lower().split()), folded(text)))
    return f"{sha256(content.encode('utf-8', 'replace')).hexdigest()[:32]}@derived.invalid"


def fuller_id(former_id: str, told: Iterable[str]) -> str:
    """A derived id of what is told beside the words as well; the former one, of the words alone, when nothing is."""
    lines = "\n".join(told)
    content = f"{former_id}\n{lines}".encode("utf-8", "replace")
    return f"{sha256(content).hexdigest()[:32]}@derived.invalid" if lines else former_id


def variant_id(message_id: str, content_digest: str) -> str:
    """The id under which a second, different mail with an id already taken is kept."""
    return f"{message_id}~{content_digest[:16]}"


def list_variant(message_id: str, slug: str) -> str:
    """The id of what a list received otherwise than another, whose copy its readers may not read."""
    return f"{message_id}~{sha256(f'list {slug}'.encode()).hexdigest()[:16]}"


def same_mail(a_text: str, b_text: str) -> bool:
    """Whether two mails with one Message-ID are one: equal words, or nearly all words of the other in one."""
    a, b = folded(a_text), folded(b_text)
    if same_words(a, b):
        return True
    if a.isascii() != b.isascii():
        a, b = NOT_ASCII.sub("?", a), NOT_ASCII.sub("?", b)
    return nearly_holds(a.split(), b.split())


def same_words(a: str, b: str) -> bool:
    """Whether two folded texts are equal but for where white space stands, and for letters that an archive lost."""
    return a == b or a.replace(" ", "") == b.replace(" ", "") or is_same_but_lost(a, b)


def is_same_but_lost(a: str, b: str) -> bool:
    """Whether two texts differ only where one of them has marks for letters that were lost."""
    if not (MARK.search(a) or MARK.search(b)):
        return False
    ours, theirs = DOUBTFUL.split(f" {a} "), DOUBTFUL.split(f" {b} ")
    return ours[::2] == theirs[::2] and all(map(may_be_lost, ours[1::2], theirs[1::2]))


def may_be_lost(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split()) or bool(MARK.search(one) or MARK.search(other))


def nearly_holds(a: list[str], b: list[str]) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < LENGTH * len(longer):
        return False
    runs = word_runs(shorter)
    return bool(runs) and len(runs & word_runs(longer)) >= SHARED * len(runs)


def word_runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
