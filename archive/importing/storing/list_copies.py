"""Which copy a message is read from: one of the most open list that has it. Writes archive_listcopy, archive_posting.

What a list shows is what a list received that all its readers may read. A list whose bytes are others keeps these, for
raw mail, exports and attachments. A posting names in `shown_from` the list whose copy its message is read from, where
the list itself received another one, and is there for those who may read both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archive.hooks import copy_changed
from archive.importing.database import execute, select
from archive.importing.storing import sql
from archive.importing.storing.audiences import Audience, audiences, most_open
from archive.importing.storing.deduplication import Known, Sorted, known_messages
from archive.importing.storing.rewriting import rewrite
from archive.importing.storing.richest import raw_of, read_anew
from archive.mail.body import attached_files
from archive.mail.identity import list_variant
from archive.mail.packing import pack, unpack
from archive.mail.preparing import ReadyMail
from archive.mail.richness import AS_SENT, form_of, headers_in, richest
from archive.models import MailingList


class Copy(NamedTuple):
    """One copy of a message: its bytes, and what beside them its source told."""

    content: bytes
    dialect: str
    envelope: str
    references: str

    @property
    def headers(self) -> int:
        return headers_in(raw_of(self.dialect, self.references))

    def is_like(self, other: Copy) -> bool:
        """Whether the bytes are the same, and read in the same way."""
        return (self.content, self.dialect, self.references) == (
            other.content,
            other.dialect,
            other.references,
        )

    def ready(self) -> ReadyMail | None:
        return read_anew(raw_of(self.dialect, self.references, self.content, self.envelope))


@dataclass(slots=True)
class Copies:
    """The copies of one message: the one it is read from, those of lists that have others, and whose is shown where."""

    message_id: str
    body: Copy
    shown_from: dict[int, int | None] = field(default_factory=dict)
    own: dict[int, Copy] = field(default_factory=dict)

    def received(self, mailing_list: int) -> Copy | None:
        """What the list received; None where nobody knows any more."""
        if mailing_list in self.own:
            return self.own[mailing_list]
        return self.body if self.shown_from.get(mailing_list, mailing_list) is None else None

    def readers_of_body(self) -> list[int]:
        """Lists that received the very copy that the message is read from."""
        return [key for key, shown in self.shown_from.items() if shown is None and key not in self.own]


def copy_of(ready: ReadyMail) -> Copy:
    raw = ready.raw
    return Copy(raw.content, raw.dialect, raw.envelope, "\n".join(raw.references))


def load_copies(keys: Collection[int], beside: int | None = None) -> dict[int, Copies]:
    """The copies of those messages that stand on several lists, or on another one than `beside`."""
    if not keys:
        return {}
    shown: dict[int, dict[int, int | None]] = defaultdict(dict)
    for key, mailing_list, shown_from in select(sql.POSTINGS_ELSEWHERE, messages=list(keys), beside=beside):
        shown[key][mailing_list] = shown_from
    found = {
        key: Copies(message_id, Copy(unpack(raw), *rest), shown[key])
        for key, message_id, raw, *rest in (select(sql.COPIES_READ, messages=list(shown)) if shown else ())
    }
    for key, mailing_list, raw, *rest in select(sql.LIST_COPIES, messages=list(found)) if found else ():
        found[key].own[mailing_list] = Copy(unpack(raw), *rest)
    return found


def set_apart(
    found: Sorted, known: dict[str, Known], copies: Mapping[int, Copies], mailing_list: MailingList
) -> None:
    """Makes messages of their own of mail whose copy on this list its readers could not be shown otherwise.

    So between lists for different groups: neither group is to read what the other received.
    """
    of_lists = audiences() if copies else {}
    here, staying = mailing_list.pk, []
    for ready, id_ in found.present:
        one = copies.get(known[id_].key) if id_ in known else None
        if one is None or here in one.shown_from or is_shown(one, here, ready, of_lists):
            staying.append((ready, id_))
            continue
        apart = list_variant(id_, mailing_list.slug)
        known |= {} if apart in known else known_messages([apart])
        if apart in found.new or (apart in known and not known[apart].is_missing):
            staying.append((ready, apart))
        else:
            found.new[apart] = ready
    found.present = staying


def is_shown(one: Copies, here: int, ready: ReadyMail, of_lists: Mapping[int, Audience]) -> bool:
    """Whether the readers of this list may read the copy that is chosen when this mail is there."""
    lists = [key for key in one.shown_from if one.received(key)]
    chosen = most_open([*lists, here], of_lists, one.readers_of_body())
    return of_lists[chosen[0]].holds(of_lists[here]) or says_same(copy_of(ready), one.body)


def settle_copies(
    copies: Mapping[int, Copies], arrived: Mapping[int, list[ReadyMail]], here: int | None = None
) -> tuple[list[int], set[int]]:
    """Chooses for each message from which copy it is read; keys of those written anew, and changed threads.

    `arrived` are mails that came onto the list `here`. In a transaction that holds the storing lock.
    """
    of_lists = audiences() if copies else {}
    written: dict[str, ReadyMail] = {}
    switched: dict[int, Copy] = {}
    for key, one in copies.items():
        if here is not None:
            receive(one, here, arrived.get(key, []))
        best = best_copy(one, of_lists)
        if best and not best.is_like(one.body) and (ready := best.ready()):
            written[one.message_id], switched[key] = ready, best
    changed = rewrite(written) if written else set()
    keep_rows(
        {key: rows_for(one, switched.get(key, one.body), of_lists) for key, one in copies.items()}, copies
    )
    copy_changed.call(list(switched))
    return list(switched), changed


def receive(one: Copies, here: int, mails: Iterable[ReadyMail]) -> None:
    """Adds what came to what the list has of the message: the richest of its forms."""
    before = one.received(here) if here in one.shown_from else None
    forms = [copy_of(ready) for ready in mails]
    forms = [before, *forms] if before else forms
    if not forms:
        return
    best = richest_of(forms)
    one.shown_from.setdefault(here, None)
    if best.is_like(one.body):
        one.own.pop(here, None)
        one.shown_from[here] = None
    else:
        one.own[here] = best


def richest_of(forms: list[Copy]) -> Copy:
    """The first one where all are as they were sent; else that which says most."""
    if len(forms) == 1 or min(form.headers for form in forms) >= AS_SENT:
        return forms[0]
    read = [(form, ready) for form in forms if (ready := form.ready())]
    if not read:
        return forms[0]
    best = richest(form_of(ready) for _, ready in read)
    return next(form for form, ready in read if ready is best.ready)


def best_copy(one: Copies, of_lists: Mapping[int, Audience]) -> Copy | None:
    """A copy of the most open list; of several the one that is read now, if it is not poorer."""
    known = {key: received for key in one.shown_from if (received := one.received(key))}
    if not known:
        return None
    read_now = [key for key in one.readers_of_body() if key in known]
    tops = most_open(list(known), of_lists, read_now)
    tops.sort(key=lambda key: (key not in read_now, key))
    return richest_of([known[key] for key in tops])


class Rows(NamedTuple):
    """What is to stand of a message: copies of lists that have others, and whose copy each list shows."""

    own: dict[int, Copy]
    shown_from: dict[int, int | None]


def rows_for(one: Copies, body: Copy, of_lists: Mapping[int, Audience]) -> Rows:
    """The rows where the message is read from `body`."""
    received = {key: found for key in one.shown_from if (found := one.received(key))}
    sharing = [key for key, found in received.items() if found.is_like(body)]
    if not sharing:
        return Rows(one.own, one.shown_from)
    source = most_open(sharing, of_lists, ())[0]
    own = {key: found for key, found in received.items() if key not in sharing}
    shown: dict[int, int | None] = dict.fromkeys(one.shown_from, source)
    for key in one.shown_from:
        if key in sharing or (
            key in own and not of_lists[source].holds(of_lists[key]) and says_same(own[key], body)
        ):
            shown[key] = None
    return Rows(own, shown)


def says_same(one: Copy, other: Copy) -> bool:
    """Whether all that is told of two copies is the same: they differ by what carried them alone."""
    mails = [ready.mail for copy in (one, other) if (ready := copy.ready())]
    if len(mails) < 2:
        return False
    told = [
        (mail.sender, mail.subject, mail.text, mail.sent_at, mail.references, mail.attachments)
        for mail in mails
    ]
    return told[0] == told[1] and attached_files(one.content) == attached_files(other.content)


def keep_rows(rows: Mapping[int, Rows], before: Mapping[int, Copies]) -> None:
    """Writes what differs from what stands there."""
    stored = {
        (key, mailing_list)
        for key, mailing_list, *_ in (select(sql.LIST_COPIES_KNOWN, messages=list(rows)) if rows else ())
    }
    own = {(key, at): copy for key, one in rows.items() for at, copy in one.own.items()}
    delete(stored - own.keys())
    insert(own)
    shown = [(key, at, shown) for key, one in rows.items() for at, shown in one.shown_from.items()]
    if shown:
        keys, lists, sources = (list(values) for values in zip(*shown, strict=True))
        execute(sql.SHOW_FROM, messages=keys, lists=lists, sources=sources)


def delete(pairs: Collection[tuple[int, int]]) -> None:
    if pairs:
        messages, lists = (list(values) for values in zip(*pairs, strict=True))
        execute(sql.FORGET_LIST_COPIES, messages=messages, lists=lists)


def insert(own: Mapping[tuple[int, int], Copy]) -> None:
    if not own:
        return
    copies: list[Copy] = list(own.values())
    parameters: dict[str, Any] = {
        "messages": [key for key, _ in own],
        "lists": [at for _, at in own],
        "raws": [pack(copy.content) for copy in copies],
        "dialects": [copy.dialect for copy in copies],
        "envelopes": [copy.envelope for copy in copies],
        "references": [copy.references for copy in copies],
    }
    execute(sql.KEEP_LIST_COPIES, **parameters)
