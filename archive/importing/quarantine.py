"""Mail held back: its bytes are kept once, however often they are met."""

from __future__ import annotations

from hashlib import sha256

import zstandard

from archive.importing.kinds import kind_of
from archive.importing.rows import execute, storable
from archive.mail.preparing import HeldMail
from archive.models import ImportRun, MailingList, Quarantine

MET_AGAIN = """
    UPDATE archive_quarantine SET met_by = met_by || %s::bigint
    WHERE mailing_list_id = %s AND digest = ANY(%s) AND NOT %s = ANY(met_by)
"""


def hold(mails: list[HeldMail], mailing_list: MailingList, run: ImportRun) -> None:
    rows = {row.digest: row for row in (held_row(one, mailing_list, run) for one in mails)}
    Quarantine.objects.bulk_create(rows.values(), ignore_conflicts=True)
    execute(MET_AGAIN, run.pk, mailing_list.pk, list(rows), run.pk)


def held_row(one: HeldMail, mailing_list: MailingList, run: ImportRun) -> Quarantine:
    reason = storable(one.reason)
    return Quarantine(
        run=run,
        mailing_list=mailing_list,
        source=one.raw.source,
        offset=one.raw.offset,
        envelope=storable(one.raw.envelope),
        dialect=one.raw.dialect,
        raw=zstandard.compress(one.raw.content, 3),
        digest=sha256(one.raw.content).hexdigest(),
        reason=reason,
        kind=kind_of(reason, one.raw.source),
        met_by=[run.pk],
    )
