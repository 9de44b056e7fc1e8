"""Messages taken out of the archive, with all that hangs on them, and the people whom nothing names any more.

The primitives of undoing, rewriting and taking down: who calls them holds the storing lock and arranges threads anew.
"""

from __future__ import annotations

from collections.abc import Collection

from archive.importing.database import column, execute, select
from archive.importing.derived import Occasion, forget
from archive.importing.storing import sql
from archive.importing.storing.message_rows import WITHOUT_MAIL


def empty(messages: Collection[int]) -> None:
    """Takes away all that was derived from these messages, and what leads to their words; their rows stay."""
    forget(messages, Occasion.EMPTIED)


def make_missing(messages: Collection[int]) -> None:
    """Lets rows of messages that were emptied hold their places: others name them."""
    execute(sql.MAKE_MISSING, messages=list(messages), **WITHOUT_MAIL)


def remove(messages: Collection[int]) -> None:
    """Takes these messages away, rows and all."""
    forget(messages, Occasion.GONE)


def forget_people(senders: list[int]) -> None:
    """Takes away addresses that wrote nothing else, people without an address, and names that nobody else used."""
    people = column(sql.FORGET_ADDRESSES, senders=senders)
    alone = column(sql.WITHOUT_ADDRESS, people=people)
    execute(sql.LET_SPANS_GO, people=alone)
    execute(sql.REMOVE_PEOPLE, people=alone)
    spelled = select(sql.SPELL_AS_OTHERS_DO, senders=senders)
    execute(
        sql.NAME_AS_OTHERS_DO,
        people=[person for person, _ in spelled],
        names=[name for _, name in spelled],
    )
