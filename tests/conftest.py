"""Fixtures that all tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.databases import filled, template, used
from tests.samples import load_samples

COMPILED = Path(__file__).resolve().parent.parent / "var" / "compiled"
# A property holds on a busy machine too: no example has a deadline.
settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")

END_OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many workers as cores; none for a single file, which is done before they have started."""
    named = [Path(name.partition("::")[0]) for name in config.args]
    if len(named) == 1 and named[0].is_file():
        return 0
    return len(os.sched_getaffinity(0))


def pytest_configure(config: pytest.Config) -> None:
    """What tests start inherits these: beside other workers imports make do with one process, and nothing that is
    compiled already is compiled again, also where the environment forbids to write such files beside the code.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(COMPILED))
    if config.getoption("numprocesses", None):
        os.environ.setdefault("IMPORT_PROCESSES", "1")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Test databases are copies of one with all tables."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, which need not outlive a crash of the server.

    Servers and threads that tests began may keep sessions a moment longer than they: nobody drops a database then.
    """
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            name = connection.settings_dict["NAME"]
            cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        connection.close()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(END_OTHER_SESSIONS)


@pytest.fixture(scope="session")
def seeded_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock(), filled(load_samples) as name:
        yield name


@pytest.fixture
def seeded_archive(seeded_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """`tests.samples`, loaded once for all tests; what a test changes is undone. Takes the place of `django_db`."""
    with django_db_blocker.unblock(), used(seeded_database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """SIGINT interrupts, also where whoever started the tests has it ignored, as shells do in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def admin_user(db: None) -> User:
    """alice, who administers: without a password, for hashing one takes longer than most tests."""
    return User.objects.create_superuser("alice")
