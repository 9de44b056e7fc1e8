from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.headers import list_id, list_id_in, message_ids, own_id, references


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("<a@example.org>", ["a@example.org"]),
        ("<a@example.org> <b@example.org>", ["a@example.org", "b@example.org"]),
        ("<a@example.org>,<b@example.org>", ["a@example.org", "b@example.org"]),
        ("<a@\n example.org>", ["a@example.org"]),
        ("a@example.org", ["a@example.org"]),
        ("<a@example.org", ["a@example.org"]),
        ('Your message of "Mon, 2 Jul 2007" <a@example.org>', ["a@example.org"]),
        ('Message from Bob <bob@example.org> of "Mon" <a@example.org>', ["a@example.org"]),
        ("<a@example.org> from Bob <bob@example.org>", ["a@example.org"]),
        ("Message of Monday, 2 Jul", []),
        ("<>", []),
        ("", []),
    ],
)
def test_ids_are_found_in_what_mailers_write(value: str, found: list[str]) -> None:
    assert message_ids(value) == found


def test_ancestors_come_oldest_first_without_doubles_and_the_mail_itself() -> None:
    named = ["<1@example.org> <2@example.org> <1@example.org>\n <own@example.org>"]
    assert references(named, ["<3@example.org>"], "own@example.org") == (
        "1@example.org",
        "2@example.org",
        "3@example.org",
    )


def test_in_reply_to_adds_nothing_that_references_name() -> None:
    assert references(["<1@x> <2@x>"], ["<1@x>"]) == ("1@x", "2@x")


def test_of_ten_thousand_ancestors_the_first_and_the_last_99_stay() -> None:
    found = references([" ".join(f"<{number}@x>" for number in range(10_000))], [])
    assert found == ("0@x", *(f"{number}@x" for number in range(9_901, 10_000)))


def test_a_long_id_is_the_same_in_every_header() -> None:
    long = "a" * 5_000 + "@example.org"
    assert own_id(f"<{long}>") == message_ids(f"<x@x> <{long}>")[1]
    assert len(own_id(f"<{long}>")) < 100


@pytest.mark.parametrize(
    ("value", "found"),
    [("<a b@x>", "ab@x"), ("not an id", "notanid"), ("", ""), ("< >", "")],
)
def test_an_own_id_is_taken_in_any_form(value: str, found: str) -> None:
    assert own_id(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("The Plans <Plans.example.org>", "plans.example.org"),
        ("plans.example.org", "plans.example.org"),
        ("", ""),
    ],
)
def test_list_ids(value: str, found: str) -> None:
    assert list_id(value) == found


@given(st.text())
def test_any_value_gives_ids_without_blanks(value: str) -> None:
    assert all(identifier and identifier == "".join(identifier.split()) for identifier in message_ids(value))


@pytest.mark.parametrize("worst", ["<", "<a", "a", "a@", "from ", "<>", " "])
def test_a_megabyte_of_the_worst(worst: str) -> None:
    found = message_ids(worst * (1_000_000 // len(worst)))
    assert all(len(identifier) <= 500 for identifier in found)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"From: a@example.org\nList-Id: Lamps <Lamps.Example.org>\n", "lamps.example.org"),
        (b"list-id: Lamps and\r\n\tmore <lamps.example.org>\r\nTo: x\r\n", "lamps.example.org"),
        (b"List-Id: =?utf-8?q?Lamp=C3=A9s?= <lamps.example.org>\n", "lamps.example.org"),
        (b"X-List-Id: <lamps.example.org>\n", ""),
        (b"List-Id: lamps\n", ""),
        (b"List-Id:\n", ""),
        (b"", ""),
    ],
)
def test_the_list_id_among_the_headers(head: bytes, found: str) -> None:
    assert list_id_in(head) == found


@pytest.mark.parametrize("worst", [b"List-Id:", b"List-Id:\n ", b"List-Id: <", b"\n "])
def test_a_megabyte_of_the_worst_list_ids(worst: bytes) -> None:
    assert list_id_in(worst * (1_000_000 // len(worst))) == ""
