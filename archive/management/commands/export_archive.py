"""`manage.py export_archive --list SLUG [--format mbox] OUT`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.cli.lists import known_list
from archive.exports.mbox import export_list


class Command(BaseCommand):
    help = (
        "Writes the mail of a list to a file, as mboxrd; the bytes of each mail are those that were imported."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", required=True, metavar="SLUG", dest="slug")
        parser.add_argument("--format", choices=["mbox"], default="mbox")
        parser.add_argument("out", metavar="OUT", type=Path, help="a file that is not there yet")

    def handle(self, *, slug: str, out: Path, **options: Any) -> None:
        try:
            self.stdout.write(f"{export_list(known_list(slug), out):,} messages written to {out}")
        except OSError as error:
            raise CommandError(
                f"{out} cannot be written: {error.strerror}. Name a new file in a folder of yours."
            ) from error
