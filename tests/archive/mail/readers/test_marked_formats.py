"""MMDF, Babyl and Apple's .emlx."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.readers import RawMail, describe_source, read_source
from tests.paths import MAIL


def mails(path: Path) -> list[RawMail]:
    return [found for found in read_source(path) if isinstance(found, RawMail)]


def test_mmdf() -> None:
    one, two = mails(MAIL / "mmdf")
    assert one.content.startswith(b"From: Alice")
    assert one.content.endswith(b"The first words.\n")
    assert (two.content[:9], two.envelope) == (b"From: Bob", "bob@example.org Mon Jun  1 10:00:00 2020")
    assert describe_source(MAIL / "mmdf").kind == "MMDF"


def test_mmdf_with_other_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes((MAIL / "mmdf").read_bytes().replace(b"\n", b"\r\n"))
    assert [mail.content[-8:] for mail in mails(path)] == [b"words.\r\n"] * 2


def test_babyl_gives_the_headers_as_they_came_and_holds_what_was_deleted() -> None:
    one, two, three = mails(MAIL / "babyl")
    assert one.content.startswith(b"Received: by mail.example.org")
    assert one.content.endswith(b"<babyl-1@example.org>\n\nThe first words.\n")
    assert two.content == b"From: Bob Builder <bob@example.org>\nSubject: two\n\nThe second words.\n"
    assert (one.defect, two.defect) == ("", "")
    assert "deleted in Rmail" in three.defect


def test_emlx_gives_the_mail_alone() -> None:
    [mail] = mails(MAIL / "apple.emlx")
    assert mail.content.endswith(b"\n\nThe words.\n")
    assert mail.defect == ""


@pytest.mark.parametrize("count", [b"7", b"99999", b"101"])
def test_a_count_that_leads_elsewhere_is_not_believed(tmp_path: Path, count: bytes) -> None:
    path = tmp_path / "1.emlx"
    path.write_bytes(count + b"\n" + (MAIL / "apple.emlx").read_bytes().partition(b"\n")[2])
    assert mails(path)[0].content.endswith(b"\n\nThe words.\n")


@pytest.mark.parametrize(("flags", "told"), [(2, "deleted"), (64, "a draft"), (1 << 24, "junk")])
def test_what_apple_mail_put_away_is_held(tmp_path: Path, flags: int, told: str) -> None:
    path = tmp_path / "1.emlx"
    path.write_bytes((MAIL / "apple.emlx").read_bytes().replace(b"8590195713", b"%d" % flags))
    assert told in mails(path)[0].defect


@given(st.lists(st.text("ab \n\x01\x1f\x0c*", max_size=30), min_size=1, max_size=4))
def test_any_text_between_marks_is_read_to_its_end(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("marked") / "box"
    path.write_text(
        "\x01\x01\x01\x01\n" + "\x01\x01\x01\x01\n".join(f"From: a@x\n\n{text}\n" for text in texts)
    )
    assert len(mails(path)) >= len(texts)


@pytest.mark.parametrize("worst", [b"\x01\x01\x01\x01\n", b"\x01", b"\n\x01\x01\x01"])
def test_a_megabyte_of_the_worst(tmp_path: Path, worst: bytes) -> None:
    path = tmp_path / "box"
    path.write_bytes((MAIL / "mmdf").read_bytes() + worst * (1_000_000 // len(worst)))
    assert len(mails(path)) >= 2
