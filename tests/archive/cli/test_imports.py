"""`manage.py import_archive` and `export_archive`: counts, sentences, exit codes."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from archive.importing import Progress, import_sources
from archive.mail.readers.postil_mbox import written
from archive.models import ImportRun, MailingList, Message, Quarantine
from tests.mails import mail, mbox

pytestmark = pytest.mark.django_db
NOBODY = 65534
KEYS = ["found", "stored", "already_present", "quarantined", "threads", "passages", "seconds", "problems"]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_archive", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def reported(folder: Path, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    report = folder / "report.json"
    code, _, _ = run(*arguments, "--report", report)
    counts = json.loads(report.read_text())
    assert counts["found"] == counts["stored"] + counts["already_present"] + counts["quarantined"]
    return code, counts


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who may read nothing of ours, where the tests run as root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


ODD = [
    b"", b"No line end", b"Two line ends\n\n", b"A return\r", b"From the start\n",
    b"a\nFrom here\n>From there\n>>From it",
    b"\n\nFrom after blanks\n\n\n", b"a NUL \0 here\n\0", b"8 bits \xe4\xff\n", b"a\rFrom b\x0bFrom c\x85From d\n",
    b">From\nFrom\n> From \n", b"From alice@example.org Mon Jun  1 10:00:00 2020\nFrom: Alice\n\nInside.\n",
    "From é ☃ 😀\n".encode(), "From é ☃\n".encode("utf-16"),
]  # fmt: skip


def unescaped(path: Path) -> list[bytes]:
    """The mails of an mboxrd file: between lines that begin with `From `, without the last line feed and escapes."""
    parts = (b"\n" + path.read_bytes()[:-1]).split(b"\nFrom ")[1:]
    return [re.sub(rb"^>(>*From )", rb"\1", part.partition(b"\n")[2], flags=re.MULTILINE) for part in parts]


def two_mails(folder: Path) -> Path:
    second = mail(
        "> Hello.\n\nYes.\n", message_id="<plans.2@example.org>", references="<plans.1@example.org>"
    )
    return mbox(folder, mail(), second)


def cut_short(folder: Path) -> Path:
    """A packed mbox of 40 mails that breaks off in the middle of one."""
    mails = [mail(os.urandom(300).hex() + "\n", message_id=f"<{number}@example.org>") for number in range(40)]
    packed = gzip.compress(mbox(folder, *mails, name="whole.mbox").read_bytes())
    path = folder / "cut.mbox.gz"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    return path


class TestCounts:
    def test_are_printed_and_reported_under_their_keys(self, tmp_path: Path) -> None:
        code, counts = reported(tmp_path, two_mails(tmp_path))
        assert code == 0
        assert list(counts) == KEYS
        assert counts["problems"] == []
        assert (counts["found"], counts["stored"], counts["threads"], counts["passages"]) == (2, 2, 1, 1)
        assert counts["seconds"] > 0

    def test_are_told_in_one_line(self, tmp_path: Path) -> None:
        code, out, err = run(two_mails(tmp_path))
        assert (code, err) == (0, "")
        assert out.startswith(
            "2 found = 2 stored + 0 already present + 0 quarantined; 1 threads, 1 passages in "
        )

    def test_of_a_second_import_store_nothing(self, tmp_path: Path) -> None:
        source = two_mails(tmp_path)
        run(source)
        code, counts = reported(tmp_path, source)
        assert code == 0
        assert (counts["stored"], counts["already_present"], counts["threads"]) == (0, 2, 0)
        assert Message.objects.count() == 2


def test_progress_counts_the_bytes_of_a_whole_folder(tmp_path: Path) -> None:
    mbox(tmp_path, mail(), name="1.mbox")
    mbox(tmp_path, mail(message_id="<two@example.org>"), name="2.mbox")
    told: list[Progress] = []
    import_sources([tmp_path], tell=told.append)
    assert (
        told[-1].bytes_read == told[-1].bytes_total == sum(one.stat().st_size for one in tmp_path.iterdir())
    )


class TestList:
    def test_that_is_unknown_is_made_for_members(self, tmp_path: Path) -> None:
        run(two_mails(tmp_path), "--list", "lanterns")
        assert MailingList.objects.get().visibility == "members"
        assert MailingList.objects.get().slug == "lanterns"

    def test_that_is_known_is_used_as_it_is(self, tmp_path: Path) -> None:
        MailingList.objects.create(slug="lanterns", name="Lanterns", visibility="public")
        run(two_mails(tmp_path), "--list", "lanterns")
        assert MailingList.objects.get().postings.count() == 2

    def test_with_a_name_that_is_no_slug_is_wrong_usage(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="write --list paper-lanterns") as wrong:
            run(two_mails(tmp_path), "--list", "Paper Lanterns")
        assert wrong.value.returncode == 2
        assert not ImportRun.objects.exists()


class TestWrongUsage:
    @pytest.mark.parametrize("arguments", [[], ["--colour", "red", "mail.mbox"]])
    def test_exits_with_2(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as end:
            execute_from_command_line(["manage.py", "import_archive", *arguments])
        assert end.value.code == 2
        assert "usage: " in capsys.readouterr().err

    def test_of_the_report_is_told_before_the_work(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="cannot be written") as wrong:
            run(two_mails(tmp_path), "--report", tmp_path / "no" / "such" / "folder.json")
        assert wrong.value.returncode == 2
        assert not ImportRun.objects.exists()


class TestBadSource:
    """Each is told in a sentence; the mail beside it is imported."""

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            pytest.param(b"", "is empty: there is no mail in it", id="empty"),
            pytest.param(PNG, "holds no mail in a form that is known", id="png"),
            pytest.param(b"x" * 10_000_000, "holds no mail in a form that is known", id="ten-megabyte-line"),
            pytest.param(bytes(range(256)) * 100, "holds no mail in a form that is known", id="bytes"),
        ],
    )
    def test_that_is_no_mail(self, tmp_path: Path, content: bytes, sentence: str) -> None:
        bad = tmp_path / "bad.mbox"
        bad.write_bytes(content)
        code, _, err = run(bad, two_mails(tmp_path))
        assert code == 1
        assert f"{bad} {sentence}" in err
        assert Message.objects.count() == 2

    def test_that_is_not_there(self, tmp_path: Path) -> None:
        code, counts = reported(tmp_path, tmp_path / "gone.mbox", two_mails(tmp_path))
        assert code == 1
        assert counts["stored"] == 2
        assert counts["problems"] == [
            {
                "source": str(tmp_path / "gone.mbox"),
                "offset": 0,
                "reason": f"{tmp_path / 'gone.mbox'} does not exist. Check the path.",
            }
        ]

    def test_without_read_rights(self, tmp_path: Path) -> None:
        closed = mbox(tmp_path, mail(), name="closed.mbox")
        run(two_mails(tmp_path))
        closed.chmod(0)
        with without_rights():
            code, _, err = run(closed)
        assert code == 1
        assert f"{closed} may not be read: no rights. Give the user who runs Postil read access." in err

    def test_that_is_an_empty_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "mail"
        folder.mkdir()
        code, _, err = run(folder)
        assert code == 1
        assert "holds no files" in err

    def test_in_a_folder_leaves_the_others(self, tmp_path: Path) -> None:
        two_mails(tmp_path)
        (tmp_path / "notes.png").write_bytes(PNG)
        code, out, err = run(tmp_path, "--list", "plans")
        assert code == 0
        assert out.startswith("2 found = 2 stored")
        assert "notes.png holds no mail" in err

    def test_that_is_cut_short_gives_what_is_whole(self, tmp_path: Path) -> None:
        source = cut_short(tmp_path)
        code, counts = reported(tmp_path, source, "--list", "plans")
        [problem] = counts["problems"]
        assert code == 0
        assert counts["quarantined"] == 1
        assert counts["stored"] == Message.objects.count() > 10
        assert problem["source"] == str(source)
        assert problem["offset"] > 0
        assert "ends early: it was cut short" in problem["reason"]

    def test_imported_twice_reports_the_same_held_mail(self, tmp_path: Path) -> None:
        source = cut_short(tmp_path)
        _, first = reported(tmp_path, source, "--list", "plans")
        _, second = reported(tmp_path, source, "--list", "plans")
        assert (second["stored"], second["quarantined"]) == (0, 1)
        assert second["problems"] == first["problems"]
        assert Quarantine.objects.count() == 1


class TestExport:
    def test_gives_the_bytes_back(self, tmp_path: Path) -> None:
        tricky = mail("From here on\n>From there\n\n", message_id="<tricky@example.org>")
        source = mbox(tmp_path, mail(), tricky)
        run(source, "--list", "plans")
        out = tmp_path / "out.mbox"
        call_command("export_archive", "--list", "plans", str(out), stdout=StringIO())
        run(out, "--list", "again")
        again = Message.objects.on_list("again")
        assert [message.body.raw_mail() for message in again.order_by("pk")] == [mail(), tricky]
        assert Message.objects.count() == 2
        assert out.read_bytes().count(b"\nFrom mbox@postil Mon Jun  1 08:00:00 2020\n") == 1
        assert b"\n>From here on\n>>From there\n" in out.read_bytes()

    def test_gives_odd_bytes_back(self, tmp_path: Path) -> None:
        folder = tmp_path / "mail"
        folder.mkdir()
        for number, text in enumerate(ODD):
            content = mail(message_id=f"<odd.{number}@example.org>", text="", subject=f"odd {number}") + text
            (folder / f"{number}.eml").write_bytes(content)
        (folder / "crlf.eml").write_bytes(mail("From me\n\n>From you\n").replace(b"\n", b"\r\n"))
        (folder / "head.eml").write_bytes(mail("", message_id="<head@example.org>").rstrip(b"\n"))
        run(folder, "--list", "plans")
        out = tmp_path / "out.mbox"
        call_command("export_archive", "--list", "plans", str(out), stdout=StringIO())
        assert sorted(unescaped(out)) == sorted(one.read_bytes() for one in folder.iterdir())
        run(out, "--list", "again")
        call_command("export_archive", "--list", "again", str(tmp_path / "again.mbox"), stdout=StringIO())
        assert (tmp_path / "again.mbox").read_bytes() == out.read_bytes()

    def test_escapes_a_megabyte_of_quote_marks(self) -> None:
        marks = b">" * 1_000_000
        assert written(marks + b"From \n", "mbox", None).endswith(b"\n>" + marks + b"From \n\n")
        assert written(b"a\n" + marks, "mbox", None).endswith(b"a\n" + marks + b"\n")

    def test_of_an_unknown_list_is_wrong_usage(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="There is no list plans") as wrong:
            call_command("export_archive", "--list", "plans", str(tmp_path / "out.mbox"))
        assert wrong.value.returncode == 2

    def test_overwrites_nothing(self, tmp_path: Path) -> None:
        source = two_mails(tmp_path)
        run(source, "--list", "plans")
        before = source.read_bytes()
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("export_archive", "--list", "plans", str(source))
        assert source.read_bytes() == before
