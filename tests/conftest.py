"""Fixtures that all tests share."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User


@pytest.fixture
def admin_user(db: None) -> User:
    """alice, who administers: without a password, for hashing one takes longer than most tests."""
    return User.objects.create_superuser("alice")
