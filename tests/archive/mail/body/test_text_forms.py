"""Transfer encodings that are not clean, texts of other kinds, plain texts that only point to HTML."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.body import read_body
from archive.mail.body.enriched import enriched_text
from archive.mail.body.unclean_base64 import undo_base64
from archive.mail.mime import parse_mail

WORDS = "Grüße an alle. Der Plan für Juni steht: größere Änderungen übernehmen wir.\n"
CODED = b64encode(WORDS.encode()) + b"\n"


def text_of(kind: str, content: bytes, *fields: str) -> str:
    head = "".join(f"{field}\n" for field in (f"Content-Type: {kind}", *fields))
    return read_body(parse_mail(b"Subject: x\n" + head.encode() + b"\n" + content)).text()


@pytest.mark.parametrize(
    "footer",
    [
        '--\nTo unsubscribe from this list: send the line "unsubscribe plans"\n',
        "\n" + "-" * 69 + "\nTo unsubscribe, e-mail: x@example.org\n",
        '\n-- \nYou received this message because you are subscribed to the Google Groups "plans" group.\n',
        "***\nplans mailing list\n",
        "_______________________________________________\nplans mailing list\n",
        "\nUnsubscribe: <mailto:x@example.org>\n",
        "------------------------------------\n\nYahoo! Groups Links\n",
        "To UNSUBSCRIBE, email to plans-request@lists.example.org\n",
    ],
)
def test_the_footer_of_any_list_below_base64_stands_as_it_is(footer: str) -> None:
    text = text_of("text/plain; charset=utf-8", CODED + footer.encode(), "Content-Transfer-Encoding: base64")
    assert text.startswith(WORDS)
    assert text.split() == (WORDS + footer).split()


@pytest.mark.parametrize(
    "coded",
    [
        b64encode("Grüße".encode()) + b"\n" + b64encode(b" an alle im Land\n") + b"\n",
        b64encode("Grüße".encode()) + b"\n\n" + b64encode(b" an alle im Land\n"),
        urlsafe_b64encode("Grüße an alle im Land\n".encode()),
        b64encode("Grüße an alle im Land\n".encode()).rstrip(b"="),
        CODED[:0] + b64encode("Grüße an alle im Land\n".encode()).replace(b"bi", b"b\r\ni"),
    ],
)
def test_base64_in_other_forms(coded: bytes) -> None:
    assert text_of("text/plain; charset=utf-8", coded, "Content-Transfer-Encoding: base64") == (
        "Grüße an alle im Land\n"
    )


@pytest.mark.parametrize(
    "text", ["Hello all,\n\nthe release is planned.\n", "Dear\n\nfriends\n", "Thanks\n", "OK\n"]
)
def test_what_is_no_base64_stands_as_it_is(text: str) -> None:
    assert text_of("text/plain", text.encode(), "Content-Transfer-Encoding: base64") == text


@pytest.mark.parametrize(
    "label", ['"base64"', "base64 (as is usual)", "BASE64;", "base-64", "'base64'", "(x) Base64", " base64."]
)
def test_labels_of_encodings(label: str) -> None:
    assert text_of("text/plain; charset=utf-8", CODED, f"Content-Transfer-Encoding: {label}") == WORDS


@given(st.binary(max_size=3_000))
def test_clean_base64_gives_its_bytes(data: bytes) -> None:
    coded = b64encode(data)
    lines = b"\n".join(coded[at : at + 76] for at in range(0, len(coded), 76)) + b"\n"
    found = undo_base64(lines)
    assert found == data or (found == lines and (coded.isalpha() or not data))


@given(st.binary(max_size=300))
def test_any_bytes_can_be_undone(data: bytes) -> None:
    assert isinstance(undo_base64(data), bytes)


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        (
            "text/enriched",
            b"<bold>Hello</bold> team,\n\n\nthe plan\nis <<ready>.\n",
            "Hello team,\n\nthe plan is <ready>.\n",
        ),
        ("text/richtext", b"<bold>One</bold><nl>two <lt>three>\n", "One\ntwo <three>\n"),
        ("text/markdown; charset=utf-8", b"# Plan\n\nwords\n", "# Plan\n\nwords\n"),
        ("text/x-anything", b"words\n", "words\n"),
    ],
)
def test_a_text_of_another_kind_that_stands_alone_is_the_text(kind: str, content: bytes, text: str) -> None:
    assert text_of(kind, content) == text


def test_excerpts_are_quoted() -> None:
    assert enriched_text("<excerpt>The plan.\n\nIt stands.</excerpt>Good.\n", False) == (
        "> The plan.\n> It stands.\nGood.\n"
    )


def test_the_only_text_is_the_text_though_it_is_called_an_attachment() -> None:
    body = read_body(
        parse_mail(
            b'Subject: x\nContent-Type: text/plain; name="a.txt"\nContent-Disposition: attachment\n\nwords\n'
        )
    )
    assert body.text() == "words\n"
    assert [(one.filename, one.is_inline_text) for one in body.attachments] == [("a.txt", True)]


@pytest.mark.parametrize("kind", ["message/rfc822", "message/partial; id=x; number=1"])
def test_a_mail_that_is_another_mail_has_its_words(kind: str) -> None:
    assert "The roof is dry." in text_of(kind, b"From: bob@example.org\nSubject: roof\n\nThe roof is dry.\n")


STUB = "Your mail program cannot show this message."
REAL = "The garden plan was accepted by seven votes, with two abstentions and no word against it."


@pytest.mark.parametrize(
    ("plain", "html", "text"),
    [
        (STUB, f"<p>{REAL}</p>", f"{REAL}\n"),
        ("This is an HTML mail.", f"<p>{REAL}</p>", f"{REAL}\n"),
        ("View it in your browser: http://example.org/1", f"<p>{REAL * 4}</p>", f"{REAL * 4}\n"),
        (REAL, f"<p>{REAL}</p><p>And a picture beside it.</p>", REAL),
        ("Yes.", "<p>Yes.</p>", "Yes."),
        (
            "I cannot show it to you in my browser.",
            "<p>I cannot show it to you in my browser.</p>",
            "I cannot show it to you in my browser.",
        ),
    ],
)
def test_where_the_plain_part_is_a_stub_the_words_of_the_html_are_the_text(
    plain: str, html: str, text: str
) -> None:
    parts = f"--X\nContent-Type: text/plain\n\n{plain}\n--X\nContent-Type: text/html; charset=utf-8\n\n{html}\n--X--\n"
    assert text_of("multipart/alternative; boundary=X", parts.encode()) == text


def test_a_page_names_its_charset_itself() -> None:
    page = "<html><head><meta charset='iso-8859-2'></head><body>Škoda, žluťoučký kůň</body></html>"
    assert text_of("text/html", page.encode("iso-8859-2")) == "Škoda, žluťoučký kůň\n"
    assert text_of("text/html", page.encode()) == "Škoda, žluťoučký kůň\n"


@pytest.mark.parametrize(
    "worst", [b"QUJD\n", b"QUI=\n", b"a b\n", b"-", b"=", b"QUJDREVGR0hJSktMTU5P!", b"<", b"<<", b"<a>"]
)
def test_a_megabyte_of_the_worst(worst: bytes) -> None:
    data = worst * (1_000_000 // len(worst))
    assert undo_base64(data) is not None
    assert enriched_text(data.decode(), True) is not None
