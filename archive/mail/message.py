"""From raw mail to a parsed message."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from archive.mail.beside_words import told_beside_words
from archive.mail.body import Attachment, Body, read_body
from archive.mail.cut_pieces import SUBJECT, TOLD, is_cut_piece
from archive.mail.headers import (
    Mailbox,
    SentAt,
    bare_subject,
    list_id,
    own_id,
    references,
    sender_of,
    sent_at,
    subject,
)
from archive.mail.identity import content_digest, derived_id, fuller_id
from archive.mail.mime import header_values, parse_mail
from archive.mail.pipermail_pages import read_html_page, read_page
from archive.mail.readers import RawMail

INFERRED = "Its place in the thread was taken from the archive's thread page."
# Dialects of pages that an archive shows of its mail: most headers are left out there.
PAGES = frozenset({"page", "html"})


class UnparsableMail(Exception):  # noqa: N818
    """Bytes that hold no mail at all; the message says why and what to do."""


class ParsedMessage(NamedTuple):
    """A mail, understood. Ids stand without `<>`; the text is in normal form.

    `references` name the ancestors, the oldest first, the parent last. `sent_at` is in UTC, `utc_offset` in
    minutes east of it; `date_source` is date, received, envelope or none; `received_at` tells when it came, where
    that was more than a year later. Two mails with one `content_digest` are the same. `problems` are sentences on what
    was repaired. From `patches_from` on, the text is that of attached patches, which some archives leave out: neither
    id nor digest is made of it. `former_id` is the derived id as it was made of the words alone, where it is another.
    """

    message_id: str
    id_is_derived: bool
    references: tuple[str, ...]
    subject: str
    bare_subject: str
    sender: Mailbox
    sent_at: dt.datetime | None
    utc_offset: int | None
    date_source: str
    list_id: str
    text: str
    attachments: tuple[Attachment, ...]
    content_digest: str
    problems: tuple[str, ...]
    patches_from: int
    received_at: dt.datetime | None = None
    former_id: str = ""

    @property
    def own_text(self) -> str:
        """The text without attached patches."""
        return self.text[: self.patches_from]


def parse(raw: RawMail, now: dt.datetime) -> ParsedMessage:
    """Understands one raw mail; dates after `now` are not believed. Raises UnparsableMail."""
    if not raw.content or raw.content.isspace():
        raise UnparsableMail(f"The mail at byte {raw.offset} of {raw.source} is empty. It can be dismissed.")
    if raw.dialect in PAGES:
        return parse_page(raw, now)
    message = parse_mail(raw.content)
    headers = header_values(message)
    body = read_body(message)
    problems = body.problems if headers else ["This mail has no headers.", *body.problems]
    when = sent_at(headers.get("date", ()), headers.get("received", ()), raw.envelope, now)
    mail = assemble(headers, body, when, tuple(problems))
    return with_fuller_id(mail, raw.content) if mail.id_is_derived else mail


def with_fuller_id(mail: ParsedMessage, content: bytes) -> ParsedMessage:
    """Mail that says the same to others, or with other attachments or headers, is another mail."""
    full = fuller_id(mail.message_id, told_beside_words(content, bool(mail.attachments)))
    return mail if full == mail.message_id else mail._replace(message_id=full, former_id=mail.message_id)


PEOPLE = ("from", "to", "cc", "reply-to", "sender")


def assemble(
    headers: dict[str, list[str]], body: Body, when: SentAt, problems: tuple[str, ...]
) -> ParsedMessage:
    text, patches = body.text(), body.patch_text()
    if patches and text and not text.endswith("\n"):
        text += "\n"
    title = subject(first(headers, "subject"))
    bare = bare_subject(title)
    sender = sender_of(headers)
    if is_cut_piece(sender.key, title):
        title = bare = SUBJECT
        problems = (*problems, TOLD)
    own = next((found for value in headers.get("message-id", ()) if (found := own_id(value))), "")
    stated = when.moment if when.source == "date" else None
    return ParsedMessage(
        message_id=own or derived_id(stated, sender.key, bare, text),
        id_is_derived=not own,
        references=references(
            headers.get("references", ()), headers.get("in-reply-to", ()), own, people_in(headers)
        ),
        subject=title,
        bare_subject=bare,
        sender=sender,
        sent_at=when.moment,
        utc_offset=when.utc_offset,
        date_source=when.source,
        list_id=list_id(first(headers, "list-id")),
        text=text + patches,
        attachments=tuple(body.attachments),
        content_digest=content_digest(text, body.attachments),
        problems=(*problems, when.repaired) if when.repaired else problems,
        patches_from=len(text),
        received_at=when.received_at,
    )


def parse_page(raw: RawMail, now: dt.datetime) -> ParsedMessage:
    """A page of a pipermail archive, copied as text or in HTML."""
    page = read_page(raw.content) if raw.dialect == "page" else read_html_page(raw.content)
    if page is None:
        raise UnparsableMail(
            f"{raw.source} looks like an archive's page, but has no subject, name and date. Check it."
        )
    is_piece = is_cut_piece(page.sender.key, page.subject)
    if is_piece:
        page = replace(page, subject=SUBJECT)
    when = sent_at([page.date], (), "", now)
    bare = bare_subject(page.subject)
    return ParsedMessage(
        message_id=page.message_id or derived_id(when.moment, page.sender.key, bare, page.text),
        id_is_derived=not page.message_id,
        references=references((), [f"<{found.strip('<>')}>" for found in raw.references], page.message_id),
        subject=page.subject,
        bare_subject=bare,
        sender=page.sender,
        sent_at=when.moment,
        utc_offset=when.utc_offset,
        date_source=when.source,
        list_id="",
        text=page.text,
        attachments=(),
        content_digest=content_digest(page.text, ()),
        problems=(
            *((INFERRED,) if raw.references and not raw.has_told_references else ()),
            *((TOLD,) if is_piece else ()),
        ),
        patches_from=len(page.text),
    )


def people_in(headers: dict[str, list[str]]) -> list[str]:
    return [value for name in PEOPLE for value in headers.get(name, ())]


def first(headers: dict[str, list[str]], name: str) -> str:
    return headers.get(name, [""])[0]
