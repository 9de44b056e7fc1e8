"""Who is reading: a signed-in user or nobody in particular, and which groups of users lists can be opened to."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, Group, User
from django.db.models import QuerySet

Reader = User | AnonymousUser

# The group of those whose password somebody else has set: a mark, and no circle of readers.
GIVEN_PASSWORD = "Must change password"  # noqa: S105 - the name of a group


def groups_of_readers() -> QuerySet[Group]:
    return Group.objects.exclude(name=GIVEN_PASSWORD).order_by("name")
