"""Pieces that Mailman cut off other mail (`archive_reference`): they stand below the mail whose answers quote them."""

from __future__ import annotations

from archive.importing.database import execute, select, storing
from archive.importing.threads import sql
from archive.importing.threads.arranging import rearrange, threads_of
from archive.mail.cut_pieces import NOBODY


def join_pieces() -> set[int]:
    """Puts pieces below the mail that they were cut off, when what answers it quotes them; the threads that changed."""
    with storing():
        found = dict(select(sql.PIECES_OF_MAIL, nobody=NOBODY))
        if not found:
            return set()
        execute(sql.ADD_INFERRED_PARENTS, messages=list(found), answered=list(found.values()))
        return rearrange(threads_of([*found, *found.values()]))
