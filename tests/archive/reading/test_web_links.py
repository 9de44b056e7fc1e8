"""Addresses on the web in a mail's words."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.reading.web_links import web_addresses
from tests.factories import make_list, make_message


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in web_addresses(text)]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://example.org/a.", ["https://example.org/a"]),
        ("(see http://example.org/a_(b)), then", ["http://example.org/a_(b)"]),
        ("URL: <http://example.org/x?y=1&z=2>", ["http://example.org/x?y=1&z=2"]),
        ("[1]: https://example.org/#top!", ["https://example.org/#top"]),
        ("https://example.org/a, HTTPS://EXAMPLE.ORG/b", ["https://example.org/a", "HTTPS://EXAMPLE.ORG/b"]),
        ("*https://example.org/*", ["https://example.org/"]),
        ("http:// or https://...", []),
        ("javascript:alert(1) //example.org ftp://example.org", []),
        ("http://example.org/" + "a" * 2000, []),
    ],
)
def test_are_found(text: str, addresses: list[str]) -> None:
    assert found(text) == addresses


@given(st.text(alphabet="htps:/.)(]['<> a", max_size=60))
def test_stand_in_the_text_in_order(text: str) -> None:
    edges = [edge for pair in web_addresses(text) for edge in pair]
    assert edges == sorted(edges)
    assert all(address.startswith("http") for address in found(text))


@pytest.mark.django_db
def test_are_links_on_the_page_and_nothing_else_is(client: Client) -> None:
    text = 'Look at https://example.org/a"onclick=x&b=<script> and javascript:alert(1).\n'
    make_message(to=make_list(), text=text)
    html = client.get("/lists/plans/plans.1@example.org/").content.decode()
    link = '<a class="outward" href="https://example.org/a" rel="nofollow noopener noreferrer">https://example.org/a</a>'
    assert f"Look at {link}&quot;onclick=x&amp;b=&lt;script&gt; and javascript:alert(1)." in html
