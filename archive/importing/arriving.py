"""Mail that somebody hands over, one at a time."""

from __future__ import annotations

from archive.importing.runs import import_found, new_run
from archive.mail.readers import RawMail
from archive.models import ImportRun, MailingList


def receive(content: bytes, mailing_list: MailingList, source: str) -> ImportRun:
    """Stores one mail, or holds it in quarantine, as an import run of its own; committed on return.

    `source` names the entrance through which it came.
    """
    run = new_run([source], mailing_list)
    import_found(run, mailing_list, [RawMail(content, source, 0, dialect="eml")])
    return run
