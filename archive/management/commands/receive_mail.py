"""`manage.py receive_mail [--lmtp HOST:PORT] [--list SLUG]`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.cli.imports import UsageError
from archive.cli.receiving import DEFAULT, receive_on_terminal


class Command(BaseCommand):
    help = (
        "Takes mail from a mail server by LMTP, until Ctrl-C, and stores it on the lists it is addressed to."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lmtp", default=DEFAULT, metavar="HOST:PORT", help=f"where it listens ({DEFAULT})"
        )
        parser.add_argument(
            "--list", default="", metavar="SLUG", dest="slug", help="all mail goes to this list"
        )

    def handle(self, *, lmtp: str, slug: str, **options: Any) -> None:
        try:
            receive_on_terminal(lmtp, slug, self.stdout, self.stderr)
        except UsageError as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
