"""The list (`archive_mailinglist`) that a source goes to when nobody says: what its mail or its name tells."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from django.db.models import Q
from django.utils.text import slugify

from archive.mail.headers import list_id_in
from archive.mail.readers import RawMail, describe_source, read_source
from archive.mail.readers.folders import files_below
from archive.mail.readers.git_objects import is_repository
from archive.mail.readers.public_inbox import list_name
from archive.mail.readers.sources import is_folder
from archive.models import MailingList, widths

EMPTY_LINES = (b"\n\n", b"\r\n\r\n", b"\n\r\n")
# Bytes of a mail in which its headers end.
LOOKED_THROUGH = 100_000
ADDRESS = re.compile(r"[^\s@\x00-\x1f\x7f\ud800-\udfff]{1,250}@[^\s@\x00-\x1f\x7f\ud800-\udfff]{1,60}")
LOOKED_AT = 5


def slug_of(name: str) -> str:
    """The slug that a list of this name gets."""
    return slugify(name, allow_unicode=True)[: widths.LIST_SLUG].strip("-_") or "mail"


def make_list(name: str, visibility: str = MailingList.Visibility.MEMBERS, list_id: str = "") -> MailingList:
    """The list of this name, made when there is none. A new one is for members until somebody opens it."""
    mailing_list, _ = MailingList.objects.get_or_create(
        slug=slug_of(name),
        defaults={
            "name": name[: widths.LIST_NAME],
            "visibility": visibility,
            "list_id": list_id[: widths.LIST_ID],
        },
    )
    return mailing_list


def make_new_list(name: str, visibility: str) -> MailingList:
    """A list of this name that was not there, under another slug where a list has that of its name."""
    slug, called = free_slug(slug_of(name)), name[: widths.LIST_NAME]
    return MailingList.objects.create(slug=slug, name=called, visibility=visibility)


def free_slug(*wanted: str) -> str:
    """The first of these slugs that no list has, or the last one with a number."""
    every = [*wanted, *(f"{wanted[-1][:70]}-{number}" for number in range(2, 100))]
    taken = set(MailingList.objects.filter(slug__in=every).values_list("slug", flat=True))
    return next(slug for slug in every if slug not in taken)


def starts_as(address: str) -> str:
    """Who reads a new list of this address: nobody yet where its name is that of a list for groups."""
    local = address.partition("@")[0]
    closed = MailingList.objects.filter(visibility=MailingList.Visibility.GROUPS)
    named = Q(slug__in=[slug_of(local), slug_of(whole_name(address))]) | Q(name__iexact=local)
    named |= Q(list_id__istartswith=f"{local}.") | Q(address__istartswith=f"{local}@")
    is_closed = closed.filter(named).exists()
    return MailingList.Visibility.GROUPS if is_closed else MailingList.Visibility.MEMBERS


def whole_name(address: str) -> str:
    return re.sub(r"[@.]", "-", address)


def is_address(address: str) -> bool:
    return ADDRESS.fullmatch(address) is not None


def list_made_at(address: str) -> MailingList:
    """The list of an address, made for members when there is none; for nobody where its name is a closed list's."""
    known = MailingList.objects.addressed(address).in_order().first()
    if known:
        return known
    name, list_id = address.partition("@")[0], address.replace("@", ".").lower()
    values = {"name": name[: widths.LIST_NAME], "list_id": list_id, "address": address}
    values["visibility"] = starts_as(address)
    return MailingList.objects.get_or_create(slug=slug_at(address), defaults=values)[0]


def slug_at(address: str) -> str:
    """The slug of the list of this address, or the one that it would get: a list of the same name keeps its own."""
    known = MailingList.objects.addressed(address).in_order().first()
    if known:
        return known.slug
    return free_slug(slug_of(address.partition("@")[0]), slug_of(whole_name(address)))


def list_for_source(source: Path, visibility: str = MailingList.Visibility.MEMBERS) -> MailingList:
    """The list that the source names: in itself, in its mail's List-Id, or by its file's name."""
    if known := list_of_inbox(source):
        return known
    head = [item for item in islice(read_source(source), LOOKED_AT) if isinstance(item, RawMail)]
    return list_of_mail(head, visibility) or make_list(describe_source(source).list_name, visibility)


def list_of_inbox(source: Path) -> MailingList | None:
    """The list that is there for a public-inbox, by the name of its folder: its commits need not be looked through."""
    if not is_folder(source):
        return None
    first = source if is_repository(source) else next(files_below(source), source)
    return (
        MailingList.objects.filter(slug=slug_of(list_name(first))).first() if is_repository(first) else None
    )


def list_of_mail(head: list[RawMail], visibility: str = MailingList.Visibility.MEMBERS) -> MailingList | None:
    """The list that these mails name, if they do: by their source, or in their List-Id."""
    for raw in head:
        if raw.list_name:
            return make_list(raw.list_name, visibility)
    list_ids = [list_id for raw in head if (list_id := list_id_of(raw.content))]
    if not list_ids:
        return None
    known = MailingList.objects.filter(list_id=list_ids[0]).first()
    return known or make_list(list_ids[0].partition(".")[0], visibility, list_ids[0])


def list_made_for(list_id: str) -> MailingList:
    """The list of a List-Id, made for members when there is none; a list of the same name keeps its own."""
    known = MailingList.objects.filter(list_id=list_id).in_order().first()
    if known:
        return known
    name, _, domain = list_id.partition(".")
    values = {"name": name[: widths.LIST_NAME], "list_id": list_id[: widths.LIST_ID]}
    return MailingList.objects.get_or_create(slug=slug_at(f"{name}@{domain}"), defaults=values)[0]


def list_id_of(content: bytes) -> str:
    return list_id_in(headers_of(content))


def headers_of(content: bytes) -> bytes:
    """The lines of a mail's headers: they end at the first empty line."""
    ends = (content.find(empty, 0, LOOKED_THROUGH) for empty in EMPTY_LINES)
    return content[: min((end for end in ends if end >= 0), default=LOOKED_THROUGH)]
