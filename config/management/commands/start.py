import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.start import Wish, start


class Command(BaseCommand):
    help = "Runs all of Postil: database, migrations, worker and web server. Ctrl-C ends it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sources", nargs="*", type=Path, metavar="SOURCE", help="archives to import first"
        )
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes that serve pages")

    def handle(self, *args: Any, **options: Any) -> None:
        wish = Wish(options["sources"], options["host"], options["port"], options["workers"])
        sys.exit(start(wish, sys.stdout))
