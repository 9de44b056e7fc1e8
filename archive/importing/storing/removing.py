"""Messages taken out of the archive, with all that hangs on them, and the people whom nothing names any more.

The primitives of undoing, rewriting and taking down: who calls them holds the storing lock and arranges threads anew.
"""

from __future__ import annotations

from collections.abc import Collection

from archive.importing.database import column, execute, select
from archive.importing.derived import Occasion, forget


def empty(messages: Collection[int]) -> None:
    """Takes away all that was derived from these messages, and what leads to their words; their rows stay."""
    forget(messages, Occasion.EMPTIED)


def remove(messages: Collection[int]) -> None:
    """Takes these messages away, rows and all."""
    forget(messages, Occasion.GONE)


def forget_people(senders: list[int]) -> None:
    """Takes away addresses that wrote nothing else, people without an address, and names that nobody else used."""
    people = column(FORGET_ADDRESSES, senders=senders)
    alone = column(WITHOUT_ADDRESS, people=people)
    execute("UPDATE archive_span SET person_id = NULL WHERE person_id = ANY(%(people)s)", people=alone)
    execute("DELETE FROM archive_person WHERE id = ANY(%(people)s)", people=alone)
    spelled = select(SPELL_AS_OTHERS_DO, senders=senders)
    execute(
        NAME_AS_OTHERS_DO,
        people=[person for person, _ in spelled],
        names=[name for _, name in spelled],
    )


# Takes away addresses of which no message is left; their people.
FORGET_ADDRESSES = """
    DELETE FROM archive_address AS address WHERE id = ANY(%(senders)s)
      AND NOT EXISTS (SELECT FROM archive_message WHERE sender_id = address.id)
    RETURNING person_id
"""
# Those of these people who have no address any more.
WITHOUT_ADDRESS = """
    SELECT id FROM archive_person AS person WHERE id = ANY(%(people)s)
      AND NOT EXISTS (SELECT FROM archive_address WHERE person_id = person.id)
"""
# Addresses spelled as no message spells them any more get the spelling of the first one; their people, and their
# names before.
SPELL_AS_OTHERS_DO = """
    UPDATE archive_address AS address SET name = others.sender_name, address = others.sender_address
    FROM archive_address AS before, (
        SELECT DISTINCT ON (sender_id) sender_id, sender_name, sender_address FROM archive_message
        WHERE sender_id = ANY(%(senders)s) ORDER BY sender_id, id
    ) AS others
    WHERE address.id = others.sender_id AND before.id = address.id AND NOT EXISTS (
        SELECT FROM archive_message AS message WHERE message.sender_id = address.id
          AND message.sender_name = address.name AND message.sender_address = address.address)
    RETURNING address.person_id, before.name
"""
# People named as none of their addresses is any more get the name of the first one. Who got another name from an
# administrator keeps it.
NAME_AS_OTHERS_DO = """
    UPDATE archive_person AS person SET name = others.name
    FROM unnest(%(people)s::bigint[], %(names)s::text[]) AS before(person_id, name), LATERAL (
        SELECT address.name FROM archive_address AS address WHERE address.person_id = before.person_id
        ORDER BY address.id LIMIT 1
    ) AS others
    WHERE person.id = before.person_id AND person.name = before.name AND NOT EXISTS (
        SELECT FROM archive_address AS address WHERE address.person_id = person.id AND address.name = person.name)
"""
