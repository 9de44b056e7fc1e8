"""Who has a port: a Postil of this folder, or something else.

Each start locks a file named after its port and hands it to its web server; the kernel takes the lock back when both
have ended, however they ended.
"""

from __future__ import annotations

import fcntl
import os
import socket
import time
from pathlib import Path
from urllib.parse import quote

from config.complaints import StartError

# What is left of a start that was killed ends by itself within this time.
SECONDS_TO_END = 15.0


def hold(var: Path, host: str, port: int, address: str) -> int:
    """An open file, locked, that tells whose the port is. Raises StartError when the port cannot be had."""
    path = var / "ports" / f"{quote(host)}-{port}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    end = time.monotonic() + SECONDS_TO_END
    while not is_locked_by_us(file) and time.monotonic() < end:
        if (holder := process_in(file)) and lives(holder):
            raise StartError(
                f"Postil runs from this folder already, at {address} (process {holder}). "
                f"End that one with Ctrl-C or `kill {holder}`, or choose another port: --port {port + 1}"
            )
        time.sleep(0.1)
    see_that_port_is_free(host, port)
    os.truncate(file, 0)
    os.pwrite(file, str(os.getpid()).encode(), 0)
    return file


def is_locked_by_us(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def process_in(file: int) -> int:
    """The process that wrote itself down; 0 for none."""
    said = os.pread(file, 32, 0)
    return int(said) if said.isdigit() else 0


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def see_that_port_is_free(host: str, port: int) -> None:
    """Raises StartError when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"Port {port} of {host} cannot be used ({error.strerror}). Choose another: --port {port + 1}"
            ) from error
