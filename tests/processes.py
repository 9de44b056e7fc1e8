"""Commands in processes of their own, in a folder of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return {**kept, "POSTIL_VAR": str(var), **more}


def run(*arguments: str, var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command, at its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment(var, **more), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def done(*arguments: str, var: Path) -> str:
    """What a command says that must come to its end."""
    ended = run(*arguments, var=var)
    assert ended.returncode == 0, ended.stderr or ended.stdout
    return ended.stdout


def begun(*arguments: str, var: Path, **more: str) -> subprocess.Popen[str]:
    """A command at work."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment(var, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def process_of(piece: int) -> tuple[int, int]:
    """A piece of work, and the process that it is done in."""
    return piece, os.getpid()
