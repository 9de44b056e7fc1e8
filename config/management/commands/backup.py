from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.backups import back_up


class Command(BaseCommand):
    help = "Writes the whole archive to one file, also while Postil runs: mail, notes, people, and waiting uploads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT", help="the file to write, say postil.backup")

    def handle(self, *args: Any, **options: Any) -> None:
        size = back_up(options["out"])
        self.stdout.write(f"Backed up to {options['out']} ({size:,} bytes).")
