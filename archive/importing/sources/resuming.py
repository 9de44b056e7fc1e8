"""An import run that goes on: raw mail and problems that it has counted are passed over, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from archive.importing.quarantine import held_among, meet_held_again
from archive.mail.readers import RawMail, SourceProblem
from archive.models import ImportRun, MailingList


class Counted:
    """Mail and problems of the source under way that the run has counted. `mails` were not met again yet.

    Mail is told by its bytes, not by its number: a folder may have got more of it since.
    """

    def __init__(self, run: ImportRun) -> None:
        self.run, self.mails = run.pk, run.mails_done
        rows = run.problems.values_list("source", "offset", "reason") if self.mails else ()
        self.problems = set(rows)

    def news(self, found: Iterator[RawMail | SourceProblem]) -> Iterator[RawMail | SourceProblem]:
        """What was found without the problems that were told."""
        for item in found:
            if isinstance(item, RawMail) or (item.source, item.offset, item.reason) not in self.problems:
                yield item

    def passed(self, mails: list[RawMail], known: list[bool], mailing_list: MailingList) -> set[int]:
        """Which of these mails, by number, were counted: stored, if it is `known`, or held."""
        digests = [sha256(raw.content).hexdigest() for raw in mails]
        held = held_among(digests, mailing_list.pk)
        found: set[int] = set()
        for at, (is_known, digest) in enumerate(zip(known, digests, strict=True)):
            if self.mails and (is_known or digest in held):
                found.add(at)
                self.mails -= 1
        meet_held_again([digests[at] for at in found], mailing_list.pk, self.run)
        return found
