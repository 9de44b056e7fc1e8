"""What the owner of a mailbox had done with mail: thrown away, called spam, not sent yet.

Nobody may have read it on the list: it goes to quarantine with the reason, from where it can be taken in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from archive.mail.headers.encoded_words import decoded
from archive.mail.mime import head_end
from archive.mail.readers.raw_mail import RawMail, SourceProblem

REASON = "This mail {what}. It is not put on the list unasked: retry it to take it in, or dismiss it."
NO_MAIL = "This is no mail: a mail program kept its own data so in a mailbox. Dismiss it."
LONGEST_HEAD = 1 << 16
# Names of fields that are looked for, by the rare words in them.
MARKED = re.compile(
    rb"(?i)\n(?:x-mozilla-(?:status2?|keys|draft-info)|x-gmail-labels|x-status|x-keywords|x-evolution)[ \t]*:"
    rb"|folder internal data"
)
FIELD = re.compile(
    rb"(?im)^(x-mozilla-status2?|x-mozilla-keys|x-mozilla-draft-info|x-gmail-labels|x-status|x-keywords|x-evolution)"
    rb"[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*){0,50})"
)
FOLDER_DATA = re.compile(rb"(?im)^subject:[ \t]*DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA[ \t\r]*$")
ITS_SENDER = re.compile(rb"(?im)^(?:from:[^\n]{0,200}mail system internal data|x-imap(?:base)?:)")
MAILDIR = re.compile(r"(?:^|/)cur/[^/]*[:;!]2,([A-Za-z]*)$")
# Gmail names its labels in the language of their owner.
LABELS = {
    "was called spam in Gmail": "spam pourriel спам 迷惑メール 스팸함 垃圾邮件 垃圾郵件",
    "is a draft of Gmail": "draft drafts entwürfe brouillons borradores bozze concepten rascunhos"
    " черновики 下書き 임시보관함"
    " 草稿 taslaklar kladder utkast koncepty luonnokset wersje|robocze",
    "is a chat of Gmail": "chat chats чат чаты チャット 채팅",
    "was thrown away in Gmail": "trash bin papierkorb corbeille papelera cestino prullenbak lixeira lixo kosz корзина"
    " ゴミ箱 휴지통 垃圾桶 已删除邮件 papirkurv papperskorgen roskakori koš çöp|kutusu кошик",
}
LABELLED = {name.replace("|", " "): what for what, names in LABELS.items() for name in names.split()}


def with_owner_marks(found: Iterable[RawMail | SourceProblem]) -> Iterator[RawMail | SourceProblem]:
    """What was found in files; mail that its owner had put away carries that as its defect."""
    for item in found:
        is_ours = isinstance(item, RawMail) and item.envelope.partition(" ")[0].endswith("@postil")
        if isinstance(item, SourceProblem) or item.defect or is_ours:
            yield item
            continue
        what = put_away(item)
        yield refused(item, what) if what else item


def refused(raw: RawMail, what: str) -> RawMail:
    """A mail that is held for what was done with it."""
    return raw._replace(defect=NO_MAIL if what == NO_MAIL else REASON.format(what=what))


def put_away(raw: RawMail) -> str:
    """What the owner had done with a mail, "" when nothing."""
    flags = MAILDIR.search(raw.source)
    if flags and (what := by_letters(flags[1], "T", "D")):
        return f"{what} (Maildir flags {flags[1]})"
    head = b"\n" + raw.content[: min(head_end(raw.content[:LONGEST_HEAD])[0], LONGEST_HEAD)]
    if not MARKED.search(head):
        return ""
    if FOLDER_DATA.search(head) and ITS_SENDER.search(head):
        return NO_MAIL
    told = (READ[name.lower()](value) for name, value in fields_in(head))
    return next(filter(None, told), "")


def fields_in(head: bytes) -> Iterator[tuple[str, str]]:
    for match in FIELD.finditer(head):
        yield match[1].decode("ascii"), match[2].decode("ascii", "surrogateescape").strip()


def by_letters(letters: str, deleted: str, draft: str) -> str:
    if deleted in letters:
        return "was thrown away by its owner"
    return "is a draft" if draft in letters else ""


def by_mozilla_status(value: str) -> str:
    return (
        "is deleted in Thunderbird, though its folder was not compacted yet" if bits(value) & 0x0008 else ""
    )


def by_mozilla_status2(value: str) -> str:
    return "is deleted in Thunderbird on the server" if bits(value) & 0x0020_0000 else ""


def by_keywords(value: str) -> str:
    return "was called junk by its owner" if {"junk", "$junk"} & set(value.lower().split()) else ""


def by_labels(value: str) -> str:
    labels = [" ".join(label.lower().split()).strip('"') for label in decoded(value).split(",")]
    return next((LABELLED[label] for label in labels if label in LABELLED), "")


def by_evolution(value: str) -> str:
    flags = bits(value.rpartition("-")[2])
    what = {
        0x02: "is deleted in Evolution",
        0x80: "was called junk in Evolution",
        0x04: "is a draft of Evolution",
    }
    return next((told for bit, told in what.items() if flags & bit), "") if "-" in value else ""


def bits(value: str) -> int:
    """A number of sixteen; 0 for what is none."""
    try:
        return int(value[:16], 16)
    except ValueError:
        return 0


READ: dict[str, Callable[[str], str]] = {
    "x-mozilla-status": by_mozilla_status,
    "x-mozilla-status2": by_mozilla_status2,
    "x-mozilla-keys": by_keywords,
    "x-keywords": by_keywords,
    "x-mozilla-draft-info": lambda _: "is a draft of Thunderbird",
    "x-gmail-labels": by_labels,
    "x-status": lambda value: by_letters(value, "D", "T"),
    "x-evolution": by_evolution,
}
