from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from archive.mail.headers import Mailbox
from archive.mail.message import ParsedMessage, UnparsableMail, parse
from archive.mail.readers import RawMail, SourceInfo, UnreadableSource, describe_source, read_source
from archive.mail.readers.pipermail_html import page_id
from tests.paths import MAIL

FOLDER = MAIL / "pipermail-html"
MONTH = FOLDER / "2007-July"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def parsed(path: Path) -> list[ParsedMessage]:
    found = list(read_source(path))
    assert all(isinstance(raw, RawMail) for raw in found)
    return [parse(raw, NOW) for raw in found if isinstance(raw, RawMail)]


def test_a_page_gives_its_mail() -> None:
    (message,) = parsed(MONTH / "000001.html")
    assert (message.message_id, message.subject, message.bare_subject) == (
        "1@example.org",
        "[Plans] A <new> plan",
        "A <new> plan",
    )
    assert message.sender == Mailbox("Alice Archer", "alice at example.org", "alice@example.org")
    assert (message.sent_at, message.utc_offset) == (dt.datetime(2007, 7, 12, 8, 32, 27, tzinfo=dt.UTC), 120)
    assert message.text == "Grüße & a plan:\n    - first\n\nSee the plan if a < b.\n"


def test_quotes_stand_as_they_were_written() -> None:
    (message,) = parsed(MONTH / "000002.html")
    assert message.text == "Alice Archer wrote:\n> Grüße & a plan:\n>> older\n> \n\nYes.\n"
    assert message.sender.name == "Bob Baker"


def test_the_thread_page_tells_the_ancestors() -> None:
    messages = parsed(FOLDER)
    assert [message.references for message in messages] == [
        (),
        ("1@example.org",),
        ("1@example.org", "2@example.org"),
    ]
    assert [bool(message.problems) for message in messages] == [False, True, True]


def test_a_page_without_an_id_gets_one_from_content() -> None:
    (message,) = parsed(MONTH / "000003.html")
    assert message.id_is_derived
    assert message.sender.name == ""


def test_the_same_mail_in_the_text_archive_gets_the_same_id() -> None:
    (page,) = parsed(MONTH / "000003.html")
    text = (
        b"From: chen at example.org\nDate: Thu, 12 Jul 2007 12:32:27 +0200\nSubject: [Plans] A <new> plan\n"
        b"\nMe too.\n\n"
    )
    assert parse(RawMail(text, "2007-July.txt", 0, dialect="pipermail"), NOW).message_id == page.message_id


def test_the_list_is_named_at_the_bottom() -> None:
    path = MONTH / "000001.html"
    assert describe_source(path) == SourceInfo("pipermail page", path.stat().st_size, "Plans")


def test_index_pages_are_refused_alone_and_passed_over_in_a_folder() -> None:
    with pytest.raises(UnreadableSource, match=r"thread\.html lists mail, but holds none"):
        list(read_source(MONTH / "thread.html"))
    assert len(list(read_source(FOLDER))) == 3


def test_mail_in_html_about_an_archive_is_no_index_of_one(tmp_path: Path) -> None:
    content = (
        b"Subject: archives\nContent-Type: text/html\n\n<title>The Plans Archives by thread</title>Look.\n"
    )
    (tmp_path / "1").write_bytes(content)
    [found] = read_source(tmp_path)
    assert isinstance(found, RawMail)
    assert parse(found, NOW).text == "Look.\n"


def test_utf_8_whose_bytes_were_taken_for_letters_is_read() -> None:
    page = (
        (MONTH / "000001.html")
        .read_bytes()
        .replace(b"<!--beginarticle-->", b"<!--beginarticle-->J&#195;&#188;rgen ", 1)
    )
    assert parse(RawMail(page, "1.html", 0, dialect="html"), NOW).text.startswith("Jürgen ")


def test_html_that_the_archive_let_through_becomes_readable() -> None:
    page = (MONTH / "000003.html").read_bytes()
    head, _, rest = page.partition(b"<!--beginarticle-->")
    article = b"<P>Yes, <B>both</B>.</P><BLOCKQUOTE>Which one?</BLOCKQUOTE>"
    page = (
        head
        + b"<!--beginarticle-->"
        + article
        + b"<!--endarticle-->"
        + rest.partition(b"<!--endarticle-->")[2]
    )
    assert parse(RawMail(page, "3.html", 0, dialect="html"), NOW).text == "Yes, both.\n\n> Which one?\n"


@pytest.mark.parametrize("written", [b"%3C1@example.org%3E", b"&lt;1%40example.org&gt;", b"1%40example.org"])
def test_ids_in_links_of_all_forms(written: bytes) -> None:
    link = b'<LINK REL="made" HREF="mailto:plans%40example.org?Subject=x&In-Reply-To=' + written + b'">'
    assert page_id(link) == "1@example.org"


def test_ids_of_raw_bytes_are_read_as_in_headers() -> None:
    assert page_id(b'<LINK REL="made" HREF="mailto:x?In-Reply-To=%3Ca%D4b%40x%3E">') == "aÔb@x"
    assert page_id(b'<LINK REL="made" HREF="mailto:x?In-Reply-To=%3Ca%40x%3E&amp;y=1">') == "a@x"
    assert page_id(b"<LINK>") == ""


def test_a_page_without_its_parts_is_unparsable() -> None:
    with pytest.raises(UnparsableMail, match="no subject, name and date"):
        parse(RawMail(b"<html><!--beginarticle--></html>", "x.html", 0, dialect="html"), NOW)


@pytest.mark.parametrize(
    "worst", [b"<b>", b"<h1>", b'<link rel="made" href="mailto:', b"<meta ", b"<h1></h1><b>", b"&", b"<"]
)
def test_a_megabyte_of_the_worst(worst: bytes) -> None:
    content = worst * (1_000_000 // len(worst)) + b"<!--beginarticle-->" + worst * (1_000_000 // len(worst))
    with pytest.raises(UnparsableMail):
        parse(RawMail(content, "x.html", 0, dialect="html"), NOW)
