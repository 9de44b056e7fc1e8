"""Mail out of the archive, as it came in: mboxrd, the bytes of each message untouched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.access import Reader
from archive.mail.readers.postil_mbox import written
from archive.models import Body, ListCopy, MailingList, Message, OtherCopy


def mboxrd(copy: Body | ListCopy, message: Message) -> bytes:
    """One mail of an mbox, from a copy of the message."""
    told = copy.page_references.splitlines()
    return written(copy.raw_mail(), copy.dialect or "mbox", message.sent_at, told)


def mbox_of_thread(reader: Reader, thread_id: int, slug: str) -> Iterator[bytes]:
    """The messages of a thread that this person may read, as the list received them, or a list that they may read."""
    kept = ListCopy.objects.filter(message__thread=thread_id).select_related("mailing_list")
    own = {(copy.message_id, copy.mailing_list.slug): copy for copy in kept.order_by("pk")}
    for body in Body.objects.of_thread(thread_id, reader, slug).iterator(chunk_size=50):
        yield mboxrd(own.get((body.pk, body.home_slug), body), body.message)


def mbox_of_list(mailing_list: MailingList) -> Iterator[bytes]:
    """The list's mail, messages oldest first, each with its other copies behind it, read a few at a time."""
    others: dict[int, list[int]] = defaultdict(list)
    for key, message in (
        OtherCopy.objects.on_list(mailing_list).order_by("pk").values_list("pk", "message_id")
    ):
        others[message].append(key)
    own = dict(ListCopy.objects.on_list(mailing_list.slug).values_list("message_id", "pk"))
    posted = Body.objects.received_by(mailing_list)
    rows = posted.select_related("message").only("raw", "dialect", "page_references", "message__sent_at")
    for body in rows.order_by("message__sent_at", "message_id").iterator(chunk_size=100):
        kept = ListCopy.objects.get(pk=own[body.pk]) if body.pk in own else body
        yield mboxrd(kept, body.message)
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


def export_list(mailing_list: MailingList, out: Path) -> int:
    """The number of messages written. Raises OSError."""
    return write_mbox(mbox_of_list(mailing_list), out)
