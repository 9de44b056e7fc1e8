"""The refs of a git repository, read and written without git: branches, and what was fetched of a remote's."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

OBJECT_NAME = re.compile(r"[0-9a-f]{40}")
# What git takes as a ref's name (git-check-ref-format), without control characters and marks of patterns.
REF_NAME = re.compile(r"refs/(heads|remotes/origin)(/[^/\x00-\x20\x7f~^:?*\[\\]+)+")
FORBIDDEN = re.compile(r"\.\.|@\{|/\.|\.lock(/|$)|\.$")
Refs = dict[str, str]


def is_ref_name(name: str) -> bool:
    return REF_NAME.fullmatch(name) is not None and not FORBIDDEN.search(name)


def refs_of(repository: Path) -> Refs:
    """Commits by the name of their ref, packed or loose. Raises OSError."""
    refs = {name: commit for name, commit in packed_refs(repository).items() if OBJECT_NAME.fullmatch(commit)}
    for folder in ("refs/heads", "refs/remotes/origin"):
        for path in (repository / folder).rglob("*"):
            said = path.read_text("utf-8", "replace").strip() if path.is_file() else ""
            if OBJECT_NAME.fullmatch(said):
                refs[path.relative_to(repository).as_posix()] = said
    return {name: commit for name, commit in refs.items() if is_ref_name(name)}


def packed_refs(repository: Path) -> Refs:
    """Commits by the name of their ref, from the file that holds many of them."""
    path = repository / "packed-refs"
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    return {name: commit for commit, _, name in (line.partition(" ") for line in lines)}


def write_packed(folder: Path, refs: Refs) -> None:
    lines = [f"{commit} {name}\n" for name, commit in sorted(refs.items())]
    (folder / "packed-refs").write_text("".join(lines))


def write_ref(repository: Path, name: str, commit: str) -> None:
    """Writes one ref as git does, below the repository alone. Raises OSError, also while somebody else writes it."""
    path = repository / name
    if not path.parent.resolve().is_relative_to(repository.resolve()):
        raise OSError(f"{name} leads out of the repository")
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f"{path.name}.lock")
    file = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with os.fdopen(file, "w") as out:
            out.write(f"{commit}\n")
        lock.rename(path)
    except OSError:
        with suppress(OSError):
            lock.unlink()
        raise
