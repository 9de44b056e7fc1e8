"""A backup is put back whole, into another place, and never over an archive unasked."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from config.backups.restoring import BEFORE, script_for_any_server
from tests.mails import mail, mbox
from tests.processes import run

DIGEST = ("shell", "-v0", "-c", "from tests.rows import digest; print(digest())")


def done(*arguments: str, var: Path) -> str:
    ended = run(*arguments, var=var)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_an_archive_is_the_same_when_it_is_put_back_elsewhere(tmp_path: Path) -> None:
    one, other, backup = tmp_path / "one", tmp_path / "other", tmp_path / "postil.backup"
    mails = (
        mail(message_id=f"<plans.{number}@example.org>", text=f"{number}\n\\.\nCOPY it\n")
        for number in range(5)
    )
    done("import_archive", str(mbox(tmp_path, *mails)), "--list", "plans", var=one)
    waiting = one / "uploads" / "7" / "plans.mbox"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(b"From alice\n")
    assert "Backed up to" in done("backup", str(backup), var=one)
    assert backup.stat().st_mode & 0o077 == 0
    assert "Restored 5 messages on 1 lists" in done("restore", str(backup), var=other)
    assert "hold" in done("check_archive", var=other)
    assert done(*DIGEST, var=other) == done(*DIGEST, var=one)
    assert (other / "uploads" / "7" / "plans.mbox").read_bytes() == b"From alice\n"

    refused = run("restore", str(backup), var=other)
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith("then add --overwrite to replace it.")
    broken = tmp_path / "broken.backup"
    with zipfile.ZipFile(backup) as whole, zipfile.ZipFile(broken, "w") as cut:
        cut.writestr("postil.json", whole.read("postil.json"))
        cut.writestr("database.dump", whole.read("database.dump")[:-3000])
    failed = run("restore", str(broken), "--overwrite", var=other)
    assert failed.returncode == 1
    assert "It is as it was before." in failed.stderr
    assert done(*DIGEST, var=other) == done(*DIGEST, var=one)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no zip", "is no whole backup of Postil"),
        ({"kind": "another"}, "does not say that it is one"),
        (
            {"kind": "postil backup", "form": 1, "migrations": ["archive.9999_later"]},
            "Upgrade this one first",
        ),
    ],
)
def test_what_is_no_backup_is_told(tmp_path: Path, content: object, said: str) -> None:
    file = tmp_path / "x"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        with zipfile.ZipFile(file, "w") as made:
            made.writestr("postil.json", json.dumps(content))
    refused = run("restore", str(file), var=tmp_path / "var")
    assert (refused.returncode, said in refused.stderr) == (1, True), refused.stderr


def test_settings_that_older_servers_lack_are_left_out_and_rows_are_not_touched() -> None:
    rows = [b"COPY public.t (a) FROM stdin;\n", b"SET transaction_timeout = 0;\n", b"\\.\n"]
    script = [
        b"SET transaction_timeout = 0;\n",
        b"SET lock_timeout = 0;\n",
        b"CREATE SCHEMA public;\n",
        *rows,
    ]
    assert list(script_for_any_server(script)) == [BEFORE, b"SET lock_timeout = 0;\n", *rows]
