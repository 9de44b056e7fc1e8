"""Fixtures that all tests share."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from hypothesis import settings

# A property holds on a busy machine too: no example has a deadline.
settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")


@pytest.fixture
def admin_user(db: None) -> User:
    """alice, who administers: without a password, for hashing one takes longer than most tests."""
    return User.objects.create_superuser("alice")
