"""One batch into the archive, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import DataError, transaction

from archive.importing.changed_texts import texts_changed
from archive.importing.kinds import told
from archive.importing.known import remember
from archive.importing.missing import QuotedMessage, quoted_ancestors
from archive.importing.people import address_ids
from archive.importing.placing import (
    Arrangement,
    arrange_threads,
    drop_emptied,
    mark_changed,
    move_messages,
    refresh_listings,
)
from archive.importing.quarantine import hold
from archive.importing.reading import Batch
from archive.importing.rows import execute, hold_storing_lock, next_keys, select
from archive.importing.sorting import Known, Sorted, known_messages, sort_out, variant_of
from archive.importing.undoing import sight
from archive.importing.writing import NewMail, write_mail, write_missing
from archive.mail.preparing import HeldMail, ReadyMail
from archive.models import ImportProblem, ImportRun, MailingList

REFUSED = "The database refused it ({error}). Report this mail, upgrade, then retry."


@dataclass(slots=True)
class Stored:
    """What became of a batch: mail newly on the list, mail there already, passages of the new mail.

    `met` are keys of messages that were there.
    """

    stored: int = 0
    already_present: int = 0
    passages: int = 0
    met: list[int] = field(default_factory=list)
    refused: list[HeldMail] = field(default_factory=list)

    def __iadd__(self, other: Stored) -> Stored:
        self.stored += other.stored
        self.already_present += other.already_present
        self.passages += other.passages
        self.met += other.met
        self.refused += other.refused
        return self


def store_batch(batch: Batch, mailing_list: MailingList, run: ImportRun) -> Stored:
    """Stores a batch and counts it on its run. All of it is committed, or nothing."""
    with transaction.atomic():
        hold_storing_lock()
        result = store_bisecting(batch.ready, mailing_list, run)
        sight(batch.known + result.met, run, mailing_list.pk)
        hold(batch.held + result.refused, mailing_list, run)
        ImportProblem.objects.bulk_create(
            told(run, problem.source, problem.reason, problem.offset) for problem in batch.problems
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
    ids = {ready_id for mail in ready for ready_id in (mail.mail.message_id, variant_of(mail))}
    known = known_messages(ids | {reference for mail in ready for reference in mail.mail.references})
    found = sort_out(ready, known)
    keys, placed = store_new(found, known)
    here = [(keys[id_], mail) for id_, mail in found.new.items()]
    here += [(keys[id_], mail) for mail, id_ in found.present]
    posted = post(here, mailing_list, run)
    remember(here, mailing_list)
    if posted:
        refresh_listings(placed.threads | threads_of(key for key, _ in here))
        drop_emptied(placed.emptied)
    passages = sum(span.kind == "quoted" for mail in found.new.values() for span in mail.spans)
    return Stored(posted, len(ready) - posted, passages, [keys[id_] for _, id_ in found.present])


def store_new(found: Sorted, known: dict[str, Known]) -> tuple[dict[str, int], Arrangement]:
    """Writes new mail and the missing messages that it names.

    Returns the key of every id that is known then, and how the threads stand.
    """
    quoted = {id_: quoted_ancestors(mail) for id_, mail in found.new.items()}
    ancestors = {
        id_: list(mail.mail.references) or [one.message_id for one in quoted[id_]]
        for id_, mail in found.new.items()
    }
    made_up = {one.message_id: one for chain in quoted.values() for one in chain}
    known |= known_messages(id_ for id_ in made_up if id_ not in known)
    keys = {id_: one.key for id_, one in known.items()}
    placeholders = new_placeholders(ancestors, keys, set(found.new))
    unkeyed = [id_ for id_ in found.new if id_ not in keys] + placeholders
    keys |= zip(unkeyed, next_keys("archive_message", len(unkeyed)), strict=True)
    if not found.new:
        return keys, Arrangement()
    return keys, write_new(found, known, keys, ancestors, {id_: made_up.get(id_) for id_ in placeholders})


def new_placeholders(ancestors: dict[str, list[str]], keys: dict[str, int], new: set[str]) -> list[str]:
    named = dict.fromkeys(id_ for chain in ancestors.values() for id_ in chain)
    return [id_ for id_ in named if id_ not in keys and id_ not in new]


def write_new(
    found: Sorted,
    known: dict[str, Known],
    keys: dict[str, int],
    ancestors: dict[str, list[str]],
    placeholders: dict[str, QuotedMessage | None],
) -> Arrangement:
    incoming = {
        keys[id_]: ([keys[ancestor] for ancestor in ancestors[id_] if ancestor != id_], mail.mail.sent_at)
        for id_, mail in found.new.items()
    }
    touched_ids = set(found.new) | {ancestor for chain in ancestors.values() for ancestor in chain}
    touched = {known[id_].thread for id_ in touched_ids if id_ in known}
    names = {key: id_ for id_, key in keys.items()}
    placed = arrange_threads(touched, incoming, [keys[id_] for id_ in placeholders], names)
    write_missing(placeholders, keys, placed.places)
    senders = address_ids(mail.mail.sender for mail in found.new.values())
    new = [
        NewMail(keys[id_], id_, mail, placed.places[keys[id_]], incoming[keys[id_]][0])
        for id_, mail in found.new.items()
    ]
    write_mail(new, senders)
    texts_changed([one.key for one in new if one.message_id in known])
    placed.moved -= incoming.keys()
    move_messages(placed)
    mark_changed(placed.threads)
    return placed


def post(mails: list[tuple[int, ReadyMail]], mailing_list: MailingList, run: ImportRun) -> int:
    """Puts messages on the list; how many were not there yet."""
    first_copy = {key: mail.raw for key, mail in reversed(mails)}
    return execute(
        'INSERT INTO archive_posting (message_id, mailing_list_id, import_run_id, source, "offset")'
        " SELECT key, %s, %s, source, place"
        " FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS new(key, source, place)"
        " ON CONFLICT DO NOTHING",
        mailing_list.pk,
        run.pk,
        list(first_copy),
        [raw.source for raw in first_copy.values()],
        [raw.offset for raw in first_copy.values()],
    )


def threads_of(keys: Iterable[int]) -> set[int]:
    rows = select("SELECT DISTINCT thread_id FROM archive_message WHERE id = ANY(%s)", list(keys))
    return {key for (key,) in rows}
