from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.readers import RawMail, raw_mail, read_source
from archive.mail.readers.postil_mbox import written
from tests.paths import MAIL

LINE = b"From a@x Thu Jul 12 03:32:27 2007\n"


def mails(path: Path) -> list[RawMail]:
    return [found for found in read_source(path) if isinstance(found, RawMail)]


def contents(tmp_path: Path, content: bytes) -> list[bytes]:
    (tmp_path / "source").write_bytes(content)
    return [mail.content for mail in mails(tmp_path / "source")]


def test_from_lines_in_bodies_separate_nothing() -> None:
    one, two = mails(MAIL / "from-lines-in-bodies.mbox")
    assert (one.dialect, one.envelope) == ("pipermail", "alice at example.org  Thu Jul 12 03:32:27 2007")
    assert b"From Monday" in one.content
    assert b"From 0123456789" in one.content
    assert one.content.endswith(b"From bob Thu Jul 12 03:32:27 2007\nis how such a line begins.\n\n")
    assert two.content.startswith(b"From: bob at")


def test_crlf_mbox() -> None:
    assert [mail.content[-8:] for mail in mails(MAIL / "crlf.mbox")] == [b"\r\nOne.\r\n", b"\r\nTwo.\r\n"]


def test_patches_in_a_row_are_mails() -> None:
    assert [mail.content[-4:] for mail in mails(MAIL / "patch-series.mbox")] == [b"one\n", b"two\n"]


def test_mail_without_headers_is_mail() -> None:
    assert [mail.content for mail in mails(MAIL / "no-headers.mbox")] == [
        b"\nWords without any header.\n",
        b"From: bob@example.org\n\nMore words.\n",
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"From a@x Thu Jul 12 03:32:27 2007",
        b"From a@x  Thu Jul  2 03:32 2007",
        b"From a@x Thu Jul 12 03:32:27 PDT 2007",
        b"From a@x Thu Jul 12 03:32:27 +0200 2007",
        b"From a@x Thu, 12 Jul 2007 03:32:27 +0200",
        b"From 1234567890@xxx Mon Jan 01 00:00:00 +0000 2007",
        b"From - Thu Jul 12 03:32:27 2007",
        b"From a@x 2007-07-12 03:32:27",
        b"From a@x",
    ],
)
def test_separators_of_many_writers(tmp_path: Path, line: bytes) -> None:
    one = line + b"\nFrom: a@x\n\nwords\n\n"
    assert contents(tmp_path, one + one) == [b"From: a@x\n\nwords\n"] * 2


def test_a_separator_without_an_empty_line_before_it(tmp_path: Path) -> None:
    assert len(contents(tmp_path, LINE + b"From: a@x\n\nwords\n" + LINE + b"From: a@x\n\nwords\n")) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"\nFrom here on\nSubject: matters\n",
        b"\nFrom Thu Jul 12 03:32:27 2007 on we meet\nat noon.\n",
        b"\nFrom",
        b"\nFrom a@x Thu Jul 12 03:32:27 2007",
    ],
)
def test_prose_separates_nothing(tmp_path: Path, body: bytes) -> None:
    assert len(contents(tmp_path, LINE + b"From: a@x\n\n" + body)) == 1


def test_a_mail_that_is_too_long_is_told_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.mail.readers import splitting

    monkeypatch.setattr(splitting, "LONGEST_MAIL", 1_000_000)
    monkeypatch.setattr(splitting, "KEPT_OF_LONGER", 1_000)
    path = tmp_path / "source"
    small = LINE + b"From: b@x\n\nsmall\n\n"
    long = LINE + b"From: a@x\n\n" + b"words \n" * 300_000 + b"\n"
    path.write_bytes(small + long + small)
    first, second, third = mails(path)
    assert first.content == third.content == b"From: b@x\n\nsmall\n"
    assert (first.defect, third.defect) == ("", "")
    assert f"byte {len(small)} of {path} is longer than {raw_mail.LONGEST_MAIL >> 20} MiB" in second.defect
    assert second.content.startswith(b"From: a@x\n\nwords")
    assert third.offset == len(small) + len(long)


