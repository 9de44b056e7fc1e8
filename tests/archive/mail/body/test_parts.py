from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.body import Attachment, attachment_content, read_body
from archive.mail.mime import parse_mail, parse_whole

CUT = b'Content-Type: multipart/mixed; boundary="cut"\n\n'


def parts(*found: bytes) -> bytes:
    return CUT + b"".join(b"--cut\n" + part + b"\n" for part in found) + b"--cut--\n"


def test_texts_are_joined_each_from_a_line_start() -> None:
    body = read_body(parse_mail(parts(b"\none", b"Content-Type: text/plain\n\ntwo\n", b"\nthree")))
    assert body.text() == "one\ntwo\nthree"


def test_the_content_of_an_attachment_is_found_by_its_index() -> None:
    raw = parts(
        b"\nwords",
        b"Content-Type: multipart/mixed; boundary=in\n\n--in\nContent-Type: image/png\n\npixels\n--in--",
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==",
    )
    found = read_body(parse_mail(raw)).attachments
    assert found == [
        Attachment(3, "", "image/png", 6, False),
        Attachment(4, "", "application/pdf", 4, False),
    ]
    assert [attachment_content(raw, part.part) for part in found] == [b"pixels", b"%PDF"]


def test_there_is_no_such_part() -> None:
    with pytest.raises(IndexError, match="no part 7"):
        attachment_content(b"Subject: x\n\nwords", 7)


def test_html_with_a_picture_beside_it_gives_way_to_plain_text() -> None:
    related = b"--in\nContent-Type: text/html\n\n<p>words\n--in\nContent-Type: image/png\n\nx\n--in--"
    raw = parts(b"\nwords", b"Content-Type: multipart/related; boundary=in\n\n" + related)
    body = read_body(parse_mail(raw.replace(b"mixed", b"alternative", 1)))
    assert (body.text(), len(body.attachments)) == ("words", 1)


@pytest.mark.parametrize("blank", [b"\n \r\n", b"\xc2\xa0\n", b""])
def test_a_blank_plain_text_gives_way_to_html(blank: bytes) -> None:
    raw = parts(b"Content-Type: text/plain\n\n" + blank, b"Content-Type: text/html\n\n<p>words")
    assert read_body(parse_mail(raw.replace(b"mixed", b"alternative", 1))).text() == "words\n"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (b'attachment; filename="plan.pdf"', "plan.pdf"),
        (b"attachment; filename*=utf-8''pl%C3%A4ne.pdf", "pläne.pdf"),
        (b"attachment; filename*0=pl; filename*1=an.pdf", "plan.pdf"),
        (b'attachment; filename="=?utf-8?q?pl=C3=A4ne=2Epdf?="', "pläne.pdf"),
        (b'attachment; filename="../../etc/plan.pdf"', "plan.pdf"),
        (b'attachment; filename="C:\\\\plans\\\\plan.pdf"', "plan.pdf"),
        (b"attachment; filename*=no-charset''%ff", "ÿ"),
        (b'attachment; filename="pl\xc3\xa4ne.pdf"', "pläne.pdf"),
        (b'attachment; filename="pl\xe4ne.pdf"', "pläne.pdf"),
        (b'attachment; filename="' + b"a" * 300 + b'.pdf"', "a" * 251 + ".pdf"),
        (b"attachment; " + b"x=1; " * 5_000, "unnamed"),
        (b"attachment", ""),
    ],
)
def test_file_names(field: bytes, name: str) -> None:
    raw = parts(b"Content-Type: application/pdf\nContent-Disposition: " + field + b"\n\nx")
    assert read_body(parse_mail(raw)).attachments[0].filename == name


@pytest.mark.parametrize("encoding", [b"x-uuencode", b"UUENCODE"])
def test_uuencoded_content(encoding: bytes) -> None:
    raw = b"Content-Transfer-Encoding: " + encoding + b"\n\nbegin 644 x\n#0V%T\n`\nend\n"
    assert read_body(parse_mail(raw)).text() == "Cat"


def test_parts_nested_too_deep_are_read_as_one_text() -> None:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at) for at in range(3_000)
    )
    body = read_body(parse_mail(head + b"\nthe words"))
    assert body.text().endswith("the words")
    assert "nested too deep" in body.problems[0]


def test_twenty_thousand_parts() -> None:
    body = read_body(parse_mail(parts(*[b"\nx"] * 20_000)))
    assert body.text().count("x") == 20_000


@pytest.mark.parametrize("kind", [b"text/pl\xe4in", b"text", b"/", b"text/" + b"x" * 1_000, b"", b"a/b/c"])
def test_a_type_that_is_none_means_plain_text(kind: bytes) -> None:
    assert read_body(parse_mail(b"Content-Type: " + kind + b"\n\nwords")).text() == "words"


TYPES = st.sampled_from(
    ["text/plain", "text/html", "multipart/mixed; boundary=b", "multipart/alternative", "x", ""]
)
ENCODINGS = st.sampled_from(["base64", "quoted-printable", "x-uuencode", "7bit", ""])


@given(TYPES, ENCODINGS, st.binary(max_size=80) | st.just(b"--b\n\n--b--"))
def test_any_body_can_be_read_and_its_attachments_fetched(kind: str, encoding: str, content: bytes) -> None:
    raw = f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + content
    for part in read_body(parse_mail(raw)).attachments:
        assert len(attachment_content(raw, part.part)) == part.size


@given(st.binary(max_size=200).map(lambda found: b"A: b\n" + found))
def test_taking_the_body_whole_gives_what_parsing_gives(raw: bytes) -> None:
    fast, whole = parse_mail(raw), parse_whole(raw)
    assert list(fast.raw_items()) == list(whole.raw_items())
    assert fast.get_payload() == whole.get_payload()
