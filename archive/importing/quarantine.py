"""Mail in quarantine (`archive_quarantine`): its bytes are kept once, however often they are met."""

from __future__ import annotations

from hashlib import sha256

from archive.importing import sql
from archive.importing.database import column, execute, storable
from archive.importing.problems import kind_of, problem_of
from archive.mail.packing import pack
from archive.mail.preparing import HeldMail
from archive.models import ImportProblem, ImportRun, MailingList, Quarantine

THE_SAME = "{reason} The same bytes stand in another place of the sources, and are held once."


def hold(mails: list[HeldMail], mailing_list: MailingList, run: ImportRun) -> None:
    """Keeps the bytes of these mails; where a run meets the same bytes again, it tells the place."""
    met = [held_row(one, mailing_list, run) for one in mails]
    digests = list({row.digest for row in met})
    before = set(column(sql.HELD_MET_BEFORE, run=run.pk, mailing_list=mailing_list.pk, digests=digests))
    rows: dict[str, Quarantine] = {}
    again = [row for row in met if row.digest in before or rows.setdefault(row.digest, row) is not row]
    Quarantine.objects.bulk_create(rows.values(), ignore_conflicts=True)
    ImportProblem.objects.bulk_create(
        problem_of(run, row.source, THE_SAME.format(reason=row.reason), row.offset) for row in again
    )
    meet_held_again(digests, mailing_list.pk, run.pk)


def meet_held_again(digests: list[str], mailing_list: int, run: int) -> None:
    """Notes that a run met held mail of a list, by the digests of its bytes."""
    execute(sql.MEET_HELD_AGAIN, run=run, mailing_list=mailing_list, digests=digests)


def held_among(digests: list[str], mailing_list: int) -> set[str]:
    """Those of these digests whose mail is held, or was, for a list."""
    return set(column(sql.HELD, mailing_list=mailing_list, digests=digests))


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
