"""The mailing list that a command is given by its slug."""

from __future__ import annotations

from django.core.management import CommandError

from archive.models import MailingList


def known_list(slug: str) -> MailingList:
    """The list of this slug. Raises CommandError, naming those that there are."""
    if found := MailingList.objects.filter(slug=slug).first():
        return found
    known = ", ".join(MailingList.objects.in_order().values_list("slug", flat=True)) or "none yet"
    raise CommandError(f"There is no list {slug}. There are: {known}.", returncode=2)
