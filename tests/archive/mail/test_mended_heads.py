"""A broken line, or a blank before a colon, does not end the headers; boundaries are found in any form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.body import read_body
from archive.mail.mended_heads import is_broken, mended_head
from archive.mail.mime import header_values, parse_mail, parse_whole

AFTER = b"From: alice@example.org\nSubject: plans\nDate: Mon, 1 Jun 2020 10:00:00 +0000\n\nWords.\n"


@pytest.mark.parametrize(
    "before",
    [
        b"Received: from a by b;\nMon, 1 Jun 2020 10:00:00 +0000\n",
        b"Status : RO\n",
        b"X-Loop\t: x\n",
        b"X-A: 1\nno header here\nnor here\n",
        b"X-A: 1\n>From alice Mon Jun  1 10:00:00 2020\n",
        b"X-A: 1\n\xe9\xe9\xe9\n",
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_headers_go_on(before: bytes, line_end: bytes) -> None:
    raw = (before + AFTER).replace(b"\n", line_end)
    for message in (parse_mail(raw), parse_whole(raw)):
        assert header_values(message)["subject"] == ["plans"]
        assert read_body(message).text() == "Words.\n"


def test_words_without_an_empty_line_before_them_are_no_headers() -> None:
    message = parse_mail(b"From: alice@example.org\nThese are words,\nnot headers: none.\n\nMore.\n")
    assert read_body(message).text() == "These are words,\nnot headers: none.\n\nMore.\n"


def test_a_part_keeps_its_fields_behind_a_broken_line() -> None:
    part = b'--b1\nContent-Type: application/zip; x-mode=0600;\nname="a.zip"\n'
    part += b"Content-Transfer-Encoding: base64\n\nUEsDBA==\n"
    raw = b"Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\nWords.\n" + part + b"--b1--\n"
    body = read_body(parse_mail(raw))
    assert body.text() == "Words."
    [attached] = body.attachments
    assert (attached.filename, attached.content_type, attached.size) == ("a.zip", "application/zip", 4)


@pytest.mark.parametrize(
    ("value", "boundary"),
    [
        (b'multipart/mixed; boundary="<<b1>>"', b"<<b1>>"),
        (b"multipart/mixed; boundary=<b1>", b"<b1>"),
        (b'multipart/mixed; boundary="b\n one"', b"b one"),
        (b"multipart/mixed boundary=b1", b"b1"),
        (b"multipart/mixed;\n\tBOUNDARY = b1 ;", b"b1"),
        (b'multipart/mixed; x="y"; boundary="b=1?"', b"b=1?"),
    ],
)
def test_boundaries_in_all_forms(value: bytes, boundary: bytes) -> None:
    parts = b"--%s\n\nWords.\n--%s\nContent-Type: image/png\n\nx\n--%s--\n" % (boundary, boundary, boundary)
    body = read_body(parse_mail(b"Subject: plans\nContent-Type: " + value + b"\n\n" + parts))
    assert (body.text(), len(body.attachments)) == ("Words.", 1)


@given(
    st.lists(
        st.sampled_from([b"From: a", b"X : b", b" folded", b"words", b"", b"a=b", b"Subject: c;"]), max_size=9
    )
)
def test_a_head_that_is_whole_stays(lines: list[bytes]) -> None:
    head = b"\n".join([b"From: a", *lines])
    mended = mended_head(head)
    assert (mended == head) or is_broken(head)
    assert not is_broken(mended.split(b"\n\n")[0])


@pytest.mark.parametrize("worst", [b"x\n", b"a : b\n", b"--b\n", b"boundary=b ", b"\r\n\n", b"From: a\nx\n"])
def test_a_megabyte_of_the_worst(worst: bytes) -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\nx\nFrom: a\n\n" + worst * (1_000_000 // len(worst))
    assert read_body(parse_mail(raw))
    assert read_body(parse_mail(worst * (1_000_000 // len(worst))))
