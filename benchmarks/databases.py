"""Archives of their own for one proof: databases copied from an empty one, gone when it is over."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from django.core.management import call_command
from django.db import connection

PREFIX = f"proof_{os.getpid()}"


class Databases:
    """`fresh` makes an empty archive and lets this process, and those forked from it, use it."""

    def __init__(self) -> None:
        self.home = str(connection.settings_dict["NAME"])
        self.made: list[str] = []

    def __enter__(self) -> Self:
        self.create("empty", "")
        self.use("empty")
        call_command("migrate", verbosity=0, interactive=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        use(self.home)
        for name in self.made:
            self.run(f'DROP DATABASE IF EXISTS "{PREFIX}_{name}" WITH (FORCE)')
        connection.close()

    def fresh(self, name: str) -> None:
        self.create(name, f'TEMPLATE "{PREFIX}_empty"')
        self.use(name)

    def use(self, name: str) -> None:
        use(f"{PREFIX}_{name}")

    def create(self, name: str, template: str) -> None:
        use(self.home)
        self.made.append(name)
        self.run(f'CREATE DATABASE "{PREFIX}_{name}" {template}')

    def run(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
