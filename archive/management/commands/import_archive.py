"""`manage.py import_archive SOURCE … [--list SLUG] [--report FILE]`, or `--follow SOURCE [--every SECONDS]`"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.cli.following import EVERY, follow_on_terminal
from archive.cli.imports import UsageError, import_on_terminal


class Command(BaseCommand):
    help = "Imports mail archives. Exits with 1 when a source could not be read; the others are imported."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file or folder that holds mail")
        parser.add_argument(
            "--list", default="", metavar="SLUG", dest="slug", help="the list that the mail goes to"
        )
        parser.add_argument(
            "--report", default="", metavar="FILE", help="write the counts to this file, as JSON"
        )

        parser.add_argument(
            "--follow",
            action="store_true",
            help="go on watching one source for new mail: a Maildir, a clone of a public-inbox, or"
            " imaps://user@host/Folder; Ctrl-C ends it",
        )
        parser.add_argument(
            "--every", type=float, default=EVERY, metavar="SECONDS", help=f"between looks ({EVERY:.0f})"
        )

    def handle(
        self, *, sources: list[str], slug: str, report: str, follow: bool, every: float, **options: Any
    ) -> None:
        try:
            if follow:
                code = follow_on_terminal(sources, slug, report, every, self.stdout, self.stderr)
            else:
                code = import_on_terminal(sources, slug, report, self.stdout, self.stderr)
        except UsageError as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
        if code:
            sys.exit(code)
