"""What nobody can mean is answered 400, never 500: every page and every list of the admin site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from tests.factories import make_list, make_message, make_note
from tests.personas import browser_of

HUGE = ("9223372036854775808", "10000")
NAMES = (
    "q",
    "page",
    "by",
    "list",
    "words",
    "speaker",
    "thread",
    "year",
    "month",
    "order",
    "key",
    "start",
    "end",
    "o",
    "p",
)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        elif isinstance(entry, URLPattern):
            yield path


# What stands in an address for each part of a pattern, the first that fits.
PARTS = (
    (r"<(?:list:)?slug>|<list:\w+>", "plans"),
    (r"<message_id:\w+>", "plans.1@example.org"),
    (r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000"),
    (r"<int:\w+>|<path:object_id>", "1"),
    (r"<address:\w+>", "plans@example.org"),
    (r"<id_hash:\w+>", "A" * 32),
    (r"<[^>]*>", "x"),
    (r"\(\?P[^)]*\)|\^|\$|\\|\?", ""),
)


def address_of(pattern: str) -> str:
    for part, value in PARTS:
        pattern = re.sub(part, value, pattern)
    return f"/{pattern}"


def addresses() -> list[str]:
    """An address of each pattern."""
    return [address_of(pattern) for pattern in patterns(get_resolver())]


@pytest.fixture
def client(admin_user: User, settings: Settings) -> Client:
    settings.MAILMAN_ARCHIVER_KEY = "0123456789abcdef"
    message = make_message(to=make_list())
    make_note(author=admin_user, message=message, tags=["plans"])
    made = browser_of(admin_user)
    made.raise_request_exception = False
    return made


@pytest.mark.django_db
def test_no_page_fails_on_what_cannot_be_stored(client: Client) -> None:
    key = {"Authorization": "Token 0123456789abcdef"}
    pages, refused = addresses(), 0
    assert len(pages) > 60
    for page in pages:
        assert client.get(page, {"q": "a\x00"}, headers=key).status_code == 400, page
        assert client.get(page, {"a\x00": "b"}, headers=key).status_code == 400, page
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b"):
            posted = client.post(page, form(kind, "mlist", "a\x00"), content_type=kind, headers=key)
            assert posted.status_code in {400, 404}, (page, kind, posted.status_code)
            refused += posted.status_code == 400
    assert refused > 100


def form(kind: str, name: str, value: str) -> bytes:
    if kind.startswith("multipart"):
        mail = '--b\r\nContent-Disposition: form-data; name="message"; filename="m"\r\n\r\nx\r\n'
        part = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        return f"{mail}{part}--b--\r\n".encode()
    return f"{name}={quote(value)}".encode()


@pytest.mark.django_db(transaction=True)
def test_no_page_fails_on_a_number_that_is_too_large(client: Client) -> None:
    for page in addresses():
        if "logout" in page:
            continue
        for value in HUGE:
            answer = client.get(page, dict.fromkeys(NAMES, value))
            assert answer.status_code < 500, (page, value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/lists/a%00/", "/tags/a%00b/", "/m/a%00@b/", "/%00", "/lists/plans/a%00b/raw"]
)
def test_an_address_with_a_nul_is_not_understood(path: str) -> None:
    assert Client().get(path).status_code in {400, 404}


@pytest.mark.django_db(transaction=True)
def test_filters_of_the_admin_site_that_the_database_does_not_have_are_left_out(client: Client) -> None:
    asked = 0
    for model, registered in admin.site._registry.items():
        page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        fields = [field.name for field in model._meta.concrete_fields]
        names = [f"{field}__{look}" for field in fields for look in ("year", "exact")]
        for name in [*names, "q", "o", "p"]:
            answer = client.get(page, {name: "9223372036854775808"})
            assert answer.status_code < 500, (page, name, registered)
            asked += 1
    assert asked > 150


@pytest.mark.django_db(transaction=True)
def test_a_year_that_is_too_large_leads_to_the_list_without_filters(client: Client) -> None:
    answer = client.get("/admin/archive/message/?sent_at__year=9223372036854775808")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/archive/message/?e=1")
    assert client.get(answer["Location"]).status_code == 200
