"""People and addresses of a batch, joined to those known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from archive.importing.database import execute, select, storable
from archive.mail.headers import Mailbox
from archive.models import widths

# A list writes as "Alice Archer via Plans", from its own address, where it may not write from hers.
VIA = re.compile(r"\S via \S", re.IGNORECASE)


@lru_cache(4096)
def address_key(sender: Mailbox) -> str:
    """What joins two spellings of one address. One that is redacted, or of many, is joined by its name as well."""
    if not is_redacted(sender):
        return storable(sender.key)[: widths.ADDRESS_KEY]
    return storable(f"{sender.key}|{' '.join(sender.name.lower().split())}")[: widths.ADDRESS_KEY]


def is_redacted(sender: Mailbox) -> bool:
    is_hidden = "@" not in sender.key or sender.key.endswith("@") or "..." in sender.key
    return is_hidden or VIA.search(sender.name) is not None


def address_ids(senders: Iterable[Mailbox]) -> dict[str, int]:
    """The address row of each sender, by `address_key`; new addresses get a row and a person."""
    by_key = {address_key(sender): sender for sender in reversed(list(senders))}
    keys = list(by_key)
    known = dict(select("SELECT key, id FROM archive_address WHERE key = ANY(%s)", keys))
    new = [key for key in keys if key not in known]
    if new:
        for redacted in (False, True):
            some = [key for key in new if is_redacted(by_key[key]) == redacted]
            add_addresses(some, [by_key[key] for key in some])
        known = dict(select("SELECT key, id FROM archive_address WHERE key = ANY(%s)", keys))
    plain = {key: storable(sender.address) for key, sender in by_key.items() if "@" in sender.address}
    execute(SPELLED_OUT, list(plain), list(plain.values()))
    return known


# An archive wrote `alice at example.org`; now the address itself is known.
SPELLED_OUT = """
    UPDATE archive_address AS address SET address = left(told.plain, 320)
    FROM unnest(%s::text[], %s::text[]) AS told(key, plain)
    WHERE address.key = told.key AND address.address NOT LIKE '%%@%%'
"""


def add_addresses(keys: list[str], senders: list[Mailbox]) -> None:
    if not keys:
        return
    names = [storable(sender.name)[: widths.NAME] for sender in senders]
    known = people_behind(keys, names)
    unknown = [number for number in range(len(keys)) if number not in known]
    known |= zip(unknown, add_people([names[number] for number in unknown]), strict=True)
    people = [known[number] for number in range(len(keys))]
    execute(
        "INSERT INTO archive_address (key, address, name, person_id)"
        " SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])",
        keys,
        [storable(sender.address)[: widths.ADDRESS] for sender in senders],
        names,
        people,
    )


def add_people(names: list[str]) -> list[int]:
    rows = select(
        "INSERT INTO archive_person (name) SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS given(name, nr)"
        " ORDER BY nr RETURNING id",
        names,
    )
    return [key for (key,) in rows]


def people_behind(keys: list[str], names: list[str]) -> dict[int, int]:
    """People by the number of a new address, where one of the two is redacted: name and local part agree."""
    rows = select(BEHIND, [key.partition("|")[0] for key in keys], ["|" in key for key in keys], names)
    return dict(rows)


BEHIND = """
    SELECT given.nr::int - 1, min(known.person_id)
    FROM unnest(%s::text[], %s::bool[], %s::text[]) WITH ORDINALITY AS given(key, is_redacted, name, nr)
    JOIN archive_address AS known ON lower(known.name) = lower(given.name)
        AND split_part(known.key, '@', 1) = split_part(given.key, '@', 1)
    WHERE given.name <> '' AND given.key LIKE '_%%@%%' AND (given.is_redacted OR strpos(known.key, '|') > 0)
    GROUP BY 1 HAVING count(DISTINCT known.person_id) = 1
"""


def people_by_name(names: Iterable[str]) -> dict[str, int]:
    """Lower-case name → person, for names that one person alone has."""
    wanted = sorted({storable(name).lower() for name in set(names) if name})
    rows = select(
        "SELECT lower(name), min(id) FROM archive_person WHERE lower(name) = ANY(%s) GROUP BY 1 HAVING count(*) = 1",
        wanted,
    )
    return dict(rows)


def link_speakers(run_id: int) -> int:
    """Joins speakers of a run's passages to people who came into the archive after them."""
    return execute(LINK.format(spans=SPANS_OF_RUN), run_id)


def link_spans(spans: list[int]) -> int:
    """Joins the speakers of these spans to people."""
    return execute(LINK.format(spans="SELECT unnest(%s::bigint[]) AS id"), spans) if spans else 0


SPANS_OF_RUN = """
    SELECT span.id FROM archive_posting AS posting JOIN archive_span AS span ON span.message_id = posting.message_id
    WHERE posting.import_run_id = %s
"""
LINK = """
    WITH nameless AS MATERIALIZED (
        SELECT span.id, lower(span.speaker) AS name FROM ({spans}) AS wanted JOIN archive_span AS span USING (id)
        WHERE span.person_id IS NULL AND span.speaker <> ''
    ), named AS (
        SELECT lower(name) AS name, min(id) AS id FROM archive_person
        WHERE lower(name) IN (SELECT name FROM nameless)
        GROUP BY 1 HAVING count(*) = 1
    )
    UPDATE archive_span AS span SET person_id = named.id
    FROM nameless JOIN named USING (name) WHERE span.id = nameless.id
"""
