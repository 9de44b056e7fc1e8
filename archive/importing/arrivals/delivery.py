"""Raw mail that is handed over, one at a time: each becomes an import run (`archive_importrun`) of its own."""

from __future__ import annotations

from archive.importing.runs import import_found, new_run
from archive.importing.sources.known_mail import digest_of
from archive.mail.readers import RawMail
from archive.mail.readers.raw_mail import bounded
from archive.models import ImportRun, MailingList, Message


def receive(content: bytes, mailing_list: MailingList, source: str) -> ImportRun:
    """Stores one mail, or holds it in quarantine, as an import run of its own; committed on return.

    `source` names the entrance through which it came.
    """
    run = new_run([source], mailing_list, is_delivery=True)
    import_found(run, mailing_list, [arrived(content, source)])
    return run


def arrived(content: bytes, source: str) -> RawMail:
    kept, defect = bounded(content, source, 0)
    return RawMail(kept, source, 0, defect=defect, dialect="eml")


def stored_message(content: bytes, mailing_list: MailingList, source: str) -> Message | None:
    """The message that these bytes became on the list; None when they are held back."""
    return Message.objects.read_from(digest_of(arrived(content, source)), mailing_list).first()
