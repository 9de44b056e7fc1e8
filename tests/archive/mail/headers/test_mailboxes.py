from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.headers import Mailbox, address_key, mailboxes
from archive.mail.headers.mailboxes import page_mailbox


def shown(value: str) -> list[tuple[str, str]]:
    return [(found.name, found.address) for found in mailboxes(value)]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("alice@example.org", [("", "alice@example.org")]),
        ("Alice <alice@example.org>", [("Alice", "alice@example.org")]),
        ('"Archer, Alice" <alice@example.org>, bob@example.org', [
            ("Archer, Alice", "alice@example.org"),
            ("", "bob@example.org"),
        ]),
        ("bob@example.org (Bob (B.) Baker)", [("Bob (B.) Baker", "bob@example.org")]),
        ("alice at example.org (Alice Archer)", [("Alice Archer", "alice at example.org")]),
        ("Alice <alice at example.org>", [("Alice", "alice at example.org")]),
        ("alice (a) example.org", [("", "alice (a) example.org")]),
        ("alice(a)example.org", [("", "alice(a)example.org")]),
        ("alice(at)example(dot)org", [("", "alice(at)example(dot)org")]),
        ("Alice <alice(a)example.org>", [("Alice", "alice(a)example.org")]),
        ("alice@example.org (at)", [("at", "alice@example.org")]),
        ("alice@... (Alice)", [("Alice", "alice@...")]),
        ("=?utf-8?q?Archer=2C_Alice?= <a@x>, b@x", [("Archer, Alice", "a@x"), ("", "b@x")]),
        ('"a \\"quoted\\" name" <a@x>', [('a "quoted" name', "a@x")]),
        ("'Alice' <alice@example.org>", [("Alice", "alice@example.org")]),
        ("O'Brien <o@example.org>", [("O'Brien", "o@example.org")]),
        ('"alice@example.org" <alice@example.org>', [("", "alice@example.org")]),
        ("Alice <alice@example.org", [("Alice", "alice@example.org")]),
        ("J\udcfcrgen <j@example.org>", [("Jürgen", "j@example.org")]),
        ("Team: a@x, b@x; c@x", [("", "a@x"), ("", "b@x"), ("", "c@x")]),
        ("undisclosed-recipients:;", []),
        ("Alice", [("Alice", "")]),
        (" , ,", []),
    ],
)  # fmt: skip
def test_mailboxes_in_all_forms(value: str, found: list[tuple[str, str]]) -> None:
    assert shown(value) == found


@pytest.mark.parametrize(
    "address",
    [
        "alice@example.org",
        "Alice@Example.ORG",
        "alice at example.org",
        "alice (a) example.org",
        "alice(a)example.org",
        "alice[at]example.org",
        "alice (at) example (dot) org",
        "alice AT example DOT org",
    ],
)
def test_spellings_of_one_address_have_one_key(address: str) -> None:
    assert address_key(address) == "alice@example.org"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Alice Archer alice at", Mailbox("Alice Archer", "alice at", "alice@")),
        ("Alice alice at example.org", Mailbox("Alice", "alice at example.org", "alice@example.org")),
        ("Alice A. alice@example.org", Mailbox("Alice A.", "alice@example.org", "alice@example.org")),
        ("alice at example.org", Mailbox("", "alice at example.org", "alice@example.org")),
        ("Alice", Mailbox("Alice", "", "")),
    ],
)
def test_the_sender_line_of_a_page(line: str, found: Mailbox) -> None:
    assert page_mailbox(line) == found


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_value_gives_mailboxes_that_can_be_stored(value: str) -> None:
    for found in mailboxes(value):
        assert (found.name + found.address).encode()
        assert found.name or found.address


@pytest.mark.parametrize("worst", ['"', "(", "<", "a at ", '"\\', "((a)", ",,", "a@", "<a", "\\", "(a) "])
def test_a_megabyte_of_the_worst(worst: str) -> None:
    assert len(mailboxes(worst * (1_000_000 // len(worst)))) <= 2_000
