from typing import Any

from django.core.management.commands import migrate

from config.tables import one_at_a_time


class Command(migrate.Command):
    help = f"{migrate.Command.help} One process at a time: others wait."

    def handle(self, *args: Any, **options: Any) -> None:
        with one_at_a_time():
            super().handle(*args, **options)
