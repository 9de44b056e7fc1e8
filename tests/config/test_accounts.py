"""The first sign-in: why and how one changes the password, and then back to where one was going."""

from __future__ import annotations

import pytest
from django.test import Client

from config.accounts import first_administrator

pytestmark = pytest.mark.django_db
OWN = "a password of my own"


def signed_in(client: Client) -> str:
    """The first administrator, signed in with the one-time password, which is returned."""
    made = first_administrator()
    assert made is not None
    name, password = made
    assert client.login(username=name, password=password)
    return password


def chosen(client: Client, old: str, **more: str) -> str:
    """Chooses a password; where that leads."""
    form = {"oldpassword": old, "password1": OWN, "password2": OWN, **more}
    answer = client.post("/accounts/password/change/", form)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_every_page_leads_to_the_choice_of_a_password_and_says_why(client: Client) -> None:
    signed_in(client)
    answer = client.get("/search/?q=lamps", follow=True)
    assert answer.redirect_chain == [("/accounts/password/change/?next=%2Fsearch%2F%3Fq%3Dlamps", 302)]
    assert "one-time password" in answer.content.decode()


def test_afterwards_one_is_where_one_was_going(client: Client) -> None:
    password = signed_in(client)
    assert chosen(client, password, next="/search/?q=lamps") == "/search/?q=lamps"
    assert client.get("/search/?q=lamps").status_code == 200


def test_without_such_a_place_it_is_the_first_page(client: Client) -> None:
    password = signed_in(client)
    assert chosen(client, password) == "/"
    page = client.get("/accounts/password/change/").content.decode()
    assert "one-time password" not in page


def test_nobody_is_led_to_another_site(client: Client) -> None:
    password = signed_in(client)
    assert chosen(client, password, next="https://example.org/") == "/"


def test_a_part_of_a_page_is_answered_with_the_way_to_the_whole_page(client: Client) -> None:
    signed_in(client)
    answer = client.get("/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/accounts/password/change/"
