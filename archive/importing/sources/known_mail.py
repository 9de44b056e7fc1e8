"""Raw mail that was read onto a list before (`archive_readmail`): its bytes tell, without parsing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from uuid import UUID

from archive.importing.database import execute, select
from archive.importing.sources import sql
from archive.importing.sources.resuming import Counted
from archive.mail.preparing import Raws, ReadyMail
from archive.mail.readers import RawMail
from archive.models import MailingList

# In the place of mail that is held and was counted.
NO_MESSAGE = 0


def digest_of(raw: RawMail) -> UUID:
    """16 bytes that stand for the bytes of a mail, and for how they are to be read."""
    if raw.digest is not None:
        return raw.digest
    digest = blake2b(raw.content, digest_size=16, person=raw.dialect.encode()[:16])
    for reference in raw.references:
        digest.update(b"\0" + reference.encode("utf-8", "replace"))
    return UUID(bytes=digest.digest())


def unread(
    found: Iterable[Raws], mailing_list: MailingList, counted: Counted | None = None
) -> Iterator[Raws]:
    """Batches without the mail that the list has; whose mail was left out is told.

    Of mail that an earlier part of the run has counted nothing is told.
    """
    for raws in found:
        digests = [digest_of(raw) for raw in raws.mails]
        known = known_digests(digests, mailing_list)
        passed: set[int] = set()
        if counted and counted.mails:
            passed = counted.passed(raws.mails, [digest in known for digest in digests], mailing_list)
        yield without_known(raws, digests, known, passed)


def without_known(raws: Raws, digests: list[UUID], known: dict[UUID, int], passed: set[int]) -> Raws:
    """A batch without the mail that is known, or was passed; that is told by the number of each in the batch."""
    keys = [known.get(digest, NO_MESSAGE if at in passed else None) for at, digest in enumerate(digests)]
    left_out = [(at, key) for at, key in enumerate(keys) if key is not None]
    return replace(
        raws,
        mails=[
            raw._replace(digest=digest)
            for raw, digest, key in zip(raws.mails, digests, keys, strict=True)
            if key is None
        ],
        known=[key for at, key in left_out if at not in passed],
        passed=[key for at, key in left_out if at in passed and key != NO_MESSAGE],
        met=[digest for digest in digests if digest in known],
        places=[(raw.source, key) for raw, key in zip(raws.mails, keys, strict=True)],
    )


def known_digests(digests: list[UUID], mailing_list: MailingList) -> dict[UUID, int]:
    """The digests that are known, with the keys of their messages."""
    return dict(select(sql.KNOWN_DIGESTS, mailing_list=mailing_list.pk, digests=digests))


def remember(read: Iterable[tuple[int, ReadyMail]], mailing_list: MailingList) -> None:
    """That these mails, by the keys of their messages, were read onto the list."""
    rows = {digest_of(mail.raw): key for key, mail in read}
    execute(sql.REMEMBER, mailing_list=mailing_list.pk, messages=list(rows.values()), digests=list(rows))
