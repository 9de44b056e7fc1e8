"""Repositories of public-inbox for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

WHO = {
    f"GIT_{role}_{part}": "alice@example.org"
    for role in ("AUTHOR", "COMMITTER")
    for part in ("NAME", "EMAIL")
}
Files = Mapping[str, bytes | None]


def git(folder: Path, *arguments: str) -> str:
    """What git says, without anybody's settings."""
    environment = {**os.environ, **WHO, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, env=environment)
    return done.stdout.decode()


def commit(work: Path, files: Files) -> None:
    """One commit of files by name, None for one to remove."""
    for name, content in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
    git(work, "add", "-A")
    git(work, "commit", "-q", "--allow-empty", "-m", "x")


def repository(folder: Path, *commits: Files) -> Path:
    """A repository with these commits. Returns its git folder."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    for files in commits:
        commit(folder, files)
    return folder / ".git"


def epoch(path: Path, *commits: Files) -> Path:
    """A bare repository at this path."""
    made = repository(path.with_name(f"work-{path.name}"), *commits)
    made.rename(path)
    shutil.rmtree(made.parent)
    return path
