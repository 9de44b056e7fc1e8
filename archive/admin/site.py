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


# What administrators come for stands first; tables of libraries, which hardly anybody needs, stand last.
FIRST = ("archive", "annotations", "auth")
IN_ORDER = ("ImportRun", "MailingList", "Quarantine", "Person", "Address", "Message", "Regrouping")


def models_in_order(request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
    """The tables of the index page, by app: our own first, and in each those that are used most."""
    apps = admin.site._build_app_dict(request, app_label).values()
    for app in apps:
        app["models"].sort(key=lambda model: (place(model["object_name"], IN_ORDER), str(model["name"])))
    return sorted(apps, key=lambda app: (place(app["app_label"], FIRST), str(app["name"]).lower()))


def place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)


def set_up() -> None:
    admin.site.site_header = admin.site.site_title = "Postil administration"
    admin.site.index_title = "Administration"
    admin.site.enable_nav_sidebar = False
    admin.site.login = sign_in  # type: ignore[method-assign]
    admin.site.get_app_list = models_in_order  # type: ignore[method-assign]
