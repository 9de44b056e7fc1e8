"""Deriving again from the command line: a progress bar, then what came out different."""

from __future__ import annotations

import sys
import time

from tqdm import tqdm

from archive.cli.imports import Writer
from archive.importing.rederiving import Differences, rederive
from archive.models import MailingList

UNREADABLE_SHOWN = 10


def rederive_on_terminal(mailing_list: MailingList | None, dry_run: bool, out: Writer, err: Writer) -> None:
    began = time.monotonic()
    with tqdm(file=sys.stderr, unit=" messages", disable=None, leave=False) as bar:

        def tell(done: int, of_all: int) -> None:
            bar.total = of_all
            bar.update(done - bar.n)

        found = rederive(mailing_list, dry_run=dry_run, tell=tell)
    out.write(table(found, dry_run, time.monotonic() - began))
    for sentence in found.unreadable[:UNREADABLE_SHOWN]:
        err.write(sentence + "\n")
    if (more := len(found.unreadable) - UNREADABLE_SHOWN) > 0:
        err.write(f"{more:,} more messages are left as they are.\n")


def table(found: Differences, dry_run: bool, seconds: float) -> str:
    """The counts, with examples of each; and what that means."""
    lines = [f"{found.looked_at:,} messages derived again in {seconds:.1f} s"]
    for name, count in [*sorted(found.messages.items()), *sorted((+found.threads).items())]:
        of_what = "threads" if name in found.threads else "messages"
        lines.append(f"{count:>9,} {of_what} differ in {name}")
        lines += [f"{'':>10}{example}" for example in found.examples.get(name, ())]
    if found.is_none:
        lines.append("Nothing differs.")
    elif dry_run:
        lines.append("Nothing was written: leave out --dry-run to write it.")
    else:
        lines.append("It was written. Notes are on their words, as far as these are found.")
    return "\n".join(lines) + "\n"
