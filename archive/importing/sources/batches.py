"""Batches of parsed messages from the raw mail of a source; large sources are parsed on all cores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from uuid import UUID

from archive.importing.parallel import Workers
from archive.importing.sources.known_mail import unread
from archive.importing.sources.resuming import Counted
from archive.mail.preparing import HeldMail, Raws, ReadyMail, understand_raws, with_raw
from archive.mail.readers import RawMail, SourceProblem, UnreadableSource
from archive.models import MailingList


class Place(NamedTuple):
    """One mail in its source: what was made of it, or the key of the message that it is known to be."""

    source: str
    mail: ReadyMail | HeldMail | None
    key: int


@dataclass(slots=True)
class Batch:
    """Mail to store, mail to hold, keys of those that are known, and of those that the run has counted before.

    `met` are the digests of both, `bytes_read` on disk is how far the source was read then, `offset` is where its last
    mail stands. `places` has all its mail in the order of the source.
    """

    ready: list[ReadyMail]
    held: list[HeldMail]
    problems: list[SourceProblem]
    known: list[int]
    passed: list[int]
    met: list[UUID]
    bytes_read: int
    now_reading: str
    offset: int
    places: list[Place]

    @property
    def found(self) -> int:
        return len(self.ready) + len(self.held) + len(self.known)


def batches(
    found: Iterable[RawMail | SourceProblem],
    mailing_list: MailingList,
    now: dt.datetime,
    workers: Workers,
    counted: Counted | None = None,
) -> Iterator[Batch]:
    """What was found, in batches for a list, without what an earlier part of the run has counted.

    Raises UnreadableSource when reading breaks off, after the batches of what was read until then.
    """
    understand_mails = partial(understand_raws, now=now)
    problems: list[UnreadableSource] = []
    readable = until_broken(found, problems)
    for raws, made in workers.each(understand_mails, unread(gather(readable), mailing_list, counted)):
        yield make_batch(raws, [with_raw(*pair) for pair in zip(made, raws.mails, strict=True)])
    if problems:
        raise problems[0]


def until_broken(
    found: Iterable[RawMail | SourceProblem], problems: list[UnreadableSource]
) -> Iterator[RawMail | SourceProblem]:
    """What is found until reading breaks off; why it did is put with the problems."""
    try:
        yield from found
    except UnreadableSource as problem:
        problems.append(problem)


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
    left = iter(prepared)
    return Batch(
        [one for one in prepared if isinstance(one, ReadyMail)],
        [one for one in prepared if isinstance(one, HeldMail)],
        raws.problems,
        raws.known,
        raws.passed,
        raws.met,
        raws.consumed,
        raws.reading,
        raws.offset,
        [Place(source, next(left) if key is None else None, key or 0) for source, key in raws.places],
    )
