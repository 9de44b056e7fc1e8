"""Header blocks before a quote.

“-----Original Message-----”, “Begin forwarded message:”, or From:, Sent:, To: alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.mail.passages.attributions.reading import Attribution
from archive.mail.passages.attributions.words import ADDRESS

LONGEST_FIELD = 40
LONGEST_TITLE = 200
BEHALF = re.compile(r"(?:on behalf of|im auftrag von|de la part de|namens)\s+", re.IGNORECASE)
KEYS = {
    "from": "from|von|de|da|van|från|fra|od|от|от кого|发件人|寄件者|差出人|보낸 사람|lähettäjä|feladó|gönderen",
    "date": "sent|sent time|date|gesendet|datum|envoyé|date d'envoi|enviado|enviado el|fecha|data|inviato|verzonden"
    "|skickat|sendt|dato|data wysłania|wysłano|odesláno|отправлено|дата|发送时间|日期"
    "|送信日時|日時|보낸 날짜|lähetetty|küldve|gönderilme tarihi",
    "other": "to|cc|bcc|subject|an|betreff|à|objet|para|asunto|assunto|a|oggetto|aan|onderwerp|till|ämne|til"
    "|emne|kopi|kopie|do|dw|temat|komu|předmět|кому|копия|тема|收件人|抄送|主题|主旨"
    "|宛先|件名|받는 사람|제목|reply-to|organization|organisation"
    "|newsgroups|message-id|x-mailer|importance|attachments|list-id",
}  # fmt: skip
# Of the date's names those that patches do not have.
SENT = frozenset(
    "sent gesendet envoyé enviado inviato verzonden skickat sendt wysłano odesláno отправлено".split()  # noqa: SIM905
)
KEY_OF = {name: key for key, names in KEYS.items() for name in names.split("|")}
FIELD = re.compile(
    r"[ \t]{0,4}\*{0,2}(?P<name>[^\s:：*][^:：*\n]{0,22}?)\s?(?:\*{0,2}[:：]"
    r"|[:：]\*{0,2})[ \t]*(?P<value>.*)$"
)
FROM_WORDS = re.compile(
    r"(?:^|[\s*>])(?:" + "|".join(map(re.escape, KEYS["from"].split("|"))) + r")\s?\*{0,2}[:：]",
    re.IGNORECASE,
)
FIELD_WORDS = re.compile(rf"{FROM_WORDS.pattern}|(?:Date|Subject|To|Sent|Datum|Betreff|An):", re.IGNORECASE)
ORIGINAL = re.compile(
    r"[-_=* ]{0,24}+(?:original(?:e|l)? (?:messages?|appointment|e-?mail)|urspr(?:ü|\?{1,2})ngliche (?:nachricht"
    r"|mail)|original-?nachricht"
    r"|message d[’']origine|message original|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht"
    r"|(?:urspr\.|ursprungligt|ursprungliga) meddelande(?:t)?|oprindelig meddelelse"
    r"|opprinnelig melding|původní zpráva"
    r"|(?:wiadomość oryginalna|oryginalna wiadomość)|исходное сообщение|原始邮件|邮件原件|原始郵件|원본 메시지"
    r"|(?:(?:begin|start of) )?forwarded (?:message"
    r"|mail)(?: from (?P<who>[^<>\n]{1,80}?)(?: <(?P<address>[^<>\n]{1,120})>)?)?"
    r"|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato"
    r"|doorgestuurd bericht"
    r"|vidarebefordrat meddelande|пересылаемое сообщение|转发邮件|轉寄郵件)\s?[-_=* :]{0,24}",
    re.IGNORECASE,
)  # fmt: skip
# What follows a block at once introduces a quote within it; no field goes on so.
ENDS_ATTRIBUTION = re.compile(r"\b(?:wrote|writes|schrieb|écrit) ?:\s*$")
DASHED = ("--", "- ", "_", "=", "*")
CLOSING = re.compile(
    r"-{2,} ?(?:end (?:of )?(?:forwarded|original) message|ende der weitergeleiteten nachricht).{0,80}",
    re.IGNORECASE,
)


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
    if not words.startswith(DASHED) and not words.endswith(":"):
        return False
    return len(words) <= LONGEST_TITLE and ORIGINAL.fullmatch(words) is not None


def is_closing(words: str) -> bool:
    return CLOSING.fullmatch(words.strip()) is not None


def find_block(words: Sequence[str]) -> Block | None:
    """The header block that begins on the first of the lines, None when there is none.

    `words` are the lines without their quote marks.
    """
    titled = is_title(words[0])
    rule = not titled and words[0].startswith("_____")
    first = skip_blank(words, 1) if titled or rule else 0
    fields, last = read_fields(words, first)
    if "from" in fields and (titled or "date" in fields):
        is_whole = titled or ("other" in fields and not fields["other"].startswith("[PATCH"))
        return Block(0, last, from_fields(fields), titled or rule, is_whole, "sent" in fields)
    if not titled:
        return None
    match = ORIGINAL.fullmatch(words[0].strip())
    who, address = (match["who"] or "", match["address"] or "") if match else ("", "")
    return Block(0, 1, Attribution(who.strip(), address, "", True), True, True)


def skip_blank(words: Sequence[str], at: int) -> int:
    while at < len(words) and not words[at].strip():
        at += 1
    return at


def read_fields(words: Sequence[str], first: int) -> tuple[dict[str, str], int]:
    """Values of the block's fields by what they say, and the line after the last of them."""
    fields: dict[str, str] = {}
    key = ""
    wrapped = 0
    at = first
    while at < len(words) and words[at].strip():
        match = FIELD.match(words[at])
        named = KEY_OF.get(match["name"].strip().lower()) if match else None
        if named == "from" and "from" in fields:
            break
        if match and named:
            key, wrapped = named, 0
            fields.setdefault(key, match["value"].strip(" *\xa0"))
            if match["name"].strip().lower() in SENT:
                fields.setdefault("sent", "")
        elif key and wrapped < LONGEST_FIELD and not ENDS_ATTRIBUTION.search(words[at]):
            wrapped += 1
            fields[key] = f"{fields[key]} {words[at].strip()}"
        else:
            break
        at += 1
    return fields, at


def from_fields(fields: dict[str, str]) -> Attribution:
    sender = BEHALF.split(fields["from"])[-1]
    match = ADDRESS.search(sender)
    address = next((part for part in match.groups() if part), "") if match else ""
    name = (sender[: match.start()] if match else sender).strip(" \"'<[(,;]")
    return Attribution(name or address, address.removeprefix("mailto:"), fields.get("date", ""), True)
