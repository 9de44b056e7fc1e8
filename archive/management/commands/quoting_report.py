"""`manage.py quoting_report [--list SLUG] --report FILE`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.cli.lists import known_list
from archive.maintenance.quoting_report import Figures, figures


class Command(BaseCommand):
    help = "Counts how well quotes were understood: " + " ".join((Figures.__doc__ or "").split())

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", default="", metavar="SLUG", dest="slug", help="this list alone")
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the figures to this file, as JSON"
        )

    def handle(self, *, slug: str, report: Path | None, **options: Any) -> None:
        mailing_list = known_list(slug) if slug else None
        counted = figures(mailing_list).as_json()
        for name, count in counted.items():
            self.stdout.write(f"{name:34} {count:12,}")
        if report:
            try:
                report.write_text(json.dumps(counted, indent=1) + "\n")
            except OSError as error:
                raise CommandError(f"The report cannot be written to {report}: {error.strerror}.") from error
