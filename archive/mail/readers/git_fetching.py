"""`git fetch` for a clone. Of its own settings only the remote's address is believed.

As for reading, git works in a folder of ours with settings of ours, and is given the clone's objects and refs
alone; where its branches stand afterwards is written into the clone here.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from archive.mail.readers.git_objects import REMOTE, Objects, objects_of, own_environment
from archive.mail.readers.git_refs import Refs, refs_of, write_packed, write_ref
from archive.mail.readers.raw_mail import UnreadableSource

SECONDS = 900
PROTOCOLS = "https:http:ssh:git:file"

# Objects that no ref of ours names are not cleared away, nobody is asked, and what alternates are borrowed from is
# not looked into: git would read the settings there.
SETTINGS = """
[core]
	repositoryFormatVersion = 0
	bare = true
	askPass = true
	alternateRefsCommand = true
[gc]
	auto = 0
[maintenance]
	auto = false
"""


def fetch(repository: Path) -> None:
    """Brings new commits into a clone that has a remote; nothing is done without. Raises UnreadableSource."""
    address = remote_address(repository)
    if not address:
        return
    branches = f"refs/remotes/{REMOTE}/*" if repository.name == ".git" else "refs/heads/*"
    with objects_of(repository) as objects:
        try:
            before = known_refs(objects)
            (objects.own / "config").write_text(SETTINGS)
            write_packed(objects.own, before)
            fetch_into(objects, address, f"+refs/heads/*:{branches}")
            for name, commit in refs_of(objects.own).items():
                if before.get(name) != commit:
                    write_ref(repository, name, commit)
        except OSError as error:
            raise UnreadableSource(f"{repository} cannot be brought up to date ({error}).") from error


def known_refs(objects: Objects) -> Refs:
    """The clone's refs whose commits are there, by which the remote is told what need not be sent."""
    refs = refs_of(objects.repository)
    asked = "".join(f"{commit}\n" for commit in refs.values()).encode()
    said = objects.output(asked, "cat-file", "--batch-check=%(objecttype)").decode().split("\n")
    return {
        name: commit for (name, commit), kind in zip(refs.items(), said, strict=False) if kind == "commit"
    }


def fetch_into(objects: Objects, address: str, branches: str) -> None:
    done = git(
        "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--", address, branches, objects=objects
    )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip() or "no reason given"
        raise UnreadableSource(f"{objects.repository} cannot be brought up to date ({reason}).")


def remote_address(repository: Path) -> str:
    """Where the clone came from; "" when it has no remote."""
    done = git("config", "--file", str(repository / "config"), "--get", f"remote.{REMOTE}.url")
    return done.stdout.decode("utf-8", "replace").strip()


def git(*arguments: str, objects: Objects | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = objects.environment() if objects else own_environment() | {"GIT_DIR": os.devnull}
    try:
        return subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=environment | {"GIT_ALLOW_PROTOCOL": PROTOCOLS, "GIT_TERMINAL_PROMPT": "0"},
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise UnreadableSource("Following a git repository takes git. Install it.") from error
    except subprocess.TimeoutExpired as error:
        raise UnreadableSource(f"git took longer than {SECONDS // 60} minutes to fetch.") from error
