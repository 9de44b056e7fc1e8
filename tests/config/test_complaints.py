"""What cannot work says so in one sentence with the remedy; on a real server where that can be had."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.db import NotSupportedError, OperationalError, connection
from pytest_django import Settings

from config.complaints import complaint
from tests.processes import run


def test_a_version_too_old() -> None:
    words = complaint(NotSupportedError("PostgreSQL 15 or later is required (found 14.9)."))
    assert words == (
        "The database is too old (PostgreSQL 15 or later is required (found 14.9).)."
        " Upgrade it to PostgreSQL 15 or later."
    )
    assert connection.features.minimum_database_version == (15,)


@pytest.fixture
def _own_server(settings: Settings) -> None:
    settings.EMBEDDED_POSTGRES = None


@pytest.mark.usefixtures("_own_server")
def test_a_server_that_went_away() -> None:
    words = complaint(OperationalError("server closed the connection unexpectedly\n\tThis probably means"))
    assert words == (
        "The database went away (server closed the connection unexpectedly). See that it runs, then try again."
    )


@pytest.mark.usefixtures("_own_server")
def test_a_refused_login() -> None:
    words = complaint(OperationalError('FATAL:  password authentication failed for user "postil"\n'))
    assert words is not None
    assert words.endswith("Mend user and password in DATABASE_URL.")


def test_other_errors_are_no_complaints() -> None:
    assert complaint(ZeroDivisionError()) is None


@pytest.mark.django_db(transaction=True)
def test_a_user_without_rights_and_a_database_that_is_not_there(tmp_path: Path) -> None:
    """The embedded server, asked as a server of one's own would be."""
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS postil_reader")
        cursor.execute("CREATE ROLE postil_reader LOGIN")
    host = connection.settings_dict["HOST"]
    try:
        done = migrate(tmp_path, f"postgresql://postil_reader@/postgres?host={host}")
        assert done.stderr.startswith("The database user lacks rights (permission denied")
        assert "Make it the owner of the database." in done.stderr
        done = migrate(tmp_path, f"postgresql://postil_reader@/nowhere?host={host}")
        assert "Create it: createdb nowhere" in done.stderr
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP ROLE postil_reader")


def migrate(var: Path, url: str) -> subprocess.CompletedProcess[str]:
    done = run("migrate", var=var, DATABASE_URL=url, SECRET_KEY="x" * 50)
    assert done.returncode == 1
    return done
