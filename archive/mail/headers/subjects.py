"""Subjects: as written, and without the marks that replies and lists put before them."""

from __future__ import annotations

import re

from archive.mail.headers.encoded_words import decoded

REPLY = re.compile(
    r"(?:re|aw|antw|antwort|sv|vs|vb|fwd?|wg|tr|rif|r|odp|ynt|res|enc|rép|réf|rv|ant|ang|atb|odg|vá"
    r"|ответ|отв|回复|答复|转发|回覆|回信|返信|轉寄)"
    r"[ \t]?(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\*\d{1,4})?[ \t]?[:：]",
    re.IGNORECASE,
)
LIST_TAG = re.compile(r"\[([\w.+-]{2,60})\]")
MOST_MARKS = 30
# Tags of one word that say what the mail is, not which list it came from.
KIND_WORDS = (
    "patch rfc rft rfh bug resend pull announce announcement ann ot off-topic question help repost fwd "
    "update draft summary solved test news job jobs security release poll vote proposal idea wip review "
    "discuss topic net-next not-a-patch"
)
KIND_TAGS = frozenset(KIND_WORDS.split())


def subject(value: str) -> str:
    """A subject as text on one line."""
    return decoded(value)


def bare_subject(text: str) -> str:
    """A decoded subject without "Re:", "Aw:", "SV:", "Fwd:", "Re[2]:" and list tags at its start."""
    bare = " ".join(text.split())
    for _ in range(MOST_MARKS):
        mark = REPLY.match(bare) or list_tag(bare)
        rest = bare[mark.end() :].strip() if mark else ""
        if not rest:
            break
        bare = rest
    return bare


def list_tag(text: str) -> re.Match[str] | None:
    match = LIST_TAG.match(text)
    if match is None or match[1].lower() in KIND_TAGS or match[1].isupper() or match[1].isdigit():
        return None
    return match
