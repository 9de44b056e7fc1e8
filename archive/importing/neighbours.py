"""Dates for mail that tells none: from the mail around it in its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.importing.reading import Batch
from archive.mail.preparing import ReadyMail

# Sources that hold mail in the order in which it came.
IN_ORDER = frozenset({"mbox", "pipermail"})
FAR_APART = dt.timedelta(days=31)


@dataclass(slots=True)
class Before:
    """The last mail that told its date, and the source that it stood in."""

    source: str = ""
    moment: dt.datetime | None = None


def dated(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The batches, with dates from neighbours for mail without one that stands in an orderly source."""
    before = Before()
    for batch in batches:
        for at, one in enumerate(batch.ready):
            if one.mail.sent_at:
                before = Before(one.raw.source, one.mail.sent_at)
            elif one.raw.dialect in IN_ORDER:
                last = before.moment if before.source == one.raw.source else None
                batch.ready[at] = with_date(
                    one, between(last, next_date(batch.ready[at + 1 :], one.raw.source))
                )
        yield batch


def next_date(ready: list[ReadyMail], source: str) -> dt.datetime | None:
    dates = (one.mail.sent_at for one in ready if one.mail.sent_at and one.raw.source == source)
    return next(dates, None)


def between(before: dt.datetime | None, after: dt.datetime | None) -> dt.datetime | None:
    """The date of the mail before; None when the neighbours are too far apart to tell."""
    if before and after and abs(after - before) > FAR_APART:
        return None
    return before or after


def with_date(ready: ReadyMail, moment: dt.datetime | None) -> ReadyMail:
    if moment is None:
        return ready
    return replace(ready, mail=replace(ready.mail, sent_at=moment, utc_offset=None, date_source="neighbours"))
