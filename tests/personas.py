"""Who visits: alice writes, bob is her team mate, charlie is outside, and anybody else is not signed in."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.test import Client

TEAM = "team"


def person(name: str, *, in_team: bool) -> User:
    """The user of this name; without a password, for hashing one takes longer than most tests."""
    user, _ = User.objects.get_or_create(username=name)
    if in_team:
        user.groups.add(team())
    return user


def team() -> Group:
    return Group.objects.get_or_create(name=TEAM)[0]


def alice() -> User:
    return person("alice", in_team=True)


def bob() -> User:
    return person("bob", in_team=True)


def charlie() -> User:
    """Signed in, but in no group."""
    return person("charlie", in_team=False)


def browser_of(user: User | None) -> Client:
    """A browser in which this user is signed in, or nobody."""
    client = Client()
    if user:
        client.force_login(user)
    return client
