"""The tables of the database: made by one process at a time, and on the embedded server without being asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

PREPARING_LOCK = 0x0705_713
# Commands that see to tables themselves, or need none.
LEFT_ALONE = {
    "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages",
    "makemigrations", "migrate", "optimizemigration", "restore", "showmigrations", "sqlmigrate", "squashmigrations",
    "start", "startapp", "startproject", "test", "version",
}  # fmt: skip
ASKS_FOR_HELP = {"-h", "--help", "--version"}


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Holds the preparing of the database for this process alone, while others wait. May be nested.

    Who waits asks again and again: a statement that waited for the lock would hold up indexes that are built
    beside running work.
    """
    while not said_yes("SELECT pg_try_advisory_lock(%s)"):
        time.sleep(0.1)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            said_yes("SELECT pg_advisory_unlock(%s)")


def said_yes(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [PREPARING_LOCK])
        [answer] = cursor.fetchone()
    return bool(answer)


def make_for(arguments: Sequence[str]) -> None:
    """Makes the tables that the embedded database lacks, before this command line is run.

    A database of one's own is left as it is: its owner says when it is migrated.
    """
    if needs_tables(arguments) and settings.EMBEDDED_POSTGRES:
        django.setup()
        if are_missing():
            call_command("migrate", verbosity=0, interactive=False)


def needs_tables(arguments: Sequence[str]) -> bool:
    name, *options = [*arguments[1:], "help"]
    return name not in LEFT_ALONE | ASKS_FOR_HELP and not ASKS_FOR_HELP & {*options}


def are_missing() -> bool:
    """Whether there are migrations that were not run."""
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - only commands need it

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
