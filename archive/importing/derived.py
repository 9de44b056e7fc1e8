"""What hangs on a message, once: each column that leads to a message, and on which occasions its rows go.

Who adds a table with a key of a message adds a line here; a test compares these lines with the models.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto
from typing import NamedTuple

from archive.importing import sql
from archive.importing.database import execute


class Occasion(Enum):
    """Why rows that hang on a message go."""

    # What quotes left of a missing message is put together anew.
    REBUILT = auto()
    # The mail itself is written over a row that is there: of a missing message, or of one that is written anew.
    WRITTEN = auto()
    # The raw mail is read anew: what it says of other messages goes before it is placed in its thread.
    REREAD = auto()
    # The message becomes a missing one: nothing is left of it but its place.
    EMPTIED = auto()
    # The row itself goes.
    GONE = auto()


class Hanging(NamedTuple):
    """A column that holds keys of messages, by table (without the app's prefix), and when its rows go."""

    table: str
    column: str
    occasions: frozenset[Occasion]

    @property
    def statement(self) -> str:
        return f"DELETE FROM archive_{self.table} WHERE {self.column} = ANY(%(messages)s)"  # noqa: S608 - names are our own


REBUILT, WRITTEN, REREAD, EMPTIED, GONE = Occasion
HANGING = tuple(
    Hanging(table, column, frozenset(occasions))
    for table, column, *occasions in (
        ("span", "message_id", REBUILT, WRITTEN, EMPTIED, GONE),
        ("body", "message_id", REBUILT, WRITTEN, EMPTIED, GONE),
        ("origin", "origin_id", WRITTEN, EMPTIED, GONE),
        ("fingerprint", "message_id", WRITTEN, EMPTIED, GONE),
        ("reference", "message_id", REREAD, EMPTIED, GONE),
        ("attachment", "message_id", REREAD, EMPTIED, GONE),
        ("origin", "message_id", REREAD, EMPTIED, GONE),
        ("sought", "message_id", EMPTIED, GONE),
        ("readmail", "message_id", EMPTIED, GONE),
        ("sighting", "message_id", EMPTIED, GONE),
        ("othercopy", "message_id", EMPTIED, GONE),
        ("listcopy", "message_id", EMPTIED, GONE),
        ("posting", "message_id", GONE),
        ("reference", "ancestor_id", GONE),
        ("regrouping", "message_id", GONE),
        ("regrouping", "onto_id", GONE),
        ("regrouping", "answered_id", GONE),
        ("threadlisting", "first_message_id", GONE),
    )
)


def forget(messages: Collection[int], occasion: Occasion) -> None:
    """Takes away what hangs on these messages and goes on this occasion, and when they go, themselves."""
    if not messages:
        return
    statements = [one.statement for one in HANGING if occasion in one.occasions]
    if occasion is GONE:
        statements += [sql.LET_ANSWERS_GO, sql.REMOVE_MESSAGES]
    for statement in statements:
        execute(statement, messages=list(messages))
