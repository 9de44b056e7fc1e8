"""The embedded PostgreSQL: started by the first process that needs it, stopped after the last one.

Each process that uses the server holds a shared lock on a file; the kernel takes it back when the process
ends, however it ends. A keeper, started with the server, waits until nobody holds the lock and then stops
the server. A second lock, the gate, is held while anybody starts or stops it.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded_cluster import Cluster, EmbeddedError

USERS, GATE, KEEPER = "users.lock", "gate.lock", "keeper.lock"
LONGEST_WAIT = 60.0

held: dict[Path, tuple[int, int, Path]] = {}


def ensure_running(folder: Path) -> Path:
    """The folder of the running server's socket. Starts the server when it is down. Raises EmbeddedError."""
    pid, _, socket_folder = held.get(folder, (0, 0, folder))
    if pid == os.getpid():
        revive(folder)
        return socket_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with gate(folder):
            users = lock_file(folder / USERS, fcntl.LOCK_SH)
            cluster = Cluster(folder)
            cluster.start()
            keep(folder)
    except OSError as error:
        raise EmbeddedError(
            f"The embedded PostgreSQL cannot use {folder} ({error}). Make the folder writable, or set DATABASE_URL."
        ) from error
    held[folder] = (os.getpid(), users, cluster.socket_folder)
    return cluster.socket_folder


def revive(folder: Path) -> bool:
    """Starts the server that this process uses again when it has ended; whether it had. Raises EmbeddedError."""
    cluster = Cluster(folder)
    if cluster.is_running():
        return False
    with gate(folder):
        cluster.start()
        keep(folder)
    return True


def leave(folder: Path, seconds: float = LONGEST_WAIT) -> None:
    """Gives up this process's use of the server, and waits for its end when nobody else uses it."""
    _, users, _ = held.pop(folder, (0, -1, folder))
    if users < 0:
        return
    os.close(users)
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_used(folder) and Cluster(folder).is_running():
        time.sleep(0.05)


def is_used(folder: Path) -> bool:
    """Whether a process holds the shared lock. The keeper, about to stop the server, holds it alone."""
    return not can_lock(folder, fcntl.LOCK_EX) and can_lock(folder, fcntl.LOCK_SH)


def can_lock(folder: Path, kind: int) -> bool:
    try:
        os.close(lock_file(folder / USERS, kind | fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def lock_file(path: Path, kind: int) -> int:
    """An open file with the lock on it; closing it gives the lock back."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, kind)
    except BaseException:
        os.close(file)
        raise
    return file


@contextmanager
def gate(folder: Path) -> Iterator[None]:
    file = lock_file(folder / GATE, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(file)


def keep(folder: Path) -> None:
    """Starts the keeper when there is none."""
    try:
        os.close(lock_file(folder / KEEPER, fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        return
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    ready = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "config.embedded", str(folder)],
        env=environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert ready.stdout  # noqa: S101 - it is a pipe
    ready.stdout.readline()
    ready.stdout.close()
    ready.returncode = 0  # it outlives this process on purpose


def stand_by(folder: Path) -> None:
    """The keeper: waits until nobody uses the server, and stops it."""
    keeper = lock_file(folder / KEEPER, fcntl.LOCK_EX)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        os.close(lock_file(folder / USERS, fcntl.LOCK_EX))
        with gate(folder):
            if not is_used(folder):
                Cluster(folder).stop()
                os.close(keeper)
                return


if __name__ == "__main__":
    stand_by(Path(sys.argv[1]))
