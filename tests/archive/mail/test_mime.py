"""Heads are read here without Python's parser, and as it would read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.mail.mime import READ, Mail, header_values, parse_mail, parse_whole

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
