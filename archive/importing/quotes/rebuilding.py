"""What quotes leave of missing messages: their text (`archive_body`), spans, and the writer as quotes name them."""

from __future__ import annotations

from collections.abc import Mapping

from archive.hooks import text_changed
from archive.importing.database import column, copy_rows, execute
from archive.importing.derived import Occasion, forget
from archive.importing.quotes import sql
from archive.importing.storing.copying import copy_spans
from archive.mail.thread_quotes import Rebuilt
from archive.models import widths


def store_rebuilt(threads: list[int], rebuilt: Mapping[int, Rebuilt]) -> None:
    """Puts what is left now in the place of what was left before. Raw mail of a missing message is empty."""
    forget_in(threads)
    bodies = ((key, b"", one.reconstruction.text) for key, one in rebuilt.items())
    copy_rows("archive_body", ("message_id", "raw", "text"), bodies)
    copy_spans([(key, span) for key, one in rebuilt.items() for span in one.spans], {})
    told = [one.reconstruction for one in rebuilt.values()]
    execute(
        sql.WRITE_WRITERS,
        messages=list(rebuilt),
        names=[one.speaker[: widths.NAME] for one in told],
        addresses=[one.address[: widths.ADDRESS] for one in told],
        dates=[one.said_on[: widths.SAID_ON] for one in told],
    )
    text_changed.call(missing_in(threads))


def forget_in(threads: list[int]) -> None:
    forget(missing_in(threads), Occasion.REBUILT)
    execute(sql.FORGET_WRITERS, threads=threads)


def missing_in(threads: list[int]) -> list[int]:
    """The missing messages of threads."""
    return column(sql.MISSING, threads=threads)
