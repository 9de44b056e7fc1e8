"""Who wrote a mail that a list sent on in its own name."""

from __future__ import annotations

import pytest

from archive.mail.headers import sender_of

CAROL = ("Carol Cook", "carol@example.org")
LIST = "Carol Cook via plans <plans@lists.example.org>"


def author(sender: str, **others: str) -> tuple[str, str]:
    headers = {"from": [sender], **{name.replace("_", "-"): [value] for name, value in others.items()}}
    return sender_of(headers)[:2]


@pytest.mark.parametrize(
    "others",
    [
        {"x_original_from": "Carol Cook <carol@example.org>"},
        {"original_from": "carol@example.org (Carol Cook)"},
        {"x_original_sender": "carol@example.org"},
        {"reply_to": "Carol Cook <carol@example.org>"},
        {"reply_to": "Plans <plans@lists.example.org>, Cook, Carol <carol@example.org>"},
        {"reply_to": "carol@example.org"},
        {"reply_to": "bob@example.org", "x_original_from": "Carol Cook <carol@example.org>"},
    ],
)
def test_another_header_tells_who_it_is(others: dict[str, str]) -> None:
    name, address = author(LIST, **others)
    assert (set(name.replace(",", "").split()), address) == ({"Carol", "Cook"}, "carol@example.org")


@pytest.mark.parametrize(
    "sender",
    [
        "\"'Carol Cook' via plans\" <plans@lists.example.org>",
        "Carol Cook (via plans Mailing List) <plans@lists.example.org>",
        "Carol Cook über plans <plans@lists.example.org>",
        "Carol Cook VIA Plans of us <plans@lists.example.org>",
        "=?utf-8?q?Carol_Cook_via_plans?= <plans@lists.example.org>",
    ],
)
def test_in_all_forms_of_lists(sender: str) -> None:
    assert author(sender, reply_to="Carol Cook <carol@example.org>") == CAROL


def test_the_address_itself_tells() -> None:
    assert author("Carol Cook via groups <carol=example.org@groups.example.net>") == CAROL
    assert author("Carol Cook <carol=40example.org@dmarc.example.net>") == CAROL
    assert author('"carol@example.org via plans" <plans@lists.example.org>') == ("", "carol@example.org")


@pytest.mark.parametrize(
    ("sender", "others"),
    [
        (LIST, {}),
        (LIST, {"reply_to": "plans@lists.example.org"}),
        (LIST, {"reply_to": "Bob Builder <bob@example.org>"}),
        (LIST, {"reply_to": "bob@example.org, chen@example.org"}),
        ("Carol Cook <carol@example.org>", {"x_original_from": "Bob <bob@example.org>"}),
        ("Via Rail <rail@example.org>", {"reply_to": "desk@example.org"}),
        ("Carol <bounce=plans.x@example.org>", {}),
    ],
)
def test_else_it_is_who_it_says(sender: str, others: dict[str, str]) -> None:
    name, _, address = sender.partition(" <")
    assert author(sender, **others) == (name, address.strip(">"))


@pytest.mark.parametrize("worst", [" via ", "a via", "(", "'", " via\t", "=", "a=b.", "=40"])
def test_a_megabyte_of_the_worst(worst: str) -> None:
    assert author(worst * (1_000_000 // len(worst)) + "<a@x>", reply_to=worst * 1000)
