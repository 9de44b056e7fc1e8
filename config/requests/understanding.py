"""Requests that nobody can mean: 400, once for all, whatever page they ask for."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, UnreadablePostError
from django.utils.http import parse_header_parameters
from django.views.defaults import bad_request

# PostgreSQL's text has neither, and no person types them.
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
WHAT_THE_ADMIN_SAYS = "e"
# Forms of this site come in UTF-8, and programs that hand over mail name no other.
ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1"})
logger = logging.getLogger(__name__)


class Understanding:
    """Middleware: refuses text that cannot be stored, and numbers that the database does not have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if UNSTORABLE.search(request.path_info):
            raise BadRequest("The address holds what cannot be stored.")
        see_that_it_can_be_stored(lambda: request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Looks at a form before its page does. Those that another program fills in look at theirs themselves."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            see_that_it_can_be_stored(lambda: request.POST)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_list_of_admin(request) and isinstance(
            error, DataError | OverflowError | ValueError | TypeError
        ):
            return without_filters(request, error)
        if isinstance(error, DataError | OverflowError):
            logger.warning("%s holds a value that the database does not have (%s)", request.path, error)
            return bad_request(request, error)
        return None


def see_that_it_can_be_stored(given: Callable[[], QueryDict]) -> None:
    """Raises BadRequest for names and values that are no text, or none that can be stored."""
    try:
        pairs = given().lists()
    except UnreadablePostError:
        return
    for name, values in pairs:
        if any(UNSTORABLE.search(value) for value in (name, *map(str, values))):
            raise BadRequest(f"{name!r} holds what cannot be stored.")


def names_known_encoding(content_type: str) -> bool:
    """Whether a request's words can be read: Django breaks over some encodings, and takes odd ones at their word."""
    charset = parse_header_parameters(content_type)[1].get("charset")
    try:
        return not charset or codecs.lookup(charset).name in ENCODINGS
    except (LookupError, ValueError):
        return True  # it is no encoding at all, and passed over


def is_list_of_admin(request: HttpRequest) -> bool:
    found = request.resolver_match
    return found is not None and found.app_name == "admin" and str(found.url_name).endswith("_changelist")


def without_filters(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """To the list without filters, as the admin site does for those that it finds wrong by itself."""
    if request.method != "GET" or WHAT_THE_ADMIN_SAYS in request.GET or not request.GET:
        return bad_request(request, error) if isinstance(error, DataError | OverflowError) else None
    return HttpResponseRedirect(f"{request.path}?{WHAT_THE_ADMIN_SAYS}=1")
