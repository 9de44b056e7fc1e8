"""While the database is away pages say so, with 503 and when to come again."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, RequestFactory

from config.requests.availability import broken


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_told(kind: type[Exception]) -> None:
    try:
        raise kind("connection refused")
    except kind:
        answer = broken(RequestFactory().get("/"))
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert "Nothing was half saved" in answer.content.decode()


def test_what_else_breaks_is_our_fault() -> None:
    try:
        raise ProgrammingError("no such column")
    except ProgrammingError:
        assert broken(RequestFactory().get("/")).status_code == 500


@pytest.mark.django_db(transaction=True)
def test_pages_of_anybody_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked at a socket where no server is."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "gone_away")
    try:
        for page in ("/", "/lists/plans/", "/search/?q=lamps", "/m/plans.1@example.org/"):
            answer = Client(raise_request_exception=False).get(page)
            assert (answer.status_code, answer["Retry-After"]) == (503, "5"), page
        assert Client().get("/healthz").status_code == 503
    finally:
        connection.close()
