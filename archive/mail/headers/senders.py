"""Who wrote a mail: From, what stands in for it, or the author in whose place a list wrote itself there."""

from __future__ import annotations

import re

from archive.mail.headers.mailbox_forms import Mailbox, address_key, holds_address
from archive.mail.headers.mailboxes import mailboxes

NOT_SAID = Mailbox("", "", "")
# A list that may not write from somebody's address writes “Alice Archer via Plans” from its own.
VIA = re.compile(r"\s\(?(?:via|vía|über|through|a través de|per conto di|от имени)\s(?=.*\S)", re.IGNORECASE)
ABOUT_NAME = " \t\"'("
# So it may keep the address within its own: alice=40example.org@lists.example.net, alice=example.org@groups.example.
WITHIN_ANOTHER = re.compile(r"([^@=\s]+)=(?:40)?((?:[\w-]+\.)+[a-z]{2,})@[^@\s]+", re.IGNORECASE | re.ASCII)
ESCAPED_SIGN = re.compile(r"=40(?=[\w.-]+@)")
ORIGINAL = ("x-original-from", "original-from", "x-original-sender")
WORDS = re.compile(r"\w+")


def sender_of(headers: dict[str, list[str]]) -> Mailbox:
    """From, or what stands in for it; of “X via list” X, where a header or the address tells who that is."""
    for name in ("from", "sender", "reply-to"):
        for value in headers.get(name, ()):
            if found := mailboxes(value):
                return author_behind(found[0], headers)
    return NOT_SAID


def author_behind(sender: Mailbox, headers: dict[str, list[str]]) -> Mailbox:
    via = VIA.search(sender.name) if "@" in sender.address else None
    name = sender.name[: via.start()].strip(ABOUT_NAME) if via else ""
    if not name:
        is_kept = ESCAPED_SIGN.search(sender.address) and WITHIN_ANOTHER.fullmatch(sender.address)
        return mailbox(sender.name, address_within(sender)) if is_kept else sender
    if holds_address(name) and (named := mailboxes(name)) and "@" in named[0].key:
        return named[0]
    original = (found for field in ORIGINAL for value in headers.get(field, ()) for found in mailboxes(value))
    told = next((one for one in original if one.address and one.key != sender.key), None)
    told = told or replied_to(name, sender, headers)
    if told:
        return mailbox(told.name or name, told.address)
    within = address_within(sender)
    return mailbox(name, within) if within else sender


def replied_to(name: str, sender: Mailbox, headers: dict[str, list[str]]) -> Mailbox | None:
    """Who answers go to, if that is one of this name, or the only one and has none."""
    listed = [one for value in headers.get("reply-to", ()) for one in mailboxes(value)]
    others = [one for one in listed if "@" in one.key and one.key != sender.key]
    namesake = next((one for one in others if words_of(one.name) == words_of(name)), None)
    return namesake or (others[0] if len(others) == 1 and not others[0].name else None)


def words_of(name: str) -> frozenset[str]:
    return frozenset(WORDS.findall(name.casefold()))


def address_within(sender: Mailbox) -> str:
    match = WITHIN_ANOTHER.fullmatch(sender.address)
    return f"{match[1]}@{match[2]}" if match else ""


def mailbox(name: str, address: str) -> Mailbox:
    return Mailbox(name, address, address_key(address))
