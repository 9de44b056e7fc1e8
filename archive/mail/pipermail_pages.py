"""The parts of a pipermail page: copied as text, or in HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.mail.body.html import html_text
from archive.mail.body.tags import unescape
from archive.mail.charsets import decode, normal_text, undoubled
from archive.mail.headers.mailbox_forms import Mailbox, address_key, page_mailbox, plain_name
from archive.mail.readers.copied_page import FOOTER, TOP
from archive.mail.readers.pipermail_html import page_id

CHARSET = re.compile(rb"<meta[^<>]{1,200}charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
HTML_TOP = re.compile(
    r"<h1>(?P<subject>[^<>]*)</h1>\s*<b>(?P<name>[^<>]*)</b>\s*<a [^<>]*>(?P<address>[^<>]*)</a>\s*<br>"
    r"\s*<i>(?P<date>[^<>]*)</i>",
    re.IGNORECASE,
)
ARCHIVE_TAG = re.compile(r"</?(?:pre|a|i|b|p|br|tt)(?:\s[^<>]*)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: the date as it is written, the text without what stands around the mail."""

    subject: str
    sender: Mailbox
    date: str
    text: str
    message_id: str = ""


def read_page(content: bytes) -> Page | None:
    """Takes a page apart; None when it has not the form of one."""
    top = TOP.match(content)
    if top is None:
        return None
    body = FOOTER.sub(b"\n", content[top.end() :])
    return Page(
        subject=line_text(top["subject"]),
        sender=page_mailbox(line_text(top["sender"])),
        date=line_text(top["date"]),
        text=without_blank_ends(normal_text(decode(body)[0])),
    )


def read_html_page(content: bytes) -> Page | None:
    """Takes a page of an HTML archive apart; None when it has not the form of one."""
    declared = CHARSET.search(content)
    html = normal_text(decode(content, declared[1].decode("latin-1") if declared else "")[0])
    head, _, rest = html.partition("<!--beginarticle-->")
    top = HTML_TOP.search(head)
    if top is None:
        return None
    name, address = words(top["name"]), words(top["address"])
    return Page(
        subject=words(top["subject"]),
        sender=Mailbox("" if name == address else plain_name(name), address, address_key(address)),
        date=words(top["date"]),
        text=without_blank_ends(article_text(rest.partition("<!--endarticle-->")[0])),
        message_id=page_id(content),
    )


def article_text(article: str) -> str:
    """The text between the marks: the archive's own tags off, entities undone. HTML mail is read, too."""
    if "<pre" not in article.lower():
        return read_once(html_text(article))
    return read_once(unescape(ARCHIVE_TAG.sub("", article))).replace("\xa0", " ")


def words(html: str) -> str:
    return " ".join(read_once(unescape(ARCHIVE_TAG.sub("", html))).split())


def read_once(text: str) -> str:
    """Where the archive took the bytes of UTF-8 for letters, line by line the letters that were meant."""
    if text.isascii():
        return text
    return "\n".join(undoubled(line) or line for line in text.split("\n"))


def without_blank_ends(text: str) -> str:
    """A text without empty lines at its beginning and end."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    last = next((at for at in range(len(lines), first, -1) if lines[at - 1].strip()), first)
    return "".join(f"{line}\n" for line in lines[first:last])


def line_text(data: bytes) -> str:
    return normal_text(decode(data.strip())[0]).strip()
