"""The parts of a pipermail page copied as text."""

from __future__ import annotations

from dataclasses import dataclass

from archive.mail.charsets import decode, normal_text
from archive.mail.headers.mailboxes import Mailbox, page_mailbox
from archive.mail.readers.page import FOOTER, TOP


@dataclass(frozen=True, slots=True)
class Page:
    """What a copied page says: the date as it is written, the text without the page's last line."""

    subject: str
    sender: Mailbox
    date: str
    text: str


def read_page(content: bytes) -> Page | None:
    """Takes a page apart; None when it has not the form of one."""
    top = TOP.match(content)
    if top is None:
        return None
    body = FOOTER.sub(b"\n", content[top.end() :])
    lines = normal_text(decode(body)[0]).split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    last = next((at for at in range(len(lines), first, -1) if lines[at - 1].strip()), first)
    return Page(
        subject=line_text(top["subject"]),
        sender=page_mailbox(line_text(top["sender"])),
        date=line_text(top["date"]),
        text="".join(f"{line}\n" for line in lines[first:last]),
    )


def line_text(data: bytes) -> str:
    return normal_text(decode(data.strip())[0]).strip()
