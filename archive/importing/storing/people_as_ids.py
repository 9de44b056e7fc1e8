"""References that name a person's address instead of a message (`archive_address`): they join nobody."""

from __future__ import annotations

from archive.importing.database import select
from archive.importing.storing import sql
from archive.importing.storing.deduplication import known_messages
from archive.mail.headers.ids import MANY_FIGURES
from archive.mail.preparing import ReadyMail


def without_people(batch: list[ReadyMail]) -> list[ReadyMail]:
    """The batch; what is an address of a sender, here or in the archive, and no stored message's id, is no ancestor.

    Old programs asked for the id to answer, and took the address of whom one answers.
    """
    asked = {id_ for ready in batch for id_ in ready.mail.references if may_be_address(id_)}
    if not asked:
        return batch
    people = {ready.mail.sender.key for ready in batch}
    people |= {key for key, _ in select(sql.ADDRESSES, keys=[id_.lower() for id_ in asked])}
    found = {id_ for id_ in asked if id_.lower() in people} - {ready.mail.message_id for ready in batch}
    found -= {id_ for id_, known in known_messages(found).items() if not known.is_missing}
    return [without(ready, found) for ready in batch] if found else batch


def may_be_address(identifier: str) -> bool:
    return "@" in identifier and not MANY_FIGURES.match(identifier)


def without(ready: ReadyMail, ids: set[str]) -> ReadyMail:
    if ids.isdisjoint(ready.mail.references):
        return ready
    references = tuple(id_ for id_ in ready.mail.references if id_ not in ids)
    return ready._replace(mail=ready.mail._replace(references=references))
