"""Mail out of the archive, as it came in: mboxrd, the bytes of each message untouched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.models import Body, MailingList, Message

FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)


def mboxrd(message: Message, raw: bytes) -> bytes:
    """One mail of an mbox: its separator line, the raw mail with `From ` lines escaped, one line feed more.

    Mail ends with a line feed, so that an empty line separates mails; where one does not, nothing else tells so.
    """
    sender = re.sub(r"[^!-~]", "", message.sender_address) or "MAILER-DAEMON"
    date = f"{message.sent_at:%a %b %e %H:%M:%S %Y}" if message.sent_at else "Thu Jan  1 00:00:00 1970"
    return f"From {sender} {date}\n".encode("ascii") + FROM_LINE.sub(rb">\1", raw) + b"\n"


def mbox_of_list(mailing_list: MailingList) -> Iterator[bytes]:
    """The list's messages, oldest first, read a few at a time."""
    posted = Body.objects.filter(message__postings__mailing_list=mailing_list, message__is_missing=False)
    rows = posted.select_related("message").only("raw", "message__sender_address", "message__sent_at")
    for body in rows.order_by("message__sent_at", "message_id").iterator(chunk_size=100):
        yield mboxrd(body.message, body.raw_mail())


def write_mbox(mails: Iterable[bytes], out: Path) -> int:
    """Writes mails to a file that is not there yet; how many there were. Raises OSError."""
    count = 0
    with out.open("xb") as file:
        for mail in mails:
            file.write(mail)
            count += 1
    return count


def export_list(slug: str, out: Path) -> int:
    """Raises MailingList.DoesNotExist and OSError."""
    return write_mbox(mbox_of_list(MailingList.objects.get(slug=slug)), out)
