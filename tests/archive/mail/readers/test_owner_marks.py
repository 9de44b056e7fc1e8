"""Mail that its owner had put away goes to quarantine, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.mail.readers import RawMail, read_source
from archive.mail.readers.folders import read_file
from tests.paths import MAIL


def defect_of(path: Path) -> str:
    [found] = [one for one in read_source(path) if isinstance(one, RawMail)]
    return found.defect


def write(path: Path, *fields: str) -> Path:
    head = "".join(f"{field}\n" for field in fields)
    path.write_text(f"From - Mon Jun  1 10:00:00 2020\n{head}From: alice@example.org\nSubject: x\n\nwords\n")
    return path


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("X-Mozilla-Status: 0009", "deleted in Thunderbird"),
        ("X-Mozilla-Status2: 00200000", "deleted in Thunderbird on the server"),
        ("X-Mozilla-Keys: $label1 junk", "called junk"),
        ("X-Mozilla-Draft-Info: internal/draft; vcard=0", "a draft of Thunderbird"),
        ("X-Gmail-Labels: Spam,Unread", "called spam in Gmail"),
        ("X-Gmail-Labels: Drafts", "a draft of Gmail"),
        ("X-Gmail-Labels: Opened, Chat", "a chat of Gmail"),
        ("X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe,Wichtig?=", "a draft of Gmail"),
        ("X-Gmail-Labels: Papierkorb", "thrown away in Gmail"),
        ("X-Status: DF", "thrown away by its owner"),
        ("X-Status: T", "a draft"),
        ("X-Keywords: $Junk", "called junk"),
        ("X-Evolution: 00000a1b-0012", "deleted in Evolution"),
    ],
)
def test_mail_that_was_put_away_is_held(tmp_path: Path, field: str, told: str) -> None:
    assert told in defect_of(write(tmp_path / "box", field))


@pytest.mark.parametrize(
    "field",
    [
        "X-Mozilla-Status: 0001",
        "X-Mozilla-Status: none",
        "X-Mozilla-Keys: NonJunk",
        "X-Gmail-Labels: Inbox,Important,spam reports",
        "X-Status: AF",
        "X-Keywords: $NotJunk NonJunk",
        "X-Evolution: 00000a1b-0010",
        "Status: RO",
    ],
)
def test_other_marks_hold_nothing_back(tmp_path: Path, field: str) -> None:
    assert defect_of(write(tmp_path / "box", field)) == ""


def test_words_of_a_mail_are_no_marks(tmp_path: Path) -> None:
    path = write(tmp_path / "box")
    path.write_text(path.read_text() + "X-Mozilla-Status: 0009\n")
    assert defect_of(path) == ""


@pytest.mark.parametrize(("flags", "is_held"), [("ST", True), ("D", True), ("FRS", False), ("", False)])
def test_flags_of_a_maildir(tmp_path: Path, flags: str, is_held: bool) -> None:
    (tmp_path / "cur").mkdir()
    path = tmp_path / "cur" / f"1591005600.1.host:2,{flags}"
    path.write_text("From: alice@example.org\nSubject: x\n\nwords\n")
    [found] = read_file(path, is_in_folder=True)
    assert isinstance(found, RawMail)
    assert bool(found.defect) == is_held


def test_what_a_mail_program_keeps_in_a_mailbox_is_no_mail() -> None:
    first, second = [
        one for one in read_source(MAIL / "folder-internal-data.mbox") if isinstance(one, RawMail)
    ]
    assert "This is no mail" in first.defect
    assert second.defect == ""


def test_what_was_exported_from_here_was_taken_in_before(tmp_path: Path) -> None:
    path = write(tmp_path / "box", "X-Mozilla-Status: 0009")
    path.write_text(path.read_text().replace("From - ", "From mbox@postil ", 1))
    assert defect_of(path) == ""


def test_a_megabyte_of_the_worst(tmp_path: Path) -> None:
    for worst in ("X-Status:\n ", "\nX-Keywords: a", "X-Gmail-Labels: ,"):
        path = write(tmp_path / "box", worst * (1_000_000 // len(worst)))
        assert list(read_source(path))
