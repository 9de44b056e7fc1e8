"""Mail without a Message-ID that the archive has under the id which was derived of less in former times."""

from __future__ import annotations

from archive.importing.storing.deduplication import known_messages
from archive.importing.storing.richest import stored_mails
from archive.mail.preparing import ReadyMail


def under_former_ids(batch: list[ReadyMail]) -> list[ReadyMail]:
    """The batch; mail that is here under its former id has that again, if what is stored would be named alike today."""
    former = {ready.mail.former_id for ready in batch if ready.mail.former_id}
    here = {id_: found.key for id_, found in known_messages(former).items() if not found.is_missing}
    today = {key: stored.mail.message_id for key, stored in stored_mails(list(here.values())).items()}
    return [
        ready._replace(mail=ready.mail._replace(message_id=ready.mail.former_id))
        if ready.mail.former_id in here and today.get(here[ready.mail.former_id]) == ready.mail.message_id
        else ready
        for ready in batch
    ]
