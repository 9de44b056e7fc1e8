from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.exports import FORMATS
from annotations.exports.command import ExportError, write_document


class Command(BaseCommand):
    help = "Writes the team's notes, or those that a tag query finds, as a document."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT")
        parser.add_argument("--query", default="", help="a tag query, such as: plan AND network NOT dropped")
        parser.add_argument("--format", choices=list(FORMATS), default="markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            write_document(options["out"], options["format"], options["query"])
        except (ExportError, OSError) as error:
            raise CommandError(str(error)) from error
