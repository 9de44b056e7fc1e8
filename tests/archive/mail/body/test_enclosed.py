"""Files within the words of a mail."""

from __future__ import annotations

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.body import Attachment, attachment_content, attachment_text, read_body
from archive.mail.body.enclosed import find_enclosed
from archive.mail.mime import parse_mail
from tests.mails import mail

CONTENT = bytes(range(256)) + b"and words"


def uuencoded(content: bytes, name: str = "a plan.txt", last: str = "`\n") -> str:
    lines = [binascii.b2a_uu(content[at : at + 45]).decode() for at in range(0, len(content), 45)]
    return f"begin 644 {name}\n{''.join(lines)}{last}end\n"


def read(text: str) -> tuple[str, list[Attachment], bytes]:
    raw = mail(text)
    body = read_body(parse_mail(raw))
    return body.text(), body.attachments, raw


@pytest.mark.parametrize("last", ["`\n", " \n", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_uuencoded_file_is_an_attachment_and_a_line_of_the_text(last: str, end: str) -> None:
    words = f"Here:\n\n{uuencoded(CONTENT, last=last)}\nBye.\n".replace("\n", end)
    text, attachments, raw = read(words)
    assert text == "Here:\n\n[attached: a plan.txt]\n\nBye.\n"
    assert attachments == [Attachment(1, "a plan.txt", "application/octet-stream", len(CONTENT), False)]
    assert attachment_content(raw, 1) == CONTENT
    with pytest.raises(IndexError):
        attachment_content(raw, 2)


def test_several_and_their_words() -> None:
    text, attachments, raw = read(uuencoded(b"one", "/tmp/one") + uuencoded("zwölf\n".encode(), "zwölf.txt"))
    assert text == "[attached: /tmp/one]\n[attached: zwölf.txt]\n"
    assert [one.filename for one in attachments] == ["one", "zwölf.txt"]
    assert attachment_text(raw, 2) == "zwölf\n"


def test_a_patch_stands_in_the_text_as_any_other() -> None:
    body = read_body(parse_mail(mail(uuencoded(b"--- a\n+++ b\n", "lamp.patch"))))
    assert (body.text(), body.patch_text()) == ("[attached: lamp.patch]\n", "--- a\n+++ b\n")
    assert body.attachments[0].is_inline_text


def test_what_other_encoders_write() -> None:
    """A sum at the end of each line; spaces at its end that a mailer took away."""
    with_sums = "".join(
        line + ("\n" if line.startswith(("begin", "`", "end")) else "#\n")
        for line in uuencoded(CONTENT).splitlines()
    )
    assert [one.content for one in find_enclosed(with_sums.encode())] == [CONTENT]
    stripped = b"begin 644 zeros\n" + binascii.b2a_uu(bytes(45), backtick=False).rstrip() + b"\n`\nend"
    assert [one.content for one in find_enclosed(stripped)] == [bytes(45)]


@pytest.mark.parametrize(
    "text",
    [
        "We begin 644 things\nand end\n",
        "begin 644 plans\nat once\nend\n",
        "begin 644 plans\n`\nend\n",
        uuencoded(CONTENT).replace("\nend\n", "\n"),
        uuencoded(CONTENT).replace("\n", "\n\n", 3),
        uuencoded(CONTENT).replace("\n", "\n> "),
        "=ybegin line=128 size=3 name=a.bin\nabc\n",
    ],
)
def test_what_is_not_whole_stays_text(text: str) -> None:
    assert read(text)[:2] == (text, [])


def test_yenc_is_named() -> None:
    block = "=ybegin line=128 size=3 name=a.bin\nabc\n=yend size=3 crc32=0\n"
    text, attachments, raw = read(f"Here:\n{block}")
    assert text == "Here:\n[attached: a.bin]\n"
    assert attachments == [Attachment(1, "a.bin", "application/x-yenc", len(block) - 1, False)]
    assert attachment_content(raw, 1) == block[:-1].encode()


@given(st.binary(min_size=1, max_size=200))
def test_any_content_comes_back(content: bytes) -> None:
    assert [one.content for one in find_enclosed(uuencoded(content).encode())] == [content]


@pytest.mark.parametrize(
    "worst",
    [
        "begin 644 x\n",
        uuencoded(CONTENT)[:-4],
        "=ybegin line=1 name=x\n",
        "begin 644 ",
        "\n=ybegin" + 60 * " name=",
        "M" * 61 + "\n",
    ],
)
def test_a_megabyte_of_the_worst(worst: str) -> None:
    assert not find_enclosed(b"begin 644 x\n" + worst.encode() * (1_000_000 // len(worst)))


def test_there_is_an_end_to_how_many_are_told_apart() -> None:
    text, attachments, raw = read(uuencoded(b"x", "x") * 600)
    assert (len(attachments), text.count("[attached: x]"), text.count("begin 644 x")) == (500, 500, 100)
    assert attachment_content(raw, attachments[-1].part) == b"x"
