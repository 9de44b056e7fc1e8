"""Which list a source goes to, when nobody says."""

from __future__ import annotations

import re
from email import message_from_bytes
from itertools import islice
from pathlib import Path

from django.utils.text import slugify

from archive.mail.readers import RawMail, describe_source, read_source
from archive.models import MailingList

LIST_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
LOOKED_AT = 5


def slug_of(name: str) -> str:
    """The slug that a list of this name gets."""
    return slugify(name, allow_unicode=True)[:80].strip("-_") or "mail"


def make_list(name: str, visibility: str = MailingList.Visibility.MEMBERS, list_id: str = "") -> MailingList:
    """The list of this name, made when there is none. A new one is for members until somebody opens it."""
    mailing_list, _ = MailingList.objects.get_or_create(
        slug=slug_of(name), defaults={"name": name[:200], "visibility": visibility, "list_id": list_id[:320]}
    )
    return mailing_list


def list_for_source(source: Path, visibility: str = MailingList.Visibility.MEMBERS) -> MailingList:
    """The list that the source names: in itself, in its mail's List-Id, or by its file's name."""
    head = [item for item in islice(read_source(source), LOOKED_AT) if isinstance(item, RawMail)]
    return list_of_mail(head, visibility) or make_list(describe_source(source).list_name, visibility)


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


def list_id_of(content: bytes) -> str:
    header = message_from_bytes(content[:100_000]).get("List-Id")
    found = LIST_ID.search(str(header or ""))
    return found[1].lower() if found else ""
