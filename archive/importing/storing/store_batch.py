"""One batch of messages into the archive, in one transaction, counted on its import run (`archive_importrun`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import DataError, transaction

from archive.importing.database import execute, storing
from archive.importing.problems import problem_of
from archive.importing.quarantine import hold
from archive.importing.sources.batches import Batch
from archive.importing.sources.known_mail import remember
from archive.importing.storing import sql
from archive.importing.storing.deduplication import known_messages, sort_out, variants_claimed
from archive.importing.storing.former_ids import under_former_ids
from archive.importing.storing.list_copies import load_copies, set_apart, settle_copies
from archive.importing.storing.new_mail import store_new
from archive.importing.storing.other_copies import keep_differing, meet_again
from archive.importing.storing.people_as_ids import without_people
from archive.importing.storing.richest import keep_richest
from archive.importing.threads.arranging import (
    drop_emptied,
    refresh_listings,
    threads_of,
)
from archive.mail.preparing import HeldMail, ReadyMail
from archive.models import ImportProblem, ImportRun, MailingList

REFUSED = "The database refused it ({error}). Report this mail, upgrade, then retry."


@dataclass(slots=True)
class Stored:
    """What became of a batch: mail newly on the list, mail there already, passages of the new mail.

    `met` are keys of messages that were there; texts of those in `written` may have been written, and lack vectors.
    """

    stored: int = 0
    already_present: int = 0
    passages: int = 0
    met: list[int] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    refused: list[HeldMail] = field(default_factory=list)

    def __iadd__(self, other: Stored) -> Stored:
        self.stored += other.stored
        self.already_present += other.already_present
        self.passages += other.passages
        self.met += other.met
        self.written += other.written
        self.refused += other.refused
        return self


def store_batch(batch: Batch, mailing_list: MailingList, run: ImportRun) -> Stored:
    """Stores a batch and counts it on its run. All of it is committed, or nothing."""
    with storing():
        result = store_bisecting(batch.ready, mailing_list, run)
        sight(batch.known + batch.passed + result.met, run, mailing_list)
        meet_again(batch.met, mailing_list, run)
        hold(batch.held + result.refused, mailing_list, run)
        ImportProblem.objects.bulk_create(
            problem_of(run, problem.source, problem.reason, problem.offset) for problem in batch.problems
        )
        count(run, batch, result)
    return result


def count(run: ImportRun, batch: Batch, result: Stored) -> None:
    run.found += batch.found
    run.stored += result.stored
    run.already_present += result.already_present + len(batch.known)
    run.quarantined += len(batch.held) + len(result.refused)
    run.passages += result.passages
    run.mails_done += batch.found
    run.save(update_fields=["found", "stored", "already_present", "quarantined", "passages", "mails_done"])


def store_bisecting(ready: list[ReadyMail], mailing_list: MailingList, run: ImportRun) -> Stored:
    """Stores mail; where the database refuses a value, halves lead to the one mail that is at fault."""
    total = Stored()
    waiting = [ready]
    while waiting:
        part = waiting.pop()
        try:
            with transaction.atomic():
                total += store_mail(part, mailing_list, run)
        except DataError as error:
            if len(part) == 1:
                reason = REFUSED.format(error=str(error).partition("\n")[0])
                total.refused.append(HeldMail(part[0].raw, reason))
            else:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
    return total


def store_mail(ready: list[ReadyMail], mailing_list: MailingList, run: ImportRun) -> Stored:
    if not ready:
        return Stored()
    ready = without_people(under_former_ids(ready))
    known = known_messages({id_ for mail in ready for id_ in (mail.mail.message_id, *mail.mail.references)})
    known |= known_messages(variants_claimed(ready, known))
    found = sort_out(ready, known)
    copies = load_copies([known[id_].key for _, id_ in found.present if id_ in known], mailing_list.pk)
    set_apart(found, known, copies, mailing_list)
    keys, placed = store_new(found, known)
    here = [(keys[id_], mail) for id_, mail in found.new.items()]
    here += [(keys[id_], mail) for mail, id_ in found.present]
    keep_richest([(mail, id_) for mail, id_ in found.present if keys[id_] not in copies], keys)
    posted = post(here, mailing_list, run)
    if copies:
        settle_copies(copies, arrived_among(copies, here), mailing_list.pk)
    keep_differing([(keys[id_], mail) for mail, id_ in found.present], mailing_list, run)
    remember(here, mailing_list)
    if posted:
        refresh_listings(placed.threads | threads_of(key for key, _ in here))
        drop_emptied(placed.emptied)
    passages = sum(span.kind == "quoted" for mail in found.new.values() for span in mail.spans)
    met = [keys[id_] for _, id_ in found.present]
    return Stored(posted, len(ready) - posted, passages, met, list({key for key, _ in here}))


def arrived_among(copies: Collection[int], mails: list[tuple[int, ReadyMail]]) -> dict[int, list[ReadyMail]]:
    arrived: dict[int, list[ReadyMail]] = {}
    for key, mail in mails:
        if key in copies:
            arrived.setdefault(key, []).append(mail)
    return arrived


def post(mails: list[tuple[int, ReadyMail]], mailing_list: MailingList, run: ImportRun) -> int:
    """Puts messages on the list; how many were not there yet."""
    first_copy = {key: mail.raw for key, mail in reversed(mails)}
    return execute(
        sql.POST,
        mailing_list=mailing_list.pk,
        run=run.pk,
        messages=list(first_copy),
        sources=[raw.source for raw in first_copy.values()],
        offsets=[raw.offset for raw in first_copy.values()],
    )


def sight(messages: list[int], run: ImportRun, mailing_list: MailingList) -> None:
    """Notes that a run met messages which were on a list already."""
    execute(sql.SIGHT, run=run.pk, mailing_list=mailing_list.pk, messages=messages)
