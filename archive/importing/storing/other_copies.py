"""Mail that goes for a message which is here, but says something else: it is kept beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from archive.importing.database import execute, select, storable
from archive.importing.sources.known_mail import digest_of
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


def keep_differing(met: Iterable[tuple[int, ReadyMail]], mailing_list: MailingList, run: ImportRun) -> None:
    """Keeps those of these mails, by the keys of their messages, that differ from what is stored of these."""
    asked = [(key, ready) for key, ready in met if ready.raw.dialect in WHOLE]
    heads = heads_of({key for key, _ in asked})
    pairs = [
        (ready, head) for key, ready in asked if (head := heads.get(key)) and head.form == form_of(ready)
    ]
    words = stored_words([head.key for ready, head in pairs if says_otherwise(ready, head)])
    files = stored_files([head.key for ready, head in pairs if head.has_files or ready.mail.attachments])
    rows: dict[tuple[int, str], tuple[Any, ...]] = {}
    for ready, head in pairs:
        stored = Said(head.author, head.subject, words.get(head.key, ""), files.get(head.key, ()))
        if differ := differences(stored, said_by(ready, head.key in words, head.key in files)):
            row = row_of(head.key, ready, differ)
            rows.setdefault((row[0], row[1]), row)
    if rows:
        execute(KEEP, mailing_list.pk, [run.pk], *map(list, zip(*rows.values(), strict=True)))


def heads_of(keys: Collection[int]) -> dict[int, Head]:
    rows = select(HEADS, list(keys)) if keys else ()
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
    for key, start, end in select(FOOTERS, keys) if keys else ():
        footers[key].append((start, end))
    return {key: words_of(text, footers[key]) for key, text in (select(TEXTS, keys) if keys else ())}


def stored_files(keys: list[int]) -> dict[int, tuple[File, ...]]:
    return {key: attached_files(unpack(raw)) for key, raw in (select(RAW, keys) if keys else ())}


def said_by(ready: ReadyMail, with_words: bool, with_files: bool) -> Said:
    """What a mail says; its words and files only where they are to be compared."""
    mail = ready.mail
    sender = author(mail.sender.name, mail.sender.address)
    words = words_of(mail.text, footers_among(ready.spans)) if with_words else ""
    files = attached_files(ready.raw.content) if with_files else ()
    return Said(sender, storable(mail.bare_subject), words, files)


def row_of(key: int, ready: ReadyMail, differ: list[str]) -> tuple[Any, ...]:
    raw, said = ready.raw, said_by(ready, with_words=True, with_files=True)
    return (
        key, said.digest, " ".join(differ), digest_of(raw), ready.packed, raw.dialect, storable(raw.source), raw.offset,
    )  # fmt: skip


def meet_again(digests: list[UUID], mailing_list: MailingList, run: ImportRun) -> None:
    """Notes that a run met other copies which were kept, by the digests of their bytes."""
    if digests:
        execute(MET_AGAIN, run.pk, mailing_list.pk, digests, run.pk)


def forget_copies(run: ImportRun) -> None:
    """Takes away the other copies that no other run met."""
    execute(FORGET, run.pk)
    execute(MET_BY_OTHERS, run.pk, run.pk)


HEADS = """
    SELECT message.id, body.dialect, content_digest, sender_name, sender_address, bare_subject,
        EXISTS (SELECT FROM archive_attachment WHERE message_id = message.id)
    FROM archive_message AS message JOIN archive_body AS body ON body.message_id = message.id
    WHERE message.id = ANY(%s)
"""
TEXTS = "SELECT message_id, text FROM archive_body WHERE message_id = ANY(%s)"
RAW = "SELECT message_id, raw FROM archive_body WHERE message_id = ANY(%s)"
FOOTERS = """
    SELECT message_id, start, "end" FROM archive_span WHERE message_id = ANY(%s) AND kind = 'footer'
    ORDER BY message_id, start
"""
KEEP = """
    INSERT INTO archive_othercopy AS kept
        (mailing_list_id, met_by, message_id, said, differs, digest, raw, dialect, source, "offset")
    SELECT %s, %s::bigint[], key, said, string_to_array(differs, ' '), digest, raw, dialect, source, place
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::uuid[], %s::bytea[], %s::text[], %s::text[], %s::bigint[])
        AS new(key, said, differs, digest, raw, dialect, source, place)
    ON CONFLICT (message_id, mailing_list_id, said) DO UPDATE SET met_by = kept.met_by || excluded.met_by
    WHERE NOT kept.met_by @> excluded.met_by
"""
MET_AGAIN = """
    UPDATE archive_othercopy SET met_by = met_by || %s::bigint
    WHERE mailing_list_id = %s AND digest = ANY(%s) AND NOT %s = ANY(met_by)
"""
FORGET = """
    WITH gone AS (
        DELETE FROM archive_othercopy WHERE met_by = ARRAY[%s]::bigint[] RETURNING mailing_list_id, digest
    )
    DELETE FROM archive_readmail AS read USING gone
    WHERE read.mailing_list_id = gone.mailing_list_id AND read.digest = gone.digest
"""
MET_BY_OTHERS = "UPDATE archive_othercopy SET met_by = array_remove(met_by, %s) WHERE %s = ANY(met_by)"
