"""The admin site's name, and its door: people sign in where everybody does."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """To the site's own sign-in with all its factors; for members who are no staff there is nothing here."""
    wanted = request.GET.get("next") or reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(wanted)
    if not admin.site.has_permission(request):
        raise Http404
    return redirect("admin:index")


def set_up() -> None:
    admin.site.site_header = admin.site.site_title = "Postil administration"
    admin.site.index_title = "Administration"
    admin.site.enable_nav_sidebar = False
    admin.site.login = sign_in  # type: ignore[method-assign]
