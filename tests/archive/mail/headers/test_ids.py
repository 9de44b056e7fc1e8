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


def test_in_reply_to_decides_where_references_name_it_too() -> None:
    assert references(["<1@x> <2@x>"], ["<2@x>"]) == ("1@x", "2@x")
    assert references(["<1@x> <2@x> <tracked@x>"], ["<2@x>"]) == ("1@x", "2@x")
    assert references(["<2@x> <1@x>"], ["<2@x>"]) == ("2@x",)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("=?utf-8?q?=3Ca=40x=3E?=", ["a@x"]),
        ("=?utf-8?q?=3Calpha.be?=\n =?utf-8?q?ta=40x=3E?=", ["alpha.beta@x"]),
        ("=?utf-8?Q?=3Ca=40x=3E_=3Cb=40x=3E?=", ["a@x", "b@x"]),
        ("=?utf-8?B?PGFAeD4gPGJAeD4=?=", ["a@x", "b@x"]),
        ("=?us-ascii?Q?<a@x>_<b@x>?=", ["a@x", "b@x"]),
        ("?us-ascii?Q?<a@x>_<b@x>?=", ["a@x", "b@x"]),
        ("<=?utf-8?Q?a=40x?=>", ["a@x"]),
        ("&lt;a@x&gt;", ["a@x"]),
        ("&lt;a@x&gt; &#60;b@x&#62;", ["a@x", "b@x"]),
        ("&amp;lt;a@x&amp;gt;", ["a@x"]),
        ("%3Ca%40x%3E", ["a@x"]),
        ("1234567", ["1234567"]),
        ("<1234567>", ["1234567"]),
        ("20200601.A17 20200601.B18", ["20200601.A17", "20200601.B18"]),
        ("<a&amp;b@x>", ["a&amp;b@x"]),
        ("y", []),
        ("Message of 20070702", []),
    ],
)
def test_ids_that_are_encoded_escaped_or_bare(value: str, found: list[str]) -> None:
    assert message_ids(value) == found


def test_an_own_id_is_read_as_those_that_name_it() -> None:
    for value in ("=?utf-8?q?=3Ca=40x=3E?=", "&lt;a@x&gt;", "a@x", "<a@x>", "1234567", "<1234567>"):
        assert [own_id(value)] == message_ids(value)


@pytest.mark.parametrize(
    "none",
    [
        "<y>", "<n>", "<yes>", "<0/30>", "<[PATCH 0/2] lamps>", "<none>", "<unknown>", "<@x>", "<bob@example.org>",
        "<chen@example.org>", "<Bob@Example.org>", "<message-id>", "<MESSAGE_ID>", "<your-message-id-here>",
        "<message-id@example.org>", "<$MESSAGE_ID>", "<%s@%s>", "<{{ message_id }}>", "<${id}@x>", "<[msgid]>",
    ],
)  # fmt: skip
def test_what_is_no_id_joins_nobody(none: str) -> None:
    people = ["Bob <bob@example.org>", "plans@lists.example.org, Chen <chen@example.org>"]
    assert references([none], [none], "own@x", people) == ()
    assert references([f"<1@x> {none}"], [none], "own@x", people) == ("1@x",)


@pytest.mark.parametrize(
    "identifier",
    [
        "one@example.org",
        "1234567",
        "000001c7$abc$@x",
        "{5E2B81F3-0001}@x",
        "b@example.org",
        "bob@example.org.x",
        "20200601.A17",
    ],
)
def test_what_may_be_an_id_is_one(identifier: str) -> None:
    assert references([f"<{identifier}>"], [], "own@x", ["bob@example.org, someone@example.org"]) == (
        identifier,
    )


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


@pytest.mark.parametrize(
    "worst", ["<", "<a", "a", "a@", "from ", "<>", " ", "1", "&amp;", "&lt;", "%3c", "=?", "message-id"]
)
def test_a_megabyte_of_the_worst(worst: str) -> None:
    found = message_ids(worst * (1_000_000 // len(worst)))
    assert len(references([worst * (1_000_000 // len(worst))], [], "", [worst * 10_000])) <= 100
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
