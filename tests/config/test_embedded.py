"""The embedded PostgreSQL, for real, in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded_cluster import Cluster, EmbeddedError
from tests.paths import ROOT

USE = """
import sys
from pathlib import Path
from config import embedded
folder = embedded.ensure_running(Path(sys.argv[1]))
print("up", folder, flush=True)
if len(sys.argv) > 2:
    sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "postgres"
    yield folder
    assert gone(folder), "the server outlived its last user"


def user(folder: Path, *, stays: bool = False) -> subprocess.Popen[str]:
    """A process that uses the server; one that stays does so until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(folder), *(["stays"] if stays else [])],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def said(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return out


def gone(folder: Path, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not Cluster(folder).is_running():
            return True
        time.sleep(0.05)
    return False


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def test_many_processes_at_once_share_one_server(folder: Path) -> None:
    users = [user(folder) for _ in range(5)]
    assert {said(process) for process in users} == {f"up {Cluster(folder).socket_folder}\n"}


def test_it_runs_as_long_as_anybody_uses_it(folder: Path) -> None:
    one, other = user(folder, stays=True), user(folder, stays=True)
    assert first_line(one).startswith("up")
    assert first_line(other).startswith("up")
    said(one)
    assert Cluster(folder).is_running()
    said(other)
    assert gone(folder)


def test_a_killed_user_is_forgotten(folder: Path) -> None:
    process = user(folder, stays=True)
    assert first_line(process).startswith("up")
    process.kill()
    process.communicate(timeout=60)
    assert gone(folder)


def test_it_starts_again_after_a_crash(folder: Path) -> None:
    process = user(folder, stays=True)
    assert first_line(process).startswith("up")
    postmaster = Cluster(folder).postmaster()
    assert postmaster
    os.kill(postmaster, signal.SIGKILL)
    assert gone(folder)
    assert Cluster(folder).postmaster() == postmaster, "the crash left its pid file"
    assert said(user(folder)).startswith("up")
    process.communicate()


def test_a_pid_file_with_another_programs_id_is_no_server(folder: Path) -> None:
    said(user(folder))
    assert gone(folder)
    (Cluster(folder).data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{folder}\n1\n5432\n\n\n1 1\nready\n"
    )
    assert not Cluster(folder).is_running()
    assert said(user(folder)).startswith("up")


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 15) / "postgres"
    assert said(user(folder)) == f"up {Cluster(folder).socket_folder}\n"
    assert len(str(Cluster(folder).socket_folder)) < 90
    assert gone(folder)
    Cluster(folder).socket_folder.rmdir()


def test_a_cluster_that_was_not_finished_says_so(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "base").mkdir()
    with pytest.raises(EmbeddedError, match="Remove that folder and start again"):
        cluster.start()


def test_the_socket_is_its_owners_alone(folder: Path) -> None:
    said(user(folder))
    assert Cluster(folder).socket_folder.stat().st_mode & 0o077 == 0
    assert Cluster(folder).data.stat().st_mode & 0o077 == 0


def test_without_the_wheel_the_sentence_names_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbeddedError, match="set DATABASE_URL"):
        Cluster(tmp_path).start()
