"""Runs git's plumbing on the objects of a repository, without believing its settings.

The settings of a repository that came from elsewhere can make git run any program. So git works in an empty
folder of ours and is given that repository's objects alone; its refs are read here.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.mail.readers.git_refs import OBJECT_NAME, packed_refs
from archive.mail.readers.raw_mail import UnreadableSource

MOST_HOPS = 5
REMOTE = "origin"


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of a repository, and the folder of our own in which git looks at them."""

    repository: Path
    own: Path

    def environment(self) -> dict[str, str]:
        return own_environment() | {
            "GIT_DIR": str(self.own),
            "GIT_OBJECT_DIRECTORY": str(self.repository.resolve() / "objects"),
        }

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts git on these objects. Raises UnreadableSource when there is no git."""
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(  # noqa: S603
                ["git", *arguments],  # noqa: S607
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                env=self.environment(),
            )
        except FileNotFoundError as error:
            raise UnreadableSource(
                f"{self.repository} is a git repository. Install git to read it."
            ) from error

    def output(self, given: bytes, *arguments: str) -> bytes:
        """What git says when it is given these bytes. Raises UnreadableSource with git's complaint."""
        with self.start(*arguments) as process:
            said, complaint = process.communicate(given)
        if process.returncode:
            reason = complaint.decode("utf-8", "replace").strip() or "no reason given"
            raise UnreadableSource(f"Git cannot read {self.repository} ({reason}). Check the repository.")
        return said


def own_environment() -> dict[str, str]:
    """The environment for git without anybody's settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    settings = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_NO_LAZY_FETCH": "1"}
    return environment | settings


@contextmanager
def objects_of(repository: Path) -> Iterator[Objects]:
    with TemporaryDirectory(prefix="postil-git-") as folder:
        own = Path(folder)
        (own / "refs").mkdir()
        (own / "objects").mkdir()
        (own / "HEAD").write_text("ref: refs/heads/none\n")
        yield Objects(repository, own)


def is_repository(folder: Path) -> bool:
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def is_ancestor(objects: Objects, earlier: str, later: str) -> bool:
    """Whether a commit is there and the other one came from it."""
    with objects.start("merge-base", "--is-ancestor", earlier, later) as process:
        process.communicate()
    return process.returncode == 0


def head_commit(repository: Path) -> str:
    """The name of the commit that HEAD stands for; "" when there is none yet. Raises UnreadableSource."""
    return commit_of(repository, "HEAD")


def newest_commits(objects: Objects) -> list[str]:
    """What HEAD stands for, or what a fetch brought of its branch into a clone with a work tree.

    Both where neither came from the other; none when there is no commit yet.
    """
    head, fetched = head_commit(objects.repository), fetched_commit(objects.repository)
    if not head or not fetched:
        return [commit for commit in (head or fetched,) if commit]
    if is_ancestor(objects, head, fetched):
        return [fetched]
    return [head] if is_ancestor(objects, fetched, head) else [fetched, head]


def fetched_commit(repository: Path) -> str:
    try:
        branch = (repository / "HEAD").read_text("utf-8", "replace").strip().removeprefix("ref: refs/heads/")
    except OSError:
        return ""
    return commit_of(repository, f"refs/remotes/{REMOTE}/{branch}")


def commit_of(repository: Path, name: str) -> str:
    """The commit that HEAD or a ref stands for; "" when there is none. Raises UnreadableSource."""
    try:
        packed = packed_refs(repository)
        for _ in range(MOST_HOPS):
            if ".." in name or not (name == "HEAD" or name.startswith("refs/")):
                return ""
            loose = repository / name
            said = loose.read_text("utf-8", "replace").strip() if loose.is_file() else packed.get(name, "")
            if OBJECT_NAME.fullmatch(said):
                return said
            name = said.removeprefix("ref:").strip()
    except OSError as error:
        raise UnreadableSource(f"{repository} cannot be read: {error}. Check its rights.") from error
    return ""
