"""`manage.py choose_copies [--list SLUG]`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.importing.copy_choice import choose_again
from archive.models import MailingList


class Command(BaseCommand):
    help = (
        "Chooses anew from which copy each message is read that stands on several lists: one of the most open list."
        " The admin site does that by itself when it is changed who reads a list."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--list", default="", metavar="SLUG", dest="slug", help="messages of this list alone"
        )

    def handle(self, *, slug: str, **options: Any) -> None:
        mailing_list = MailingList.objects.filter(slug=slug).first()
        if slug and mailing_list is None:
            known = ", ".join(MailingList.objects.in_order().values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no list {slug}. There are: {known}.", returncode=2)
        chosen = choose_again(mailing_list)
        self.stdout.write(
            f"{chosen.looked_at:,} messages stand on several lists; {chosen.switched:,} are read from another copy now."
        )
