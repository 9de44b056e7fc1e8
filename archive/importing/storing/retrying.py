"""Mail in quarantine (`archive_quarantine`), tried again, as after an upgrade."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from archive.importing.database import storing
from archive.importing.problems import kind_of
from archive.importing.storing.search_vectors import index_texts
from archive.importing.storing.store_batch import store_bisecting
from archive.mail.packing import Packer
from archive.mail.preparing import HeldMail, prepare
from archive.mail.readers import RawMail
from archive.models import ImportRun, Quarantine


def retry_quarantine(held: Iterable[Quarantine]) -> tuple[int, int]:
    """Tries held mail again; how many were stored, and how many stay, with the reason of today."""
    outcomes = [retry(one) for one in held]
    return sum(outcomes), len(outcomes) - sum(outcomes)


def retry(held: Quarantine) -> bool:
    raw = RawMail(held.raw_mail(), held.source, held.offset, envelope=held.envelope, dialect=held.dialect)
    prepared = prepare(raw, timezone.now(), Packer())
    with storing():
        run = held.run or ImportRun.objects.create(mailing_list=held.mailing_list, sources=[held.source])
        if isinstance(prepared, HeldMail):
            return stays(held, prepared.reason)
        result = store_bisecting([prepared], held.mailing_list, run)
        if result.refused:
            return stays(held, result.refused[0].reason)
        index_texts(result.written)
        ImportRun.objects.filter(pk=run.pk).update(
            stored=F("stored") + result.stored,
            already_present=F("already_present") + result.already_present,
            quarantined=F("quarantined") - 1,
            is_joined=False,
        )
        held.state = Quarantine.State.STORED
        held.tries += 1
        held.save(update_fields=["state", "tries"])
    return True


def stays(held: Quarantine, reason: str) -> bool:
    held.reason, held.kind = reason, kind_of(reason, held.source)
    held.tries += 1
    held.save(update_fields=["reason", "kind", "tries"])
    return False
