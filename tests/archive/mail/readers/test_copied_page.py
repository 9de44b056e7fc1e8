from __future__ import annotations

from pathlib import Path

import pytest

from archive.mail.pipermail_pages import read_page
from archive.mail.readers import copied_page
from archive.mail.readers.copied_page import list_name

TOP = b"plans\n\nAlice alice at\nThu Jul 12 03:32:27 PDT 2007\n\n"
FOOTER = b"More information about the Plans mailing list"


@pytest.mark.parametrize(
    ("head", "is_page"),
    [
        (TOP, True),
        (TOP.replace(b"\n", b"\r\n"), True),
        (b"\xef\xbb\xbf\n" + TOP, True),
        (TOP.replace(b"PDT ", b"+0200 "), True),
        (TOP.replace(b"PDT ", b""), True),
        (TOP.replace(b"Thu Jul 12 03:32:27 PDT 2007", b"yesterday"), False),
        (b"a" * 10_000, False),
        (b" \n" * 500_000, False),
        (b"a \n" * 300_000, False),
    ],
)
def test_pages_are_recognised_by_their_top(head: bytes, is_page: bool) -> None:
    assert copied_page.recognise(head, Path("x")) == is_page


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b"  \n\n"])
def test_the_last_line_names_the_list(ending: bytes) -> None:
    assert list_name(TOP + b"words\n\n\n" + FOOTER + ending) == "Plans"
    assert list_name(TOP + b"words\n") == ""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"words\n\nmore\n\n\n" + FOOTER, "words\n\nmore\n"),
        (b"words", "words\n"),
        (b"words\r\n" + FOOTER + b"\r\n", "words\n"),
        (FOOTER + b"\n\nwords\n", "More information about the Plans mailing list\n\nwords\n"),
        (b"J\xfcrgen\n", "Jürgen\n"),
        (b"\n" + FOOTER, ""),
    ],
)
def test_the_text_is_what_stands_between(body: bytes, text: str) -> None:
    found = read_page(TOP + body)
    assert found is not None
    assert (found.subject, found.sender.name, found.text) == ("plans", "Alice", text)
