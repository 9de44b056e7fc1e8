"""Which messages of a batch are new, and which the archive has already: by their Message-IDs and what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.importing.database import select
from archive.importing.storing import sql
from archive.mail.identity import same_mail, variant_id
from archive.mail.preparing import ReadyMail


@dataclass(slots=True)
class Known:
    """A message that the archive has, or holds a place for."""

    key: int
    is_missing: bool
    digest: str
    thread: int
    text: str | None = None


@dataclass(slots=True)
class Sorted:
    """`new`: mail to store by the id that it is stored under. `present`: mail by the id that it has here."""

    new: dict[str, ReadyMail] = field(default_factory=dict)
    present: list[tuple[ReadyMail, str]] = field(default_factory=list)


def known_messages(ids: Iterable[str]) -> dict[str, Known]:
    asked = list(ids)
    return (
        {message_id: Known(*rest) for message_id, *rest in select(sql.KNOWN_MESSAGES, ids=asked)}
        if asked
        else {}
    )


def variants_claimed(batch: list[ReadyMail], known: dict[str, Known]) -> set[str]:
    """Variants of mail whose id other content claims, in the archive or before it in the batch."""
    digests = {message_id: found.digest for message_id, found in known.items() if not found.is_missing}
    return {
        variant_of(ready)
        for ready in batch
        if digests.setdefault(ready.mail.message_id, ready.mail.content_digest) != ready.mail.content_digest
    }


def sort_out(batch: list[ReadyMail], known: dict[str, Known]) -> Sorted:
    """Tells new mail from mail already here; `known` covers the ids of the batch and the variants that are claimed."""
    result = Sorted()
    fetch_texts(batch, known)
    for ready in batch:
        place(ready, known, result)
    return result


def fetch_texts(batch: list[ReadyMail], known: dict[str, Known]) -> None:
    """Texts of messages whose id is claimed by mail with other content, to compare them."""
    keys = {
        found.key: found
        for ready in batch
        if (found := known.get(ready.mail.message_id))
        and not found.is_missing
        and found.digest != ready.mail.content_digest
    }
    if keys:
        for key, text in select(sql.TEXTS, messages=list(keys)):
            keys[key].text = text


def place(ready: ReadyMail, known: dict[str, Known], result: Sorted) -> None:
    for message_id in (ready.mail.message_id, variant_of(ready)):
        if message_id in result.new:
            if is_same(
                ready, result.new[message_id].mail.content_digest, result.new[message_id].mail.own_text
            ):
                result.present.append((ready, message_id))
                return
            continue
        found = known.get(message_id)
        if found is None or found.is_missing:
            result.new[message_id] = ready
            return
        if is_same(ready, found.digest, found.text):
            result.present.append((ready, message_id))
            return
    result.present.append((ready, variant_of(ready)))


def is_same(ready: ReadyMail, digest: str, text: str | None) -> bool:
    return ready.mail.content_digest == digest or (
        text is not None and (same_mail(ready.mail.text, text) or same_mail(ready.mail.own_text, text))
    )


def variant_of(ready: ReadyMail) -> str:
    return variant_id(ready.mail.message_id, ready.mail.content_digest)
