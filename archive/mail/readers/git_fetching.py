"""`git fetch` for a clone. Of its own settings only the remote's address is believed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from archive.mail.readers.git_objects import REMOTE, own_environment
from archive.mail.readers.raw_mail import UnreadableSource

SECONDS = 900
PROTOCOLS = "https:http:ssh:git:file"

# Settings by which a clone that came from elsewhere could have git run a program.
HARMLESS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.sshCommand": "ssh",
    "core.gitProxy": "none",
    "core.askPass": "true",
    "credential.helper": "",
    "uploadpack.packObjectsHook": "",
    "gc.auto": "0",
    "maintenance.auto": "false",
}


def fetch(repository: Path) -> None:
    """Brings new commits into a clone that has a remote; nothing is done without. Raises UnreadableSource."""
    address = remote_address(repository)
    if not address:
        return
    branches = f"refs/remotes/{REMOTE}/*" if repository.name == ".git" else "refs/heads/*"
    settings = [part for name, value in HARMLESS.items() for part in ("-c", f"{name}={value}")]
    what = ["--quiet", "--no-tags", "--no-recurse-submodules", "--upload-pack=git-upload-pack"]
    done = git(
        f"--git-dir={repository}", *settings, "fetch", *what, "--", address, f"+refs/heads/*:{branches}"
    )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip() or "no reason given"
        raise UnreadableSource(f"{repository} cannot be brought up to date ({reason}).")


def remote_address(repository: Path) -> str:
    """Where the clone came from; "" when it has no remote."""
    done = git("config", "--file", str(repository / "config"), "--get", f"remote.{REMOTE}.url")
    return done.stdout.decode("utf-8", "replace").strip()


def git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = own_environment() | {"GIT_ALLOW_PROTOCOL": PROTOCOLS, "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise UnreadableSource("Following a git repository takes git. Install it.") from error
    except subprocess.TimeoutExpired as error:
        raise UnreadableSource(f"git took longer than {SECONDS // 60} minutes to fetch.") from error
