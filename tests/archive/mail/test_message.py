from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.headers import Mailbox
from archive.mail.message import ParsedMessage, UnparsableMail, parse
from archive.mail.readers import RawMail, read_source
from tests.paths import MAIL, SAMPLE

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def parsed(name: str) -> ParsedMessage:
    """The first mail of a file in tests/data/mail."""
    raw = next(read_source(MAIL / name))
    assert isinstance(raw, RawMail)
    return parse(raw, NOW)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("latin1-named-utf-8.eml", "Jürgen grüßt.\n"),
        ("utf-8-named-latin1.eml", "Jürgen grüßt.\n"),
        ("charset-x-unknown.eml", "Jürgen grüßt.\n"),
        ("charset-ks_c_5601.eml", "안녕하세요\n"),
        ("nul-bytes.eml", "Hello there.\n"),
        (
            "format-flowed.eml",
            "> The first plan goes on.\n>> An older one.\n\nI agree with all of it.\n-- \nAlice\n",
        ),
        ("format-flowed-delsp.eml", "一つの文です。\n"),
        ("html-only.eml", "Hello & welcome,\nBob\n\n> The plan\n>\n> > and the older one\n>\n- one\n- two\n"),
        ("alternative.eml", "The plain words."),
        ("patch-attached.eml", "Here it is.\n--- a/x\n+++ b/x"),
        ("boundary-never-closed.eml", "The words are here."),
        ("boundary-not-there.eml", "The words are here.\n"),
        ("boundary-not-named.eml", "The words are here.\n"),
        ("signed.eml", "Signed words."),
        ("mail-within-mail.eml", "See below."),
        ("quoted-printable-broken.eml", "100% of =ZZ and café here"),
        ("no-headers.mbox", "Words without any header.\n"),
        ("header-without-body.eml", ""),
        ("header-broken-line.eml", "Hello.\n"),
        ("raw-8-bit-headers.eml", "Hallo.\n"),
        ("mboxrd-escapes.mbox", "From here\n>From there\n> From nowhere\n"),
    ],
)
def test_texts(name: str, text: str) -> None:
    assert parsed(name).text == text


def test_a_footer_under_base64_stays_behind_the_words() -> None:
    assert parsed("base64-with-footer.eml").text.startswith("Hello Bob.\n\n_____")


@pytest.mark.parametrize(
    ("name", "attached"),
    [
        (
            "patch-attached.eml",
            [(2, "fix.patch", "text/plain", True), (3, "plan.pdf", "application/pdf", False)],
        ),
        ("signed.eml", [(2, "signature.asc", "application/pgp-signature", False)]),
        ("mail-within-mail.eml", [(2, "", "message/rfc822", False)]),
        ("alternative.eml", []),
    ],
)
def test_attachments(name: str, attached: list[tuple[int, str, str, bool]]) -> None:
    found = parsed(name).attachments
    assert [(part.part, part.filename, part.content_type, part.is_inline_text) for part in found] == attached


@pytest.mark.parametrize(
    ("name", "sent_at", "source"),
    [
        ("date-missing.eml", dt.datetime(2007, 7, 12, 8, 32, 27, tzinfo=dt.UTC), "received"),
        ("date-1970.eml", dt.datetime(2007, 7, 12, 8, 32, 27, tzinfo=dt.UTC), "received"),
        ("date-2099.mbox", dt.datetime(2007, 7, 12, 3, 32, 27, tzinfo=dt.UTC), "envelope"),
        ("html-only.eml", dt.datetime(2020, 6, 1, 8, 0, tzinfo=dt.UTC), "date"),
        ("header-without-body.eml", None, "none"),
    ],
)
def test_dates(name: str, sent_at: dt.datetime | None, source: str) -> None:
    message = parsed(name)
    assert (message.sent_at, message.date_source) == (sent_at, source)


def test_an_answer_to_itself_keeps_its_other_ancestors() -> None:
    assert parsed("answers-itself.eml").references == ("first@example.org",)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("utf-8-named-latin1.eml", "A part names the charset 'iso-8859-1'; it was read as utf-8."),
        ("charset-x-unknown.eml", "A part names the charset 'x-unknown'; it was read as windows-1252."),
        ("no-headers.mbox", "This mail has no headers."),
        (
            "boundary-not-there.eml",
            "A part names several parts, but does not hold them; it was read as text.",
        ),
    ],
)
def test_repairs_are_told(name: str, problem: str) -> None:
    assert problem in parsed(name).problems