@pytest.mark.parametrize("before", [b"the rest of a mail.\n-- \nBob\n", b"# exported\n" * 9_000])
def test_what_stands_before_the_first_mail_is_told_and_the_rest_read(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "source"
    path.write_bytes(before + b"\n" + (LINE + b"From: b@x\n\nwords\n\n") * 2)
    first, *rest = mails(path)
    assert first.content == before + b"\n"
    assert first.defect.startswith(f"{path} does not begin with a mail")
    assert [(mail.content, mail.defect) for mail in rest] == [(b"From: b@x\n\nwords\n", "")] * 2


WITHIN = b"Look:\n\nFrom b@x Thu Jul 12 03:32:27 2007\nFrom: b@x\n\nwords\n\n>From here on.\n"


def counted(length: int, body: bytes) -> bytes:
    return b"From: a@x\nContent-Length: %d\n\n%s" % (length, body)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_content_length_is_believed_and_nothing_is_escaped_then(tmp_path: Path, line_end: bytes) -> None:
    """mboxcl2"""
    body = WITHIN.replace(b"\n", line_end)
    one = counted(len(body), b"").replace(b"\n", line_end) + body
    line = LINE.replace(b"\n", line_end)
    assert contents(tmp_path, (line + one + line_end) * 2) == [one, one]


def test_after_a_counted_mail_with_a_bare_from_none_that_is_counted_is_escaped(tmp_path: Path) -> None:
    """mboxcl2"""
    quoting = b"words\n\n>From here on.\n"
    one, two = counted(len(WITHIN), WITHIN), counted(len(quoting), quoting)
    three = b"From: a@x\n\n" + quoting
    assert contents(tmp_path, b"".join(LINE + mail + b"\n" for mail in (one, two, three))) == [
        one, two, three.replace(b">From", b"From"),
    ]  # fmt: skip


def test_with_a_content_length_from_may_be_escaped_too(tmp_path: Path) -> None:
    """mboxcl"""
    body = b"words\n\n>From here on.\n"
    assert contents(tmp_path, LINE + counted(len(body), body) + b"\n") == [
        counted(len(body), b"words\n\nFrom here on.\n")
    ]


@pytest.mark.parametrize(
    "body", [b"no line end", b"one\n", b"two\n\n", b"\n\n", b"", b"crlf\r\n", b"a\n\nFrom here on"]
)
def test_a_content_length_counts_every_byte(tmp_path: Path, body: bytes) -> None:
    one = counted(len(body), body)
    assert contents(tmp_path, (LINE + one + b"\n") * 2) == [one, one]


@pytest.mark.parametrize("length", [0, 3, 30, 5_000, 999_999_999])
def test_a_content_length_that_leads_nowhere_is_not_believed(tmp_path: Path, length: int) -> None:
    one = counted(length, b"words\n\n>From here on.\n")
    assert contents(tmp_path, (LINE + one + b"\n") * 2) == [one.replace(b">From", b"From")] * 2


BODY_LINES = st.lists(
    st.sampled_from([b"words\n", b"\n", b"From here\n", b">From there\n", b">>From\n", b"> x\n"])
)


def escaped(line: bytes) -> bytes:
    return b">" + line if line.lstrip(b">").startswith(b"From ") else line


@given(st.lists(BODY_LINES, min_size=1, max_size=4))
def test_what_was_written_as_mboxrd_comes_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[list[bytes]]
) -> None:
    path = tmp_path_factory.mktemp("mbox") / "source"
    heads = [b"From: a@x\nSubject: %d\n\n" % number for number in range(len(bodies))]
    written = [head + b"".join(map(escaped, body)) for head, body in zip(heads, bodies, strict=True)]
    path.write_bytes(b"".join(LINE + mail + b"\n" for mail in written))
    found = [mail.content for mail in mails(path)]
    assert found == [head + b"".join(body) for head, body in zip(heads, bodies, strict=True)]


PIECES = st.lists(
    st.sampled_from(
        [
            b"words", b"\n", b"\r\n", b"\r", b"From ", b">From ", b"\n>>From x\n", b"\nFrom: a@x\n",
            b"\nFrom a@x Thu Jul 12 03:32:27 2007\n", b"\nFrom mbox@postil Thu Jul 12 03:32:27 2007\n",
            b"Content-Length: 9\n\n", b"\xe4\0",
        ]
    ),
    min_size=1,
).map(b"".join)  # fmt: skip
FORMS = st.sampled_from(["mbox", "pipermail", "eml", "digest", "page", "html"])


@given(st.lists(st.tuples(PIECES, FORMS), min_size=1, max_size=5))
def test_what_was_exported_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, given_mails: list[tuple[bytes, str]]
) -> None:
    path = tmp_path_factory.mktemp("exported") / "source"
    path.write_bytes(b"".join(written(content, form, None) for content, form in given_mails))
    assert [(mail.content, mail.dialect) for mail in mails(path)] == given_mails


@given(st.lists(st.text(min_size=1, max_size=9), max_size=4), PIECES)
def test_what_was_told_beside_a_page_comes_back_with_it(
    tmp_path_factory: pytest.TempPathFactory, told: list[str], content: bytes
) -> None:
    path = tmp_path_factory.mktemp("exported") / "source"
    path.write_bytes(written(content, "html", None, told) * 2)
    assert [(mail.content, mail.references) for mail in mails(path)] == [(content, tuple(told))] * 2


def test_exports_and_other_mail_may_stand_in_one_file(tmp_path: Path) -> None:
    one, two = b"From: b@x\n\nno line end", b"From: a@x\n\nFrom here on\n"
    ours, other = written(one, "eml", None), LINE + two + b"\n"
    assert contents(tmp_path, ours + other + ours) == [one, two, one]


@pytest.mark.parametrize(
    "worst",
    [
        b"Content-Length: 99\n",
        b"From ",
        b"From a\n",
        LINE,
        b"\nFrom a@x\n",
        b"\r\n",
        b">From \n",
        b"From Mon ",
    ],
)
def test_a_megabyte_of_the_worst(tmp_path: Path, worst: bytes) -> None:
    content = LINE + b"From: a@x\n\n" + worst * (1_000_000 // len(worst))
    found = contents(tmp_path, content)
    assert sum(map(len, found)) > 600_000
