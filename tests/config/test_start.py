"""`manage.py start` as a newcomer runs it: one process tree, pages, and nothing left afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded_cluster import Cluster
from tests.clusters import make_archive
from tests.paths import ROOT
from tests.processes import environment, free_port, run


@contextmanager
def started(var: Path, port: int, *sources: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Postil, running, and what it said until then."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "start", *sources, "--port", str(port)],
        cwd=ROOT, env=environment(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    lines: list[str] = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line.strip())
        if "Postil is at" in line:
            break
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield process, lines
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def wait_for(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.read().decode())


def processes_of(var: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if str(var) in " ".join(process.cmdline()) or process.environ().get("POSTIL_VAR") == str(var):
                found.append(process)
        except psutil.Error:
            continue
    return found


def left_after(var: Path, seconds: float = 5) -> list[psutil.Process]:
    """The processes that are still there when those about to end have ended."""
    end = time.monotonic() + seconds
    while processes_of(var) and time.monotonic() < end:
        time.sleep(0.05)
    return processes_of(var)


@pytest.mark.parametrize(
    ("numbers", "has_tables"),
    [([signal.SIGINT], False), ([signal.SIGTERM, signal.SIGINT, signal.SIGTERM], True)],
)
def test_start_serves_and_ends_without_a_trace(
    tmp_path: Path, numbers: list[signal.Signals], has_tables: bool
) -> None:
    """Also when the terminal and the program that started it both send signals."""
    var, port = tmp_path / "var", free_port()
    if has_tables:
        make_archive(var)
    with started(var, port) as (process, said):
        assert any("one-time password" in line for line in said)
        home = page(port, "/")
        assert "Containers" in home
        assert "lanterns" in home
        style = home.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert "--paper" in page(port, style)
        assert "Password" in page(port, "/accounts/login/")
        for number in numbers:
            process.send_signal(number)
        assert process.wait(60) == 0
    assert left_after(var) == []

    with started(var, port) as (process, said):
        assert not any("password" in line for line in said)
        assert "Containers" in page(port, "/")
    assert left_after(var) == []


def test_named_sources_are_imported_instead_of_the_samples(tmp_path: Path) -> None:
    var, port = tmp_path / "var", free_port()
    make_archive(var)
    with started(var, port, "seeds/workshop") as (_, said):
        assert any("Imported 15 messages" in line for line in said)
        assert "lanterns" not in page(port, "/")


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("start", "--port", str(port), var=tmp_path / "var")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} of 127.0.0.1 cannot be used (Address already in use). Choose another: --port {port + 1}"
    )


def test_a_start_that_was_killed_leaves_nothing_and_the_next_one_has_its_port(tmp_path: Path) -> None:
    var, port = tmp_path / "var", free_port()
    with started(var, port, "seeds/workshop") as (process, _):
        again = run("start", "--port", str(port), var=var)
        assert again.returncode == 1
        assert again.stderr.strip() == (
            f"Postil runs from this folder already, at http://127.0.0.1:{port}/ (process {process.pid}). "
            f"End that one with Ctrl-C or `kill {process.pid}`, or choose another port: --port {port + 1}"
        )
        process.kill()
        process.wait()
        with started(var, port) as (_, said):
            assert said[-1].startswith("Postil is at")
            assert "<h1" in page(port, "/")
    assert left_after(var, 20) == []


def test_two_first_starts_at_once_share_what_the_first_makes(tmp_path: Path) -> None:
    var, ports = tmp_path / "var", (free_port(), free_port())
    with ThreadPoolExecutor() as both, ExitStack() as running:
        begun = [both.submit(running.enter_context, started(var, port)) for port in ports]
        said = [line for one in begun for line in one.result()[1]]
        assert [line for line in said if "Traceback" in line] == []
        assert sum("one-time password" in line for line in said) == 1
        assert sum("Imported" in line for line in said) == 1
        assert all("lanterns" in page(port, "/") for port in ports)


def test_an_embedded_server_that_was_killed_is_started_again(tmp_path: Path) -> None:
    """Until then no page is broken: it comes later, or says 503 and when to try again."""
    var, port = tmp_path / "var", free_port()
    with started(var, port, "seeds/workshop") as (process, _):
        assert "<h1" in page(port, "/")
        server = Cluster(var / "postgres").postmaster()
        assert server
        os.kill(server, signal.SIGKILL)
        answers = statuses(port, until=200, seconds=60)
        assert set(answers) <= {200, 503}
        assert "<h1" in page(port, "/")
        assert process.poll() is None
        assert Cluster(var / "postgres").postmaster() != server


def test_more_visitors_than_connections_are_served_or_asked_to_come_again(tmp_path: Path) -> None:
    var, port = tmp_path / "var", free_port()
    with started(var, port, "seeds/workshop"), ThreadPoolExecutor(150) as visitors:
        answers = list(visitors.map(lambda _: status(port), range(150)))
        assert set(answers) <= {200, 503}
        assert answers.count(200) > 50
        assert connections_of(var) <= 16 + 10


def status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        is_told = refused.headers["Retry-After"] == "5" and b"Nothing was half saved" in refused.read()
        return refused.code if is_told else 0


def statuses(port: int, until: int, seconds: float) -> list[int]:
    """What a page is answered with again and again, up to this status."""
    found: list[int] = []
    end = time.monotonic() + seconds
    while found[-1:] != [until] and time.monotonic() < end:
        found.append(status(port))
    return found


def connections_of(var: Path) -> int:
    host = str(Cluster(var / "postgres").socket_folder)
    with psycopg.connect(host=host, user="postgres", dbname="postil") as asked:
        row = asked.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = 'postil'").fetchone()
    return row[0] if row else 0


def test_a_server_that_is_down_is_said(tmp_path: Path) -> None:
    url = f"postgresql://postil@127.0.0.1:{free_port()}/postil"
    done = run("migrate", var=tmp_path / "var", DATABASE_URL=url, SECRET_KEY="x" * 50)
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be reached (")
    assert done.stderr.strip().endswith("Start it, or mend DATABASE_URL.")


def test_a_wrong_setting_is_said(tmp_path: Path) -> None:
    done = run("check", var=tmp_path / "var", DEBUG="perhaps")
    assert done.returncode == 1
    assert done.stderr.strip() == "DEBUG is 'perhaps'. Write DEBUG=yes or DEBUG=no."


def test_a_database_server_of_ones_own_needs_no_wheel(tmp_path: Path) -> None:
    """With DATABASE_URL the modules of the embedded server are never loaded."""
    code = (
        "import django, sys; django.setup();"
        "from django.db import connection; connection.get_connection_params();"
        "print(sorted(name for name in sys.modules if 'embedded' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(
            tmp_path, DATABASE_URL="postgresql://postil@127.0.0.1/postil", SECRET_KEY="x" * 50,
            DJANGO_SETTINGS_MODULE="config.settings",
        ),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
