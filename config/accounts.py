"""Accounts: administrators make them, and a password that somebody else set is changed first."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

GIVEN_PASSWORD = "Must change password"  # noqa: S105 - the name of a group
OWN = "password is their own"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; whoever sets a password of their own leaves the group of those who must."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        user.groups.remove(*Group.objects.filter(name=GIVEN_PASSWORD))


@transaction.atomic
def first_administrator() -> tuple[str, str] | None:
    """Makes the first administrator when there is nobody at all: name and one-time password, else None."""
    if User.objects.exists():
        return None
    password = token_urlsafe(12)
    user = User.objects.create_superuser("admin", password=password)
    user.groups.add(Group.objects.get_or_create(name=GIVEN_PASSWORD)[0])
    return user.username, password


Answer = Callable[[HttpRequest], HttpResponse]


def own_password_first(get_response: Answer) -> Answer:
    """Middleware: whoever came in with a one-time password sets their own before anything else."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.get(OWN) != request.user.pk:
            if request.user.groups.filter(name=GIVEN_PASSWORD).exists():
                if request.path not in {reverse("account_change_password"), reverse("account_logout")}:
                    return redirect("account_change_password")
            else:
                request.session[OWN] = request.user.pk
        return get_response(request)

    return answer
