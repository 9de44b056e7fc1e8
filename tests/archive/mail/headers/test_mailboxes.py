from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.headers import Mailbox, address_key, mailboxes
from archive.mail.headers.mailbox_forms import page_mailbox


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
    ("value", "found"),
    [
        ("Archer, Alice <a@x>", [("Archer, Alice", "a@x")]),
        ("Archer, Alice, Dr. <a@x>", [("Archer, Alice, Dr.", "a@x")]),
        ("Bob Builder, PhD <b@x>, Cook, Chen <c@x>", [("Bob Builder, PhD", "b@x"), ("Cook, Chen", "c@x")]),
        ("a@x, Builder, Bob <b@x>; Cook, Chen <c@x>", [("", "a@x"), ("Builder, Bob", "b@x"), ("Cook, Chen", "c@x")]),
        ("=?utf-8?Q?Archer?=, Alice <a@x>", [("Archer, Alice", "a@x")]),
        ("=?utf-8?Q?Archer=2C_Alice_=3Ca=40x=3E?=", [("Archer, Alice", "a@x")]),
        ("Archer, Alice </O=PLANS/CN=ALICE>", [("Archer, Alice", "/O=PLANS/CN=ALICE")]),
        ("Archer, Alice (a@x)", [("Archer, Alice", "a@x")]),
        ("Archer, Alice a@x", [("Archer, Alice", "a@x")]),
        ("Archer, Alice", [("Archer, Alice", "")]),
        ("Alice <a@x>, Bob <b@x>", [("Alice", "a@x"), ("Bob", "b@x")]),
        ("Alice Archer, <a@x>", [("Alice Archer", "a@x")]),
        ("a@x (Archer, Alice), b@x", [("Archer, Alice", "a@x"), ("", "b@x")]),
        ("Alice Archer/Rome/Plans@Plans", [("Alice Archer", "Alice Archer/Rome/Plans@Plans")]),
        ("CN=Alice Archer/O=Plans@Plans", [("Alice Archer", "CN=Alice Archer/O=Plans@Plans")]),
        ("Archer, Alice/Rome/Plans@Plans", [("Archer, Alice", "Archer, Alice/Rome/Plans@Plans")]),
    ],
)  # fmt: skip
def test_commas_that_separate_nothing(value: str, found: list[tuple[str, str]]) -> None:
    assert shown(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Alice <a@x> (work)", ("Alice", "a@x")),
        ("<a@x> (Alice)", ("Alice", "a@x")),
        ("<a@x> Alice Archer", ("Alice Archer", "a@x")),
        ("(Alice) a@x", ("Alice", "a@x")),
        ("(work) Alice <a@x>", ("Alice", "a@x")),
        ("Alice a@x", ("Alice", "a@x")),
        ("Alice Archer a@x (work)", ("Alice Archer", "a@x")),
        ("Alice Archer a at example.org", ("Alice Archer", "a at example.org")),
        ('"Alice Archer" a@x', ("Alice Archer", "a@x")),
        ("a@x Alice Archer", ("Alice Archer", "a@x")),
        ("Alice [a@x]", ("Alice", "a@x")),
        ("Alice (a@x)", ("Alice", "a@x")),
        ("Alice <<a@x>>", ("Alice", "a@x")),
        ('Alice <"a@x">', ("Alice", "a@x")),
        ("Alice <a @ x>", ("Alice", "a@x")),
        ("Alice <a(work)@x>", ("Alice", "a@x")),
        ("Alice <a@x> <a@y>", ("Alice", "a@y")),
        ("Alice <@relay.example.org:a@x>", ("Alice", "a@x")),
        ("Alice <@one,@two:a@x>", ("Alice", "a@x")),
        ("Alice <mailto:a@x>", ("Alice", "a@x")),
        ("Alice <MAILTO:a@x?subject=Plans>", ("Alice", "a@x")),
        ("Alice [mailto:a@x]", ("Alice", "a@x")),
        ("mailto:a@x", ("", "a@x")),
        ("Alice <SMTP:a@x>", ("Alice", "a@x")),
        ("=?utf-8?Q?Alice_=3Ca=40x=3E?=", ("Alice", "a@x")),
        ("=?utf-8?B?QWxpY2UgPGFAeD4=?=", ("Alice", "a@x")),
        ("=?utf-8?Q?Alice?= =?utf-8?Q?_=3Ca=40x=3E?=", ("Alice", "a@x")),
        ("=?utf-8?Q?a=40x?=", ("", "a@x")),
        ("Bob [mailto:b@x] On Behalf Of Alice", ("Alice", "")),
        ("Bob <b@x> on behalf of Alice <a@x>", ("Alice", "a@x")),
        ("a@x # 4.19+", ("", "a@x")),
        ("<a@x> # 4.19+", ("", "a@x")),
        ('"Alice Archer"@x', ("", '"Alice Archer"@x')),
        ("a@[10.0.0.1]", ("", "a@[10.0.0.1]")),
    ],
)  # fmt: skip
def test_mailboxes_with_comments_ways_and_links(value: str, found: tuple[str, str]) -> None:
    assert shown(value) == [found]


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
