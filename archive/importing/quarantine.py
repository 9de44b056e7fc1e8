"""Mail held back: its bytes are kept once, however often they are met."""

from __future__ import annotations

from hashlib import sha256

from archive.importing.database import execute, select, storable
from archive.importing.problems import kind_of, told
from archive.mail.packing import pack
from archive.mail.preparing import HeldMail
from archive.models import ImportProblem, ImportRun, MailingList, Quarantine

MET_AGAIN = """
    UPDATE archive_quarantine SET met_by = met_by || %s::bigint
    WHERE mailing_list_id = %s AND digest = ANY(%s) AND NOT %s = ANY(met_by)
"""


MET_BEFORE = """
    SELECT digest FROM archive_quarantine WHERE mailing_list_id = %s AND digest = ANY(%s) AND %s = ANY(met_by)
"""
THE_SAME = "{reason} The same bytes stand in another place of the sources, and are held once."


def hold(mails: list[HeldMail], mailing_list: MailingList, run: ImportRun) -> None:
    """Keeps the bytes of these mails; where a run meets the same bytes again, it tells the place."""
    met = [held_row(one, mailing_list, run) for one in mails]
    digests = list({row.digest for row in met})
    before = {digest for (digest,) in select(MET_BEFORE, mailing_list.pk, digests, run.pk)}
    rows: dict[str, Quarantine] = {}
    again = [row for row in met if row.digest in before or rows.setdefault(row.digest, row) is not row]
    Quarantine.objects.bulk_create(rows.values(), ignore_conflicts=True)
    ImportProblem.objects.bulk_create(
        told(run, row.source, THE_SAME.format(reason=row.reason), row.offset) for row in again
    )
    execute(MET_AGAIN, run.pk, mailing_list.pk, digests, run.pk)


def held_row(one: HeldMail, mailing_list: MailingList, run: ImportRun) -> Quarantine:
    reason = storable(one.reason)
    return Quarantine(
        run=run,
        mailing_list=mailing_list,
        source=one.raw.source,
        offset=one.raw.offset,
        envelope=storable(one.raw.envelope),
        dialect=one.raw.dialect,
        raw=pack(one.raw.content),
        digest=sha256(one.raw.content).hexdigest(),
        reason=reason,
        kind=kind_of(reason, one.raw.source),
        met_by=[run.pk],
    )
