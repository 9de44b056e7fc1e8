"""`manage.py rederive [--list SLUG] [--dry-run]`"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.cli.imports import INTERRUPTED
from archive.cli.lists import known_list
from archive.cli.rederiving import rederive_on_terminal


class Command(BaseCommand):
    help = (
        "Derives texts, passages, threads, origins and search words again from raw mail, as after an upgrade, and"
        " shows what came out different. Notes stay on their words."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", default="", metavar="SLUG", dest="slug", help="this list alone")
        parser.add_argument("--dry-run", action="store_true", help="show the difference, write nothing")

    def handle(self, *, slug: str, dry_run: bool, **options: Any) -> None:
        mailing_list = known_list(slug) if slug else None
        try:
            rederive_on_terminal(mailing_list, dry_run, self.stdout, self.stderr)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What was written is whole: type the same command again to go on.")
            sys.exit(INTERRUPTED)
