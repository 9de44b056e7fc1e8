"""People and addresses (`archive_person`, `archive_address`) of a batch, joined to those known, and to speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from archive.importing.database import column, execute, select, storable
from archive.importing.storing import sql
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
    known = dict(select(sql.ADDRESSES, keys=keys))
    new = [key for key in keys if key not in known]
    if new:
        for redacted in (False, True):
            some = [key for key in new if is_redacted(by_key[key]) == redacted]
            add_addresses(some, [by_key[key] for key in some])
        known = dict(select(sql.ADDRESSES, keys=keys))
    plain = {key: storable(sender.address) for key, sender in by_key.items() if "@" in sender.address}
    execute(sql.SPELL_OUT_ADDRESSES, keys=list(plain), plain=list(plain.values()))
    return known


def add_addresses(keys: list[str], senders: list[Mailbox]) -> None:
    if not keys:
        return
    names = [storable(sender.name)[: widths.NAME] for sender in senders]
    known = people_behind(keys, names)
    unknown = [number for number in range(len(keys)) if number not in known]
    known |= zip(unknown, add_people([names[number] for number in unknown]), strict=True)
    people = [known[number] for number in range(len(keys))]
    execute(
        sql.ADD_ADDRESSES,
        keys=keys,
        addresses=[storable(sender.address)[: widths.ADDRESS] for sender in senders],
        names=names,
        people=people,
    )


def add_people(names: list[str]) -> list[int]:
    """Keys of new people of these names, in their order."""
    return column(sql.ADD_PEOPLE, names=names)


def people_behind(keys: list[str], names: list[str]) -> dict[int, int]:
    """People by the number of a new address, where one of the two is redacted: name and local part agree."""
    plain, redacted = [key.partition("|")[0] for key in keys], ["|" in key for key in keys]
    return dict(select(sql.PEOPLE_BEHIND_ADDRESSES, keys=plain, redacted=redacted, names=names))


def people_by_name(names: Iterable[str]) -> dict[str, int]:
    """Lower-case name → person, for names that one person alone has."""
    wanted = sorted({storable(name).lower() for name in set(names) if name})
    return dict(select(sql.PEOPLE_BY_NAME, names=wanted))


def link_speakers(run_id: int) -> int:
    """Joins speakers of a run's passages to people who came into the archive after them."""
    return execute(sql.LINK_SPEAKERS_OF_RUN, run=run_id)


def link_spans(spans: list[int]) -> int:
    """Joins the speakers of these spans to people."""
    return execute(sql.LINK_SPEAKERS_OF_SPANS, spans=spans) if spans else 0
