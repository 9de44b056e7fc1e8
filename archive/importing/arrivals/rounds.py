"""Round after round: what is new in a source becomes an import run; a round that finds nothing leaves no rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from archive.importing.list_choice import LOOKED_AT, list_of_mail, make_list
from archive.importing.runs import OnProgress, import_found, new_run
from archive.mail.readers import RawMail, SourceProblem, UnreadableSource
from archive.models import Followed, ImportRun, MailingList

if TYPE_CHECKING:
    from archive.importing.arrivals.source import Source

LONGEST_PAUSE = 600.0
Item = RawMail | SourceProblem


@dataclass(slots=True)
class Following:
    """A source on its way onto a list, and what came of it until now."""

    source: Source
    mailing_list: MailingList | None = None
    rounds: int = 0
    found: int = 0
    stored: int = 0
    held: int = 0
    cursor_key: int | None = None

    def take_up(self) -> bool:
        """Goes on from where this source was read to before, and onto the same list when none is named.

        Whether it was ever followed.
        """
        known = Followed.objects.of_source(self.source.name)
        if before := (known.onto(self.mailing_list) if self.mailing_list else known).first():
            self.mailing_list, self.source.cursor = before.mailing_list, before.cursor
            self.cursor_key = before.pk
        return before is not None

    def read(self, tell: OnProgress) -> ImportRun | None:
        """One round; None when nothing is new. Raises UnreadableSource when the source cannot be asked now."""
        head, rest = looked_into(self.source.new_mail())
        if not head:
            self.source.done()
            return None
        mailing_list = self.mailing_list or self.list_of([one for one in head if isinstance(one, RawMail)])
        self.mailing_list = mailing_list
        run = new_run([self.source.name], mailing_list, is_delivery=True)
        try:
            import_found(run, mailing_list, chain(head, rest), tell, self.passed)
        finally:
            self.count(run)
        self.source.done()
        self.keep_cursor(mailing_list)
        return run

    def list_of(self, head: list[RawMail]) -> MailingList:
        return list_of_mail(head) or make_list(self.source.list_name)

    def passed(self, offset: int) -> None:
        self.source.passed(offset)
        if self.mailing_list:
            self.keep_cursor(self.mailing_list)

    def keep_cursor(self, mailing_list: MailingList) -> None:
        self.cursor_key = Followed.objects.move(
            self.cursor_key, mailing_list.pk, self.source.name, self.source.cursor
        )

    def count(self, run: ImportRun) -> None:
        self.rounds += 1
        self.found += run.found
        self.stored += run.stored
        self.held += run.quarantined


def looked_into(items: Iterator[Item]) -> tuple[list[Item], Iterator[Item]]:
    """The first items and the rest. What breaks off after the first is told when they are taken."""
    head: list[Item] = []
    try:
        for item in islice(items, LOOKED_AT):
            head.append(item)  # noqa: PERF402 - those before the end are kept
    except UnreadableSource as problem:
        if not head:
            raise
        return head, broken_off(problem)
    return head, items


def broken_off(problem: UnreadableSource) -> Iterator[Item]:
    yield from ()
    raise problem


def follow(
    following: Following,
    every: float,
    tell: OnProgress = lambda progress: None,
    heard: Callable[[ImportRun], None] = lambda run: None,
    complain: Callable[[str], None] = lambda sentence: None,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Reads a source round by round, `every` so many seconds, until KeyboardInterrupt.

    `heard` is told of each run, `complain` why a source cannot be asked; then pauses double, to ten minutes.
    Raises UnreadableSource when the first round of a source never followed before fails.
    """
    pause, is_known = every, following.take_up()
    try:
        while True:
            if look(following, is_known, tell, heard, complain):
                pause = every
            else:
                pause = min(2 * pause, max(LONGEST_PAUSE, every))
                complain(f"Trying again in {pause:.0f} s.")
            is_known = True
            wait(pause)
    except KeyboardInterrupt:
        return
    finally:
        following.source.close()


def look(
    following: Following,
    is_known: bool,
    tell: OnProgress,
    heard: Callable[[ImportRun], None],
    complain: Callable[[str], None],
) -> bool:
    """One round; whether the source could be read to its end. Raises UnreadableSource of one that is not known."""
    try:
        run = following.read(tell)
    except UnreadableSource as problem:
        if not is_known:
            raise
        complain(str(problem))
        return False
    if run is None:
        return True
    heard(run)
    return run.unreadable_sources == 0
