from __future__ import annotations

from pathlib import Path

from archive.mail.readers import RawMail, read_source

MAIL = b"From: a@x\nSubject: x\n\nwords\n"


def names(folder: Path) -> list[str]:
    found = list(read_source(folder))
    assert all(isinstance(raw, RawMail) for raw in found)
    return [Path(raw.source).name for raw in found]


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(MAIL)


def test_a_maildir_without_what_is_not_delivered_yet(tmp_path: Path) -> None:
    write(
        tmp_path, "cur/1.a:2,S", "new/2.a", "tmp/3.a", ".Lists/cur/4.a:2,", ".Lists/new/5.a", ".Lists/tmp/6.a"
    )
    (tmp_path / "dovecot.index.log").write_bytes(b"\0\1")
    (tmp_path / "maildirfolder").write_bytes(b"")
    assert names(tmp_path) == ["4.a:2,", "5.a", "1.a:2,S", "2.a"]


def test_what_computers_leave_beside_mail_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "plans/1", "plans/Thumbs.db", "plans/desktop.ini", "__MACOSX/plans/._1")
    assert names(tmp_path) == ["1"]


def test_what_pipermail_took_out_of_mail_is_no_mail(tmp_path: Path) -> None:
    write(tmp_path, "2007-July/1", "attachments/20070712/ab/attachment.eml")
    assert names(tmp_path) == ["1"]
    write(tmp_path / "other", "attachments/2")
    assert names(tmp_path / "other") == ["2"]


def test_an_mh_folder(tmp_path: Path) -> None:
    write(tmp_path, "inbox/1", "inbox/2", "plans/1")
    (tmp_path / "inbox" / ".mh_sequences").write_bytes(b"cur: 1\n")
    assert names(tmp_path) == ["1", "2", "1"]


def test_a_folder_named_tmp_elsewhere_is_read(tmp_path: Path) -> None:
    write(tmp_path, "tmp/1")
    assert names(tmp_path) == ["1"]
