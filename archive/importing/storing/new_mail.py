"""New messages, and missing ones that they name, with their places in threads (`archive_message`, `archive_thread`)."""

from __future__ import annotations

from archive.hooks import text_changed
from archive.importing.database import next_keys
from archive.importing.storing.copying import NewMail, write_mail, write_missing
from archive.importing.storing.deduplication import Known, Sorted, known_messages
from archive.importing.storing.missing import QuotedMessage, quoted_ancestors
from archive.importing.storing.people import address_ids
from archive.importing.threads.arranging import Arrangement, arrange_threads, mark_changed, move_messages


def store_new(found: Sorted, known: dict[str, Known]) -> tuple[dict[str, int], Arrangement]:
    """Writes new mail and the missing messages that it names.

    Returns the key of every id that is known then, and how the threads stand.
    """
    quoted = {id_: quoted_ancestors(mail) for id_, mail in found.new.items()}
    ancestors = {
        id_: list(mail.mail.references) or [one.message_id for one in quoted[id_]]
        for id_, mail in found.new.items()
    }
    made_up = {one.message_id: one for chain in quoted.values() for one in chain}
    known |= known_messages(id_ for id_ in made_up if id_ not in known)
    keys = {id_: one.key for id_, one in known.items()}
    placeholders = new_placeholders(ancestors, keys, set(found.new))
    unkeyed = [id_ for id_ in found.new if id_ not in keys] + placeholders
    keys |= zip(unkeyed, next_keys("archive_message", len(unkeyed)), strict=True)
    if not found.new:
        return keys, Arrangement()
    return keys, write_new(found, known, keys, ancestors, {id_: made_up.get(id_) for id_ in placeholders})


def new_placeholders(ancestors: dict[str, list[str]], keys: dict[str, int], new: set[str]) -> list[str]:
    named = dict.fromkeys(id_ for chain in ancestors.values() for id_ in chain)
    return [id_ for id_ in named if id_ not in keys and id_ not in new]


def write_new(
    found: Sorted,
    known: dict[str, Known],
    keys: dict[str, int],
    ancestors: dict[str, list[str]],
    placeholders: dict[str, QuotedMessage | None],
) -> Arrangement:
    incoming = {
        keys[id_]: ([keys[ancestor] for ancestor in ancestors[id_] if ancestor != id_], mail.mail.sent_at)
        for id_, mail in found.new.items()
    }
    touched_ids = set(found.new) | {ancestor for chain in ancestors.values() for ancestor in chain}
    touched = {known[id_].thread for id_ in touched_ids if id_ in known}
    names = {key: id_ for id_, key in keys.items()}
    placed = arrange_threads(touched, incoming, [keys[id_] for id_ in placeholders], names)
    write_missing(placeholders, keys, placed.places)
    senders = address_ids(mail.mail.sender for mail in found.new.values())
    new = [
        NewMail(keys[id_], id_, mail, placed.places[keys[id_]], incoming[keys[id_]][0])
        for id_, mail in found.new.items()
    ]
    there = {one.key for one in new if one.message_id in known}
    write_mail(new, senders, there)
    text_changed.call(there)
    placed.moved -= incoming.keys()
    move_messages(placed)
    mark_changed(placed.threads)
    return placed
