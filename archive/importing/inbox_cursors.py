"""Cursors of public-inbox sources (`archive_followed`): a later import run begins behind what was read onto a list.

A run keeps how far it came until it is done, and only then moves the cursor of the source. It builds on what the cursor
said as it began: where that was forgotten since, because a run was undone, it moves nothing, and all is read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive.mail.readers.inbox_history import Commits, Reached
from archive.mail.readers.sources import is_folder
from archive.models import Followed, ImportRun, MailingList


def commits_behind(source: Path, cursor: dict[str, Any]) -> Commits:
    """Where to begin reading, by the cursor of a source: commits and counts by each repository's place in it."""
    return Commits(
        {
            str(source / place): Reached(one["commit"], one["mails"])
            for place, one in cursor.items()
            if isinstance(one, dict)
        }
    )


def as_cursor(source: Path, commits: Commits) -> dict[str, Any]:
    return {
        str(Path(repository).relative_to(source)): {"commit": one.commit, "mails": one.mails}
        for repository, one in commits.reached.items()
    }


def begin_behind(run: ImportRun, source: Path, mailing_list: MailingList) -> Commits:
    """Where a run begins to read a source: when it goes on, where it began at first."""
    if not is_folder(source):
        return Commits()
    begun = run.inboxes.get(str(source))
    if begun is None:
        known = None if run.mails_done else Followed.objects.onto(mailing_list).of_source(str(source)).first()
        begun = {
            "list": mailing_list.pk,
            "cursor": known.pk if known else None,
            "behind": known.cursor if known else {},
        }
        run.inboxes = {**run.inboxes, str(source): begun}
        run.save(update_fields=["inboxes"])
    return commits_behind(source, begun["behind"])


def note_reached(run: ImportRun, source: Path, commits: Commits) -> None:
    """How far the run has read the source, all of which is stored or held, and how many mails it passed."""
    if not commits.reached:
        return
    reached = {
        **run.inboxes[str(source)],
        "reached": as_cursor(source, commits),
        "passed": sum(commits.passed.values()),
    }
    run.inboxes = {**run.inboxes, str(source): reached}
    run.save(update_fields=["inboxes"])


def keep_reached(run: ImportRun) -> None:
    """Moves the cursors of the sources of a run that is done."""
    for source, one in run.inboxes.items():
        if one.get("reached"):
            Followed.objects.move(one["cursor"], one["list"], source, one["behind"] | one["reached"])


def forget_reached(run: ImportRun) -> None:
    """Forgets the cursors of all that the run read, on every list: what is undone can be imported again."""
    Followed.objects.filter(source__in=run.sources).delete()
