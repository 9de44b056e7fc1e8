from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.backups import restore


class Command(BaseCommand):
    help = "Puts a backup back, into the embedded PostgreSQL or the one of DATABASE_URL. Stop Postil before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="IN", help="the file that backup wrote")
        parser.add_argument("--overwrite", action="store_true", help="replace what the database holds")

    def handle(self, *args: Any, **options: Any) -> None:
        about = restore(options["source"], options["overwrite"])
        self.stdout.write(
            f"Restored {about['messages']:,} messages on {about['lists']:,} lists, as of {about['made_at']}. "
            "Now run: manage.py migrate, then manage.py check_archive"
        )
