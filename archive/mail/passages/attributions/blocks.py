"""Header blocks before a quote.

“-----Original Message-----”, “Begin forwarded message:”, or From:, Sent:, To: alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.mail.passages.attributions.reading import Attribution
from archive.mail.passages.attributions.words import ADDRESS

LONGEST_BLOCK = 24
KEYS = {
    "from": "from|von|de|da|van|från|fra|od|от|от кого|发件人|寄件者|差出人|보낸 사람|lähettäjä|feladó|gönderen",
    "date": "sent|date|gesendet|datum|envoyé|date d'envoi|enviado|enviado el|fecha|data|inviato|verzonden|skickat|sendt|dato"
    "|data wysłania|wysłano|odesláno|отправлено|дата|发送时间|日期|送信日時|日時|보낸 날짜|lähetetty|küldve"
    "|gönderilme tarihi",
    "other": "to|cc|bcc|subject|an|betreff|à|objet|para|asunto|assunto|a|oggetto|aan|onderwerp|till|ämne|til|emne|kopi|kopie"
    "|do|dw|temat|komu|předmět|кому|копия|тема|收件人|抄送|主题|主旨|宛先|件名|받는 사람|제목|reply-to|organization"
    "|organisation"
    "|newsgroups|message-id|x-mailer|importance|attachments|list-id",
}  # fmt: skip
KEY_OF = {name: key for key, names in KEYS.items() for name in names.split("|")}
FIELD = re.compile(
    r"[ \t]{0,4}\*{0,2}(?P<name>[^\s:：*][^:：*\n]{0,22}?)\s?(?:\*{0,2}[:：]"
    r"|[:：]\*{0,2})[ \t]*(?P<value>.*)$"
)
FROM_WORDS = re.compile(
    r"(?:^|[\s*>])(?:" + "|".join(map(re.escape, KEYS["from"].split("|"))) + r")\s?\*{0,2}[:：]",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"[-_=* ]{0,24}(?:original(?:e|l)? (?:message|appointment|e-?mail)|ursprüngliche (?:nachricht"
    r"|mail)|original-?nachricht"
    r"|message d[’']origine|message original|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht"
    r"|(?:urspr\.|ursprungligt|ursprungliga) meddelande(?:t)?|oprindelig meddelelse"
    r"|opprinnelig melding|původní zpráva"
    r"|(?:wiadomość oryginalna|oryginalna wiadomość)|исходное сообщение|原始邮件|邮件原件|原始郵件|원본 메시지"
    r"|(?:begin )?forwarded (?:message"
    r"|mail)(?: from (?P<who>[^<>\n]{1,80}?)(?: <(?P<address>[^<>\n]{1,120})>)?)?"
    r"|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato"
    r"|doorgestuurd bericht"
    r"|vidarebefordrat meddelande|пересылаемое сообщение|转发邮件|轉寄郵件)\s?[-_=* :]{0,24}",
    re.IGNORECASE,
)  # fmt: skip
DASHED = ("-", "_", "=", "*")
CLOSING = re.compile(
    r"-{2,} ?(?:end (?:of )?(?:forwarded|original) message|ende der weitergeleiteten nachricht).{0,80}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` to `last` (exclusive) introduce a quote; `has_title` says that a separating line comes first."""

    first: int
    last: int
    attribution: Attribution
    has_title: bool


def is_title(words: str) -> bool:
    """Whether a line separates a message from one below it."""
    words = words.strip()
    if len(words) > 200 or not words:
        return False
    marked = words.startswith(DASHED) or words.endswith(":")
    return marked and ORIGINAL.fullmatch(words) is not None


def is_closing(words: str) -> bool:
    return CLOSING.fullmatch(words.strip()) is not None


def find_block(words: Sequence[str], at: int, end: int, *, is_deeper: bool = False) -> Block | None:
    """The header block that begins on line `at`, among lines that end before `end`; None when there is none.

    `words` are the lines without their quote marks; `is_deeper`: the lines after the first have one mark more.
    """
    titled = is_title(words[at])
    rule = not titled and words[at].startswith("_____")
    first = skip_blank(words, at + 1, end) if titled or rule else at
    fields, last = read_fields(words, first, min(end, first + LONGEST_BLOCK))
    if "from" in fields and (titled or is_whole(fields) or (is_deeper and "date" in fields)):
        return Block(at, last, from_fields(fields), titled or rule)
    if not titled:
        return None
    match = ORIGINAL.fullmatch(words[at].strip())
    who, address = (match["who"] or "", match["address"] or "") if match else ("", "")
    return Block(at, at + 1, Attribution(who.strip(), address, "", True), True)


def is_whole(fields: dict[str, str]) -> bool:
    """Whether header fields without a title introduce a quote; those before a patch name its author."""
    return "date" in fields and "other" in fields and not fields["other"].startswith("[PATCH")


def skip_blank(words: Sequence[str], at: int, end: int) -> int:
    while at < end and not words[at].strip():
        at += 1
    return at


def read_fields(words: Sequence[str], first: int, end: int) -> tuple[dict[str, str], int]:
    """Values of the block's fields by what they say, and the line after the last of them."""
    fields: dict[str, str] = {}
    last = at = first
    wrapped = 0
    while at < end and words[at].strip():
        match = FIELD.match(words[at])
        key = KEY_OF.get(match["name"].strip().lower()) if match else None
        if match and key:
            fields.setdefault(key, match["value"].strip(" *"))
            last, wrapped = at + 1, 0
        elif last > first and wrapped < 8:
            wrapped += 1
            last = at + 1
        else:
            break
        at += 1
    return fields, last


def from_fields(fields: dict[str, str]) -> Attribution:
    sender = fields["from"]
    match = ADDRESS.search(sender)
    address = next((part for part in match.groups() if part), "") if match else ""
    name = (sender[: match.start()] if match else sender).strip(" \"'<[(,;")
    return Attribution(name or address, address.removeprefix("mailto:"), fields.get("date", ""), True)
