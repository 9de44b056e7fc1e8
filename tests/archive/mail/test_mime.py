"""Heads are read here without Python's parser, and as it would read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.body.parts import children_of
from archive.mail.mime import READ, Mail, header_values, parse_mail, parse_whole, plain_parts

NAMES = st.sampled_from(
    ["From", "subject", "Date", "X-Loop", "Content-Type", "Received", "Message-ID", "To", "a b", ""]
)
VALUES = st.lists(st.text("ab:\t =?é\r", max_size=8), min_size=1, max_size=3).map("\n\t".join)
HEADS = st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=6)


def understood(message: Mail) -> dict[str, list[str]]:
    """The fields that are read, folded with plain line ends."""
    fields = header_values(message)
    return {name: [value.replace("\r\n", "\n") for value in fields[name]] for name in fields if name in READ}


@given(HEADS, st.text("ab \n", max_size=20), st.sampled_from(["\n", "\r\n"]))
def test_fields_and_body_are_those_of_the_parser(
    head: list[tuple[str, str]], body: str, line_end: str
) -> None:
    lines = [f"{name}: {value}\n" for name, value in head]
    raw = ("".join(lines) + "\n" + body).replace("\n", line_end).encode()
    fast, whole = parse_mail(raw), parse_whole(raw)
    assert understood(fast) == understood(whole)
    assert fast.content() == whole.content()


def test_a_line_that_is_no_field_is_left_to_the_parser() -> None:
    raw = b"From: alice@example.org\nno field\n\nHello.\n"
    assert parse_mail(raw).content() == parse_whole(raw).content()


TYPES = st.sampled_from(
    [
        "multipart/mixed; boundary=b",
        'multipart/signed; micalg=pgp-sha1;\n boundary="b"; x=y',
        "multipart/mixed",
    ]
)
OF_PARTS = (
    "--b", "--b", "--b--", "--b ", "--bc", "", "Content-Type: text/plain", "X-Loop: x", "words", " folded", "words\r",
    "Content-Type: message/rfc822", "Content-Type: multipart/mixed; boundary=bc",
)  # fmt: skip
LINES = st.lists(st.sampled_from(OF_PARTS), max_size=14)


def tree(message: Mail) -> tuple[object, object]:
    content = message.content()
    fields = {name: values for name, values in header_values(message).items() if name == "content-type"}
    return fields, [tree(part) for part in content] if isinstance(content, list) else content


@given(TYPES, LINES)
def test_parts_are_those_of_the_parser(kind: str, lines: list[str]) -> None:
    raw = "\n".join([f"From: alice@example.org\nContent-Type: {kind}\n", *lines]).encode()
    assert tree(parse_mail(raw)) == tree(parse_whole(raw))


def test_plain_parts_are_cut_at_their_boundaries() -> None:
    part = b"Content-Type: text/plain\n\nHello.\n"
    body = b"Before.\n--b\n" + part + b"--b\n" + part + b"--b--\n"
    message = parse_mail(b"Content-Type: multipart/mixed; boundary=b\n\n" + body)
    assert [one.content() for one in children_of(message)] == [b"Hello."] * 2


@pytest.mark.parametrize("worst", ["; a=b", '; a="', " ", " ;", "; boundary=a"])
def test_a_long_field_is_told_in_linear_time(worst: str) -> None:
    kind = f"multipart/mixed; boundary=b{worst * (1_000_000 // len(worst))} ("
    assert plain_parts([("Content-Type", kind)], b"\n--b\nSubject: One\n\n1\n--b--") is None


def test_many_boundaries_are_told_in_linear_time() -> None:
    body = b"\n--b\nSubject: One\n\n1" * 50_000
    assert plain_parts([("Content-Type", "multipart/mixed; boundary=b")], body) is None
