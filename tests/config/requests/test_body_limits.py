"""Requests that are too long, or in an encoding that is none, are refused before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import Settings

from archive.mail.readers.raw_mail import LONGEST_MAIL, MIB
from config.requests.body_limits import MOST_BYTES, with_limits, with_limits_wsgi
from tests.awaiting import awaited
from tests.personas import alice, browser_of

KEY = "0123456789abcdef"
IMPORT = "/admin/archive/importrun/add/"
MAILMAN = "/api/mailman/archive"


def scope_of(path: str, headers: dict[str, str]) -> dict[str, Any]:
    given = {"host": "testserver", **headers}
    return {
        "type": "http", "method": "POST", "path": path, "query_string": b"", "server": ("testserver", 80),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
    }  # fmt: skip


def post(path: str, pieces: list[bytes], **headers: str) -> tuple[int, int]:
    """The status that Postil answers a body in pieces with, and how many bytes it took."""
    answers: list[dict[str, Any]] = []
    waiting, taken = list(pieces), 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        if not waiting:
            return {"type": "http.disconnect"}
        piece = waiting.pop(0)
        taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    names = {name.replace("_", "-"): value for name, value in headers.items()}
    awaited(with_limits(swallowing), scope_of(path, names), receive, send)
    return answers[0]["status"], taken


async def swallowing(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    """A site that reads all, as Django does before any page of it is asked."""
    while (message := await receive())["type"] == "http.request":
        if not message["more_body"]:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            return


def cookie(user: User) -> str:
    browser: Client = browser_of(user)
    return f"sessionid={browser.cookies['sessionid'].value}"


MUCH = [b"x" * MIB] * 100


@pytest.mark.django_db(transaction=True)
class TestLimits:
    def test_much_is_refused_of_anybody_before_it_is_read(self) -> None:
        for path in ("/lists/pub/", "/", "/nowhere", "/accounts/login/", IMPORT, MAILMAN):
            status, taken = post(path, MUCH)
            assert (status, taken <= MOST_BYTES + MIB) == (413, True), path

    def test_a_length_that_is_told_beforehand_is_refused_at_once(self) -> None:
        assert post("/", MUCH, content_length=str(100 * MIB)) == (413, 0)
        assert post("/", [b"x"], content_length=str(MOST_BYTES)) == (200, 1)

    def test_files_to_import_are_taken_of_those_who_may_import(self) -> None:
        writer = alice()
        assert post(IMPORT, MUCH, cookie=cookie(writer))[0] == 413
        writer.is_staff = True
        writer.save()
        writer.user_permissions.add(Permission.objects.get(codename="add_importrun"))
        assert post(IMPORT, MUCH, cookie=cookie(writer)) == (200, 100 * MIB)
        assert post("/lists/plans/", MUCH, cookie=cookie(writer))[0] == 413
        assert post(IMPORT, MUCH, cookie="sessionid=forged")[0] == 413

    def test_one_mail_is_taken_of_mailman(self, settings: Settings) -> None:
        settings.MAILMAN_ARCHIVER_KEY = KEY
        one = [b"x" * MIB] * (LONGEST_MAIL // MIB)
        assert post(MAILMAN, one, authorization=f"Token {KEY}") == (200, LONGEST_MAIL)
        assert post(MAILMAN, one * 2, authorization=f"Token {KEY}")[0] == 413
        assert post(MAILMAN, one, authorization="Token wrong")[0] == 413

    def test_a_length_that_is_no_number_is_counted(self) -> None:
        assert post("/", MUCH, content_length="much")[0] == 413


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "rot13", "base64", "idna", "undefined", "utf-16"]
)
def test_an_encoding_that_no_form_of_ours_has_is_not_understood(charset: str) -> None:
    assert post("/search/", [b""], content_type=f"text/plain; charset={charset}") == (400, 0)
    assert wsgi("/search/", CONTENT_TYPE=f"text/plain; charset={charset}") == "400 Bad Request"


@pytest.mark.parametrize(
    "said", ["text/plain; charset=UTF-8", "text/plain; charset=latin1", "", "x; charset=nothing"]
)
def test_other_encodings_are_left_to_the_page(said: str) -> None:
    assert post("/search/", [b""], content_type=said)[0] == 200


def wsgi(path: str, **environ: str) -> str:
    """The status of a site that answers all with 200."""
    said: list[str] = []

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        said.append(status)

    def site(given: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [])
        return []

    given = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    list(with_limits_wsgi(site)({**given, "wsgi.input": BytesIO(), **environ}, start_response))
    return said[0]


@pytest.mark.django_db(transaction=True)
def test_servers_that_tell_a_length_are_held_to_it() -> None:
    assert wsgi("/", CONTENT_LENGTH=str(MOST_BYTES + 1)).startswith("413 ")
    assert wsgi(IMPORT, CONTENT_LENGTH=str(MOST_BYTES + 1)).startswith("413 ")
    assert wsgi("/", CONTENT_LENGTH="") == "200 OK"
