"""`manage.py import_archive SOURCE … [--list SLUG] [--report FILE]`"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.terminal import UsageError, import_on_terminal


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

    def handle(self, *, sources: list[str], slug: str, report: str, **options: Any) -> None:
        try:
            code = import_on_terminal(sources, slug, report, self.stdout, self.stderr)
        except UsageError as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
        if code:
            sys.exit(code)
