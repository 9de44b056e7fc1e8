"""An import run whose mail goes to the lists that it names: rows of `archive_importrun`, one for each List-Id."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from archive.importing.list_choice import list_for_source, list_made_for
from archive.importing.runs import new_run
from archive.importing.sources.list_ids import lists_named_in
from archive.mail.readers import UnreadableSource
from archive.models import ImportRun, MailingList


@transaction.atomic
def divide(run: ImportRun) -> list[ImportRun]:
    """Makes a run that waits to be divided the run of the first list, and new ones for the others; the new ones.

    Sources that cannot be read are told when the first run comes to them.
    """
    named = lists_named_in(Path(source) for source in run.sources)
    first, *others = named or [""]
    take(run, first, alone=not others)
    return [take(new_run(run.sources, None, run.started_by), one) for one in others]


def take(run: ImportRun, list_id: str, *, alone: bool = False) -> ImportRun:
    """Lets a run take the mail of one list; "" is mail that names none, which goes to the list of its source."""
    run.mailing_list = list_made_for(list_id) if list_id else list_of_first(run)
    run.only_list_id = "" if alone else list_id or ImportRun.NO_LIST_ID
    run.makes_list = run.mailing_list is not None and run.mailing_list.created_at >= run.created_at
    run.save(update_fields=["mailing_list", "only_list_id", "makes_list"])
    return run


def list_of_first(run: ImportRun) -> MailingList | None:
    try:
        return list_for_source(Path(run.sources[0]))
    except UnreadableSource:
        return None
