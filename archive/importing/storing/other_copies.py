"""Other copies of messages (`archive_othercopy`): mail with the id of a message that says something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from archive.importing.database import execute, select, storable
from archive.importing.sources.known_mail import digest_of
from archive.importing.storing import sql
from archive.mail.body import File, attached_files
from archive.mail.copy_differences import Said, differences, footers_among, words_of
from archive.mail.headers import Mailbox, address_key
from archive.mail.packing import unpack
from archive.mail.preparing import ReadyMail
from archive.models import ImportRun, MailingList, widths

# Forms of sources that give mail as it was. Of the others, each leaves out its own: they cannot be compared.
WHOLE = {"mbox": "whole", "eml": "whole", "pipermail": "pipermail"}


@dataclass(frozen=True, slots=True)
class Head:
    """What is stored of a message, its words and files left out."""

    key: int
    form: str
    content_digest: str
    author: Mailbox
    subject: str
    has_files: bool


class CopyRow(NamedTuple):
    """A row of archive_othercopy; fields as the statement that keeps many names their columns."""

    messages: int
    said: str
    differ: str
    digests: UUID
    raw: bytes
    dialects: str
    sources: str
    offsets: int


def keep_differing(met: Iterable[tuple[int, ReadyMail]], mailing_list: MailingList, run: ImportRun) -> None:
    """Keeps those of these mails, by the keys of their messages, that differ from what is stored of these."""
    asked = [(key, ready) for key, ready in met if ready.raw.dialect in WHOLE]
    heads = heads_of({key for key, _ in asked})
    pairs = [
        (ready, head) for key, ready in asked if (head := heads.get(key)) and head.form == form_of(ready)
    ]
    words = stored_words([head.key for ready, head in pairs if says_otherwise(ready, head)])
    files = stored_files([head.key for ready, head in pairs if head.has_files or ready.mail.attachments])
    rows: dict[tuple[int, str], CopyRow] = {}
    for ready, head in pairs:
        stored = Said(head.author, head.subject, words.get(head.key, ""), files.get(head.key, ()))
        if differ := differences(stored, said_by(ready, head.key in words, head.key in files)):
            row = row_of(head.key, ready, differ)
            rows.setdefault((row.messages, row.said), row)
    if rows:
        execute(
            sql.KEEP_OTHER_COPIES, mailing_list=mailing_list.pk, runs=[run.pk], **by_column(rows.values())
        )


def heads_of(keys: Collection[int]) -> dict[int, Head]:
    rows = select(sql.HEADS, messages=list(keys)) if keys else ()
    return {
        key: Head(key, WHOLE.get(dialect, ""), digest, author(name, address), subject, has_files)
        for key, dialect, digest, name, address, subject, has_files in rows
    }


def author(name: str, address: str) -> Mailbox:
    """An author as much of whom as is stored."""
    address = storable(address)[: widths.ADDRESS]
    return Mailbox(storable(name)[: widths.NAME], address, address_key(address))


def form_of(ready: ReadyMail) -> str:
    return WHOLE[ready.raw.dialect]


def says_otherwise(ready: ReadyMail, head: Head) -> bool:
    return ready.mail.content_digest != head.content_digest or ready.mail.patches_from < len(ready.mail.text)


def stored_words(keys: list[int]) -> dict[int, str]:
    """Texts without footers, folded."""
    footers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, start, end in select(sql.FOOTERS, messages=keys) if keys else ():
        footers[key].append((start, end))
    return {
        key: words_of(text, footers[key]) for key, text in (select(sql.TEXTS, messages=keys) if keys else ())
    }


def stored_files(keys: list[int]) -> dict[int, tuple[File, ...]]:
    return {
        key: attached_files(unpack(raw)) for key, raw in (select(sql.RAW_MAIL, messages=keys) if keys else ())
    }


def said_by(ready: ReadyMail, with_words: bool, with_files: bool) -> Said:
    """What a mail says; its words and files only where they are to be compared."""
    mail = ready.mail
    sender = author(mail.sender.name, mail.sender.address)
    words = words_of(mail.text, footers_among(ready.spans)) if with_words else ""
    files = attached_files(ready.raw.content) if with_files else ()
    return Said(sender, storable(mail.bare_subject), words, files)


def row_of(key: int, ready: ReadyMail, differ: list[str]) -> CopyRow:
    raw, said = ready.raw, said_by(ready, with_words=True, with_files=True)
    return CopyRow(
        messages=key,
        said=said.digest,
        differ=" ".join(differ),
        digests=digest_of(raw),
        raw=ready.packed,
        dialects=raw.dialect,
        sources=storable(raw.source),
        offsets=raw.offset,
    )


def by_column(rows: Collection[CopyRow]) -> dict[str, list[Any]]:
    return dict(zip(CopyRow._fields, map(list, zip(*rows, strict=True)), strict=True))


def meet_again(digests: list[UUID], mailing_list: MailingList, run: ImportRun) -> None:
    """Notes that a run met other copies which were kept, by the digests of their bytes."""
    if digests:
        execute(sql.MEET_OTHER_COPIES_AGAIN, run=run.pk, mailing_list=mailing_list.pk, digests=digests)


def forget_copies(run: ImportRun) -> None:
    """Takes away the other copies that no other run met."""
    execute(sql.FORGET_OTHER_COPIES_OF_RUN, run=run.pk)
    execute(sql.FORGET_RUN_AMONG_OTHER_COPIES, run=run.pk)
