"""Mail within mail: the messages of a digest, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing import import_sources
from archive.mail.readers import RawMail
from archive.mail.readers.digests import digested, with_digested
from archive.models import Message
from tests.factories import import_mail, make_list
from tests.mails import mail, mbox
from tests.rows import all_rows

ONE = mail("One.\n", message_id="<one@example.org>", subject="one")
TWO = mail("Two.\n", message_id="<two@example.org>", subject="two", references="<one@example.org>")
HEAD = (
    b"From: plans@example.org\nSubject: Plans Digest\nMessage-ID: <digest@example.org>\n"
    b"Date: Mon, 8 Jun 2020 10:00:00 +0200\n"
)


def digest(*mails: bytes, boundary: bytes = b"in", end: bytes = b"\n") -> bytes:
    """A digest as list software sends it: a table of contents, the mails, a footer."""
    parts = b"".join(b"--" + boundary + b"\n\n" + one + b"\n" for one in mails)
    whole = (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="out"\n\n'
        + b"--out\nContent-Type: text/plain\n\nToday: one, two.\n--out\n"
        + b'Content-Type: multipart/digest; boundary="' + boundary + b'"\n\n' + parts + b"--" + boundary + b"--\n"
        + b"--out\nContent-Type: text/plain\n\n____\nPlans mailing list\n--out--\n"
    )  # fmt: skip
    return whole.replace(b"\n", end)


def contents(whole: bytes) -> list[bytes]:
    return [content for content, _ in digested(whole)]


def test_each_mail_comes_out_as_it_stands() -> None:
    assert contents(digest(ONE, TWO)) == [ONE, TWO]
    for content, offset in digested(digest(ONE, TWO)):
        assert digest(ONE, TWO)[offset : offset + len(content)] == content


def test_with_the_line_ends_of_the_network() -> None:
    assert contents(digest(ONE, TWO, end=b"\r\n")) == [one.replace(b"\n", b"\r\n") for one in (ONE, TWO)]


def test_with_fields_of_its_own_and_without_an_end() -> None:
    whole = (
        HEAD + b"Content-Type: multipart/digest; boundary=in\n\npreamble\n"
        b"--in\nContent-Type: message/rfc822\nContent-Description: one\n\n" + ONE + b"\n--in\n\n" + TWO
    )
    assert contents(whole) == [ONE, TWO]


def test_what_is_no_mail_stays_within() -> None:
    whole = (
        HEAD
        + b"Content-Type: multipart/digest; boundary=in\n\n--in\nContent-Type: text/plain\n\nHello.\n--in\n\n\n--in--\n"
    )
    assert contents(whole) == []


@pytest.mark.parametrize(
    "whole",
    [
        ONE,
        b"",
        HEAD + b"Content-Type: multipart/digest\n\n--in\n\n" + ONE,
        HEAD + b"Content-Type: message/rfc822\n\n" + ONE,
        HEAD + b"Content-Type: multipart/mixed; boundary=in\n\n--in\nContent-Type: message/rfc822\n\n" + ONE,
    ],
)
def test_other_mail_holds_none(whole: bytes) -> None:
    assert contents(whole) == []


def nested(depth: int) -> bytes:
    """A digest of one mail within parts within parts."""
    inner = b"Content-Type: multipart/digest; boundary=in\n\n--in\n\n" + ONE + b"\n--in--"
    for level in range(depth):
        mark = b"b%d" % level
        head = b"Content-Type: multipart/mixed; boundary=" + mark + b"\n\n--" + mark + b"\n"
        inner = head + inner + b"\n--" + mark + b"--"
    return HEAD + inner


def test_parts_are_not_entered_without_end() -> None:
    assert contents(nested(2)) == [ONE]
    assert contents(nested(500)) == []


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_whatever_stands_there_is_found_where_it_stands(pieces: list[bytes]) -> None:
    whole = HEAD + b"Content-Type: multipart/digest; boundary=x\n\n" + b"--x\n".join(pieces)
    for content, offset in digested(whole):
        assert whole[offset : offset + len(content)] == content
        assert content.strip()


def test_the_digest_itself_is_found_too() -> None:
    whole = RawMail(digest(ONE, TWO), "plans.mbox", 100, envelope="x", dialect="mbox")
    found = [item for item in with_digested([whole]) if isinstance(item, RawMail)]
    assert [item.content for item in found] == [whole.content, ONE, TWO]
    assert (found[1].offset, found[1].dialect, found[1].envelope) == (100, "eml", "")


@pytest.mark.django_db
class TestImport:
    def test_gives_the_messages_with_their_thread(self, tmp_path: Path) -> None:
        run = import_sources([mbox(tmp_path, digest(ONE, TWO))], make_list())
        assert (run.found, run.stored) == (3, 3)
        two = Message.objects.get(message_id="two@example.org")
        assert two.parent == Message.objects.get(message_id="one@example.org")
        assert two.body.raw_mail() == TWO

    def test_stores_nothing_twice(self, tmp_path: Path) -> None:
        plans = make_list()
        import_mail(ONE, TWO, to=plans)
        run = import_sources([mbox(tmp_path, digest(ONE, TWO))], plans)
        assert (run.found, run.stored, run.already_present) == (3, 1, 2)
        before = all_rows()
        again = import_sources(run.sources, plans)
        assert (again.found, again.already_present) == (3, 3)
        assert all_rows() == before
