"""Archives of their own for tests that start processes: a folder with an embedded PostgreSQL and all tables in it.

One is made and kept, and copied for each test; its name has the digest of all that made it.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import psycopg
from django.conf import settings

from config import embedded
from config.embedded import gate
from config.embedded_cluster import SETTINGS, Cluster
from tests.databases import digest_of_migrations
from tests.processes import begun, done

IMPORT = ["import_archive", "--list", "plans"]


def make_archive(var: Path) -> None:
    """Makes `var`, an empty folder or none, an archive without mail, whose server is down."""
    kept = settings.VAR / "tests" / sha256((digest_of_migrations() + SETTINGS).encode()).hexdigest()[:16]
    kept.parent.mkdir(parents=True, exist_ok=True)
    with gate(kept.parent):
        if not kept.exists():
            for old in kept.parent.glob("*/"):
                subprocess.run(["rm", "-rf", str(old)], check=True)
            new = kept.with_name("unfinished")
            done("migrate", "-v0", var=new)
            wait_for_its_end(new)
            new.rename(kept)
    var.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", "--reflink=auto", f"{kept}/.", str(var)], check=True)


def wait_for_its_end(var: Path) -> None:
    end = time.monotonic() + 60
    while Cluster(var / "postgres").postmaster() is not None:
        assert time.monotonic() < end, "the server outlived its last user"
        time.sleep(0.05)


@contextmanager
def importing(source: Path, var: Path, before: int = 0, **more: str) -> Iterator[subprocess.Popen[str]]:
    """The command at work, when more than `before` mails are stored."""
    process = begun(*IMPORT, str(source), var=var, **more)
    try:
        while process.poll() is None and now_stored(var) <= before:
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


def now_stored(var: Path) -> int:
    """How many mails runs have stored; 0 while the server is down."""
    host = str(Cluster(var / "postgres").socket_folder)
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(host=host, user="postgres", dbname="postil") as asked,
    ):
        row = asked.execute("SELECT sum(stored) FROM archive_importrun").fetchone()
        return (row and row[0]) or 0
    return 0


def stored(var: Path) -> int:
    """The same, of an archive whose server may be down."""
    embedded.ensure_running(var / "postgres")
    try:
        return now_stored(var)
    finally:
        embedded.leave(var / "postgres")
