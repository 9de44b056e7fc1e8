"""Mail out of the archive, as it came in: mboxrd, the bytes of each message untouched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.mail.readers.postil_mbox import written
from archive.models import Body, MailingList, OtherCopy


def mboxrd(body: Body) -> bytes:
    """One mail of an mbox."""
    told = body.page_references.splitlines()
    return written(body.raw_mail(), body.dialect or "mbox", body.message.sent_at, told)


def mbox_of_list(mailing_list: MailingList) -> Iterator[bytes]:
    """The list's mail, messages oldest first, each with its other copies behind it, read a few at a time."""
    others: dict[int, list[int]] = defaultdict(list)
    for key, message in (
        OtherCopy.objects.on_list(mailing_list).order_by("pk").values_list("pk", "message_id")
    ):
        others[message].append(key)
    posted = Body.objects.filter(message__postings__mailing_list=mailing_list, message__is_missing=False)
    rows = posted.select_related("message").only("raw", "dialect", "page_references", "message__sent_at")
    for body in rows.order_by("message__sent_at", "message_id").iterator(chunk_size=100):
        yield mboxrd(body)
        for other in others.get(body.pk, ()):
            copy = OtherCopy.objects.get(pk=other)
            yield written(copy.raw_mail(), copy.dialect, body.message.sent_at)


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
