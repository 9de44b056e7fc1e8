"""The page 503: the database is away or has its hands full. Anything else that breaks is the page 500."""

from __future__ import annotations

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader
from django.views.defaults import server_error

from config.complaints import first_line

RETRY_AFTER_SECONDS = 5
logger = logging.getLogger(__name__)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody caught."""
    error = sys.exc_info()[1]
    if is_unavailable(error):
        logger.warning("%s answered 503: %s", request.path, first_line(error or Exception()))
        return unavailable()
    response: HttpResponse = server_error(request)
    return response


def is_unavailable(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError | InterfaceError)


def unavailable() -> HttpResponse:
    response = HttpResponseServerError(loader.get_template("503.html").render(), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    # Said in one line above; Django would add a traceback for each visitor.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
