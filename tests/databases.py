"""Databases for tests: one with all tables is kept on the server, and copied, which is far faster than migrating.

Its name has the digest of all migrations: when one changes, another is made, and the old ones are dropped.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

PREFIX = "postil_template_"
MAKING_LOCK = 0x0705_714
# What a test writes is not committed: counted meanwhile, its tables are planned for as if they were empty.
UNCOUNTED = """
    DO $$ DECLARE found regclass; BEGIN
        FOR found IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
            EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', found);
        END LOOP;
    END $$
"""


def template() -> str:
    """The name of the database that others are copied from; made when there is none of today's migrations."""
    name = PREFIX + digest_of_migrations()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MAKING_LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for old in there:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            make(f"{PREFIX}unfinished", cursor)
            cursor.execute(f'ALTER DATABASE "{PREFIX}unfinished" RENAME TO "{name}"')
    return name


def make(name: str, cursor: CursorWrapper) -> None:
    cursor.execute(f'CREATE DATABASE "{name}"')
    with used(name):
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as inside:
            inside.execute(UNCOUNTED)


@contextmanager
def used(name: str) -> Iterator[None]:
    """This process uses the database meanwhile."""
    home: Any = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = home


@contextmanager
def filled(fill: Callable[[], object]) -> Iterator[str]:
    """The name of a database beside the one in use, with all tables and what `fill` writes; dropped in the end."""
    name = f"{connection.settings_dict['NAME']}_filled"
    run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')
    with used(name):
        fill()
    yield name
    run(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def digest_of_migrations() -> str:
    digest = sha256(f"{django.__version__} {UNCOUNTED}".encode())
    for app in apps.get_app_configs():
        folder = Path(inspect.getfile(app.module)).parent / "migrations" if app.module else None
        for path in sorted(folder.glob("*.py")) if folder else []:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
