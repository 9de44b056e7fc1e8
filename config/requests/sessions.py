"""The session that a request's cookie names, and how long browsers keep pages of those who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control


def session_of(request: HttpRequest) -> SessionBase:
    """As the middleware makes it, for what runs before any middleware."""
    engine = import_module(settings.SESSION_ENGINE)
    made: SessionBase = engine.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return made


def private_pages(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: what a signed-in reader is shown is nobody else's.

    It is not kept: browsers show what they kept when somebody else goes back after the reader signed out.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_decided = response.status_code >= 500 or response.has_header("Cache-Control")
        if not is_decided and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True, no_store=True)
        return response

    return answer
