"""Fixtures that all tests share."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import settings
from pytest_django import DjangoDbBlocker

# A property holds on a busy machine too: no example has a deadline.
settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")


# What a test writes is not committed: counted meanwhile, its tables are planned for as if they were empty.
UNCOUNTED = """
    DO $$ DECLARE found regclass; BEGIN
        FOR found IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
            EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', found);
        END LOOP;
    END $$
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database, whose tables are not counted while tests run."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(UNCOUNTED)


@pytest.fixture
def admin_user(db: None) -> User:
    """alice, who administers: without a password, for hashing one takes longer than most tests."""
    return User.objects.create_superuser("alice")
