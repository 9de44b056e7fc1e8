"""Accounts: administrators make them, and a password that somebody else set is changed first."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from archive.access import GIVEN_PASSWORD

OWN = "password is their own"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; whoever sets a password of their own leaves the group of those who must."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        user.groups.remove(*Group.objects.filter(name=GIVEN_PASSWORD))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where one goes after it when nothing was asked for before: the first page, not the empty form again."""
        return str(settings.LOGIN_REDIRECT_URL)


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
        if not must_choose_password(request):
            return get_response(request)
        if request.path in {reverse("account_change_password"), reverse("account_logout")}:
            request.must_choose_password = True  # type: ignore[attr-defined]  # the template asks
            return get_response(request)
        return to_password_change(request)

    return answer


def must_choose_password(request: HttpRequest) -> bool:
    """Whether this person's password was set by somebody else. Asked of the database once a session."""
    if not request.user.is_authenticated or request.session.get(OWN) == request.user.pk:
        return False
    if request.user.groups.filter(name=GIVEN_PASSWORD).exists():
        return True
    request.session[OWN] = request.user.pk
    return False


def to_password_change(request: HttpRequest) -> HttpResponse:
    """To the page that changes the password, and from there back to the page that was asked for."""
    url = reverse("account_change_password")
    if request.method == "GET" and not request.headers.get("HX-Request"):
        url += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)