def test_a_repaired_date_is_told() -> None:
    mail = parse(RawMail(b"From: a@x\nDate: Sun, 31 Jun 2007 10:00:00 +0000\n\nwords\n", "x", 0), NOW)
    assert mail.sent_at == dt.datetime(2007, 6, 30, 10, tzinfo=dt.UTC)
    assert "“Sun, 31 Jun 2007 10:00:00 +0000”, a day that its month does not have" in mail.problems[0]


def test_headers_of_raw_bytes() -> None:
    message = parsed("raw-8-bit-headers.eml")
    assert (message.sender.name, message.subject) == ("Jürgen", "Grüße")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n", b"\r\n\r\n", b"\xef\xbb\xbf\n"])
def test_what_stands_before_the_headers_hides_none(before: bytes) -> None:
    message = parse(RawMail(before + b"Subject: plans\n\nHello.\n", "1.eml", 0), NOW)
    assert (message.subject, message.text) == ("plans", "Hello.\n")


def test_hidden_addresses_are_kept_as_written() -> None:
    message = parsed("from-lines-in-bodies.mbox")
    assert message.sender == Mailbox("Alice Archer", "alice at example.org", "alice@example.org")
    assert message.bare_subject == "one"


def test_mail_without_an_id_gets_one_from_content() -> None:
    message = parsed("header-without-body.eml")
    assert message.id_is_derived
    assert message.message_id.endswith("@derived.invalid")
    assert message.message_id == parsed("header-without-body.eml").message_id


def test_the_same_mail_from_another_archive_gets_the_same_id() -> None:
    head = b"Subject: plans\nDate: Thu, 12 Jul 2007 10:32:27 +0000\n"
    one = (
        b"Received: by a; Thu, 12 Jul 2007 10:33:00 +0000\nFrom: Alice <alice@example.org>\n"
        + head
        + b"\nHello.\n"
    )
    two = (
        b"From: alice at example.org (Alice)\n"
        + head.replace(b"plans", b"[Plans-core] plans")
        + b"\nHello.\n\n\n"
    )
    assert parse(RawMail(one, "a", 0), NOW).message_id == parse(RawMail(two, "b", 9), NOW).message_id


@pytest.mark.parametrize("content", [b"", b"\n\n \n"])
def test_nothing_is_no_mail(content: bytes) -> None:
    with pytest.raises(UnparsableMail, match="is empty"):
        parse(RawMail(content, "plans.mbox", 7), NOW)


def test_the_sample_document() -> None:
    raw = next(read_source(SAMPLE))
    assert isinstance(raw, RawMail)
    message = parse(raw, NOW)
    assert (raw.list_name, raw.dialect) == ("Containers", "page")
    assert message.subject == "containers development plans"
    assert (message.sender.name, message.sender.address) == ("Kirill Korotaev", "dev at")
    assert message.sent_at == dt.datetime(2007, 7, 12, 10, 32, 27, tzinfo=dt.UTC)
    assert (message.utc_offset, message.date_source, message.id_is_derived) == (-420, "date", True)
    assert message.text.startswith("Paul Menage wrote:\n> On 7/2/07,")
    assert message.text.endswith("or I got something wrong?\n")
    assert message.message_id == parse(raw, NOW + dt.timedelta(days=400)).message_id


def test_a_page_without_its_parts_is_unparsable() -> None:
    with pytest.raises(UnparsableMail, match="no subject, name and date"):
        parse(RawMail(b"Hello.", "page.txt", 0, dialect="page"), NOW)


HEADER_NAMES = st.sampled_from(
    [
        "From",
        "To",
        "Cc",
        "Date",
        "Subject",
        "Message-ID",
        "References",
        "In-Reply-To",
        "List-Id",
        "Received",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
    ]
)
HEADERS = st.lists(st.tuples(HEADER_NAMES, st.binary(max_size=40)), max_size=5)


@given(HEADERS, st.binary(max_size=100))
def test_any_bytes_give_a_message_that_can_be_stored(headers: list[tuple[str, bytes]], body: bytes) -> None:
    content = b"".join(name.encode() + b": " + value + b"\n" for name, value in headers) + b"\n" + body
    try:
        message = parse(RawMail(content, "plans.mbox", 0), NOW)
    except UnparsableMail:
        assert not content.strip()
        return
    assert "\0" not in message.text + message.subject + message.message_id
    stored = message.text + message.subject + message.sender.name + "".join(message.references)
    assert stored.encode().decode() == stored
    assert message.message_id
