"""`manage.py choose_copies [--list SLUG]`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.cli.lists import known_list
from archive.importing.copy_choice import choose_again


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
        mailing_list = known_list(slug) if slug else None
        chosen = choose_again(mailing_list)
        self.stdout.write(
            f"{chosen.looked_at:,} messages stand on several lists; {chosen.switched:,} are read from another copy now."
        )
