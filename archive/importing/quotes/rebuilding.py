"""Rows of what quotes leave of missing messages: text, spans, and the writer's name as quotes have it."""

from __future__ import annotations

from collections.abc import Mapping

from archive.hooks import text_changed
from archive.importing.database import column, copy_rows, execute
from archive.importing.derived import Occasion, forget
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
        "UPDATE archive_message AS message SET sender_name = told.name, sender_address = told.address,"
        " said_on = told.said_on"
        " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS told(key, name, address, said_on)"
        " WHERE message.id = told.key AND message.is_missing",
        list(rebuilt),
        [one.speaker[: widths.NAME] for one in told],
        [one.address[: widths.ADDRESS] for one in told],
        [one.said_on[: widths.SAID_ON] for one in told],
    )
    text_changed.call(missing_in(threads))


def forget_in(threads: list[int]) -> None:
    forget(missing_in(threads), Occasion.REBUILT)
    execute(FORGET_WRITERS, threads=threads)


def missing_in(threads: list[int]) -> list[int]:
    """The missing messages of threads."""
    return column(MISSING, threads=threads)


# The missing messages of threads.
MISSING = "SELECT id FROM archive_message WHERE is_missing AND thread_id = ANY(%(threads)s)"
# Who wrote a message that others name, and its date, were told by quotes alone.
FORGET_WRITERS = """
    UPDATE archive_message SET sender_name = '', sender_address = '', said_on = ''
    WHERE is_missing AND known_from = 'references' AND sender_name <> '' AND thread_id = ANY(%(threads)s)
"""
