"""The database goes away or has no room left while an import runs: a sentence, nothing half-written."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from archive.importing import import_sources, make_list
from config.embedded_cluster import Cluster
from tests.clusters import IMPORT, importing, make_archive, stored
from tests.mails import mail, mbox
from tests.processes import done, run
from tests.rows import digest

MIB = 1 << 20
MAILS = 1_800
GO_ON = (
    "The import broke off. What it counted is stored: mend what is said next, then type the same command again"
    " to go on from there."
)


def letters(count: int, words: int) -> list[bytes]:
    """Mails of so many chance words; each third begins a thread, the others answer and quote the one before."""
    chance = random.Random(1)
    made: list[bytes] = []
    quoted = ""
    for number in range(count):
        own = "\n".join(" ".join(f"{chance.getrandbits(40):x}" for _ in range(8)) for _ in range(words // 8))
        above = f"<letter.{number - 1}@example.org>" if number % 3 else ""
        text = f"{quoted}\n{own}\n" if above else f"{own}\n"
        made.append(mail(text, message_id=f"<letter.{number}@example.org>", references=above))
        quoted = "".join(f"> {line}\n" for line in own.splitlines()[:4])
    return made


def whole(source: Path) -> str:
    """The digest of an archive that was never disturbed."""
    import_sources([source], make_list("plans"))
    return digest()


def digest_of(var: Path) -> str:
    return done("shell", "-v0", "-c", "from tests.rows import digest; print(digest())", var=var).strip()


@pytest.mark.django_db
def test_a_server_that_is_stopped_at_once_and_then_killed(tmp_path: Path) -> None:
    var, source = tmp_path / "var", mbox(tmp_path, *letters(MAILS, 24))
    make_archive(var)
    before = 0
    for number in (signal.SIGQUIT, signal.SIGKILL):
        with importing(source, var, before) as process:
            server = Cluster(var / "postgres").postmaster()
            assert server
            os.kill(server, number)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 1
        assert said.startswith(f"{GO_ON}\nThe embedded PostgreSQL went away (")
        assert said.endswith("). Try again: it starts with the next command.\n")
        done("check_archive", var=var)
        assert before < stored(var) < MAILS
        before = stored(var)
    done(*IMPORT, str(source), var=var)
    done("check_archive", var=var)
    assert digest_of(var) == whole(source)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, of 300 MiB."""
    folder = tmp_path / "var"
    folder.mkdir()
    try:
        mount("-t", "tmpfs", "-o", "size=300m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("A small disk cannot be had: only root may mount one.")
    try:
        yield folder
    finally:
        with suppress(psycopg.Error):
            Cluster(folder / "postgres").stop()
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


@pytest.mark.django_db
def test_a_disk_without_room(tmp_path: Path, small_disk: Path) -> None:
    source = mbox(tmp_path, *letters(MAILS, 400))
    make_archive(small_disk)
    room = shutil.disk_usage(small_disk).used + 40 * MIB
    mount("-o", f"remount,size={room}", str(small_disk))
    ended = run(*IMPORT, str(source), var=small_disk)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{GO_ON}\nThe disk of the database is full (")
    assert ended.stderr.endswith("). Make room there, then try again.\n")
    mount("-o", "remount,size=800m", str(small_disk))
    done("check_archive", var=small_disk)
    assert 0 < stored(small_disk) < MAILS
    done(*IMPORT, str(source), var=small_disk)
    done("check_archive", var=small_disk)
    assert digest_of(small_disk) == whole(source)
