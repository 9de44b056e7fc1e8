"""From sources to batches of mail that is ready to be stored; large sources are parsed on all cores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from archive.importing.known import unread
from archive.importing.parallel import Workers
from archive.mail.preparing import HeldMail, Raws, ReadyMail, prepare_raws, with_raw
from archive.mail.readers import RawMail, SourceProblem
from archive.models import MailingList


@dataclass(slots=True)
class Batch:
    """Mail to store, mail to hold, how many are known; how far the source was read then (bytes on disk).

    `offset` is where its last mail stands.
    """

    ready: list[ReadyMail]
    held: list[HeldMail]
    problems: list[SourceProblem]
    known: int
    bytes_read: int
    now_reading: str
    offset: int

    @property
    def found(self) -> int:
        return len(self.ready) + len(self.held) + self.known


def batches(
    found: Iterable[RawMail | SourceProblem], mailing_list: MailingList, now: dt.datetime, workers: Workers
) -> Iterator[Batch]:
    """What was found, in batches for a list. Raises UnreadableSource when the source turns out to be that."""
    prepare_mails = partial(prepare_raws, now=now)
    for raws, prepared in workers.each(prepare_mails, unread(gather(found), mailing_list)):
        yield make_batch(raws, [with_raw(*pair) for pair in zip(prepared, raws.mails, strict=True)])


def after(found: Iterator[RawMail | SourceProblem], skipped: int) -> Iterator[RawMail | SourceProblem]:
    """What comes after so many mails, which an earlier part of the run has counted, with their problems."""
    while skipped and (item := next(found, None)) is not None:
        skipped -= isinstance(item, RawMail)
    yield from found


def gather(found: Iterable[RawMail | SourceProblem]) -> Iterator[Raws]:
    raws = Raws()
    for item in found:
        if isinstance(item, SourceProblem):
            raws.problems.append(item)
            continue
        raws.add(item)
        if raws.is_full:
            yield raws
            raws = Raws()
    if raws.mails or raws.problems:
        yield raws


def make_batch(raws: Raws, prepared: list[ReadyMail | HeldMail]) -> Batch:
    return Batch(
        [one for one in prepared if isinstance(one, ReadyMail)],
        [one for one in prepared if isinstance(one, HeldMail)],
        raws.problems,
        raws.known,
        raws.consumed,
        raws.reading,
        raws.offset,
    )
