"""Tables that are missing: made by any command on the embedded server, by none but `migrate` on another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from config.tables import PREPARING_LOCK, needs_tables
from tests.mails import mail, mbox
from tests.processes import begun, run


def test_two_first_imports_at_once_make_them_and_store_their_mail(tmp_path: Path) -> None:
    var = tmp_path / "var"
    sources = [
        mbox(tmp_path, mail(message_id=f"<plans.{number}@example.org>"), name=f"{number}.mbox")
        for number in (1, 2)
    ]
    imports = [begun("import_archive", str(source), "--list", "plans", var=var) for source in sources]
    for one in imports:
        _, said = one.communicate(timeout=120)
        assert (one.returncode, said.count("Traceback")) == (0, 0), said
    exported = tmp_path / "exported.mbox"
    assert run("export_archive", "--list", "plans", str(exported), var=var).returncode == 0
    assert exported.read_bytes().count(b"\nMessage-ID: <plans.") == 2


@pytest.fixture
def empty_database(db: None) -> Iterator[dict[str, str]]:
    """A new database on the embedded server, named as one of one's own is: the environment for it."""
    host, empty = connection.settings_dict["HOST"], f"{connection.settings_dict['NAME']}_without_tables"
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {empty} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {empty}")
        yield {"DATABASE_URL": f"postgresql://postgres@/{empty}?host={host}", "SECRET_KEY": "x" * 50}
        server.execute(f"DROP DATABASE {empty} WITH (FORCE)")


def asked(environment: dict[str, str]) -> psycopg.Connection:
    return psycopg.connect(environment["DATABASE_URL"], autocommit=True)


def tables(database: psycopg.Connection) -> int:
    row = database.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row
    return int(row[0])


def test_a_database_of_ones_own_is_left_as_it_is(tmp_path: Path, empty_database: dict[str, str]) -> None:
    source = mbox(tmp_path, mail())
    done = run("import_archive", str(source), var=tmp_path / "var", **empty_database)
    assert done.returncode == 1
    said = done.stderr.splitlines()[-1]
    assert said.startswith("The database lacks tables (relation ")
    assert said.endswith(" does not exist). Run: manage.py migrate")
    with asked(empty_database) as database:
        assert tables(database) == 0


def test_migrate_waits_for_whoever_prepares_the_database(
    tmp_path: Path, empty_database: dict[str, str]
) -> None:
    with asked(empty_database) as database:
        database.execute("SELECT pg_advisory_lock(%s)", [PREPARING_LOCK])
        waiting = begun("migrate", "-v0", var=tmp_path / "var", **empty_database)
        try:
            while not others_have_asked(database) and waiting.poll() is None:
                time.sleep(0.05)
            time.sleep(0.3)
            assert tables(database) == 0
            database.execute("SELECT pg_advisory_unlock(%s)", [PREPARING_LOCK])
            _, said = waiting.communicate(timeout=120)
        finally:
            waiting.kill()
        assert waiting.returncode == 0, said
        assert tables(database) > 0


def others_have_asked(database: psycopg.Connection) -> bool:
    """Whether another session tried to get the lock."""
    row = database.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()"
    ).fetchone()
    return bool(row and row[0])


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("manage.py import_archive plans.mbox", True),
        ("manage.py createsuperuser", True),
        ("manage.py shell", True),
        ("manage.py", False),
        ("manage.py --help", False),
        ("manage.py import_archive --help", False),
        ("manage.py makemigrations --check", False),
        ("manage.py migrate archive zero", False),
    ],
)
def test_commands_that_make_them(line: str, needs: bool) -> None:
    assert needs_tables(line.split()) == needs
