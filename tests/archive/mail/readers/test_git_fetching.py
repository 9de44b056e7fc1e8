"""A clone is fetched into without any of its settings but the remote's address."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.mail.readers import UnreadableSource
from archive.mail.readers.git_fetching import fetch
from archive.mail.readers.git_objects import head_commit
from archive.mail.readers.git_refs import is_ref_name, refs_of, write_ref
from tests.inboxes import commit, git

COMMIT = "1" * 40


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The server's side, with a commit that the clone has."""
    folder = tmp_path / "server"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"m": b"one"})
    return folder


@pytest.fixture
def clone(inbox: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "plans.git"
    git(tmp_path, "clone", "-q", "--mirror", str(inbox), str(folder))
    commit(inbox, {"m": b"two"})
    return folder


def is_current(clone: Path, inbox: Path) -> bool:
    return head_commit(clone) == git(inbox, "rev-parse", "HEAD").strip()


def borrow(clone: Path) -> None:
    """Gives the clone an alternate, whose refs git asks for with a command when it fetches."""
    other = clone.with_name("alternate.git")
    git(clone.parent, "clone", "-q", "--bare", str(clone.with_name("server")), str(other))
    (clone / "objects/info/alternates").write_text(f"{other / 'objects'}\n")


def script(clone: Path) -> str:
    """A program that leaves a trace."""
    path = clone.with_name("script")
    path.write_text(f"#!/bin/sh\ntouch {clone.with_name('ran')}\n")
    path.chmod(0o755)
    return str(path)


def alternate_refs(clone: Path) -> None:
    borrow(clone)
    git(clone, "config", "core.alternateRefsCommand", f"{script(clone)};:")


def alternate_with_settings(clone: Path) -> None:
    borrow(clone)
    alternate = clone.with_name("alternate.git")
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.alternateRefsCommand"):
        git(alternate, "config", name, script(clone))


def included(clone: Path) -> None:
    borrow(clone)
    more = clone.with_name("more")
    more.write_text(f'[core]\n\talternateRefsCommand = "{script(clone)};:"\n')
    git(clone, "config", "include.path", str(more))


def hooks(clone: Path) -> None:
    for name in ("reference-transaction", "post-merge", "pre-auto-gc"):
        shutil.copy(script(clone), clone / "hooks" / name)


def helpers(clone: Path) -> None:
    for name in (
        "remote.origin.uploadpack",
        "core.fsmonitor",
        "core.askPass",
        "core.gitProxy",
        "credential.helper",
        "trace2.eventTarget",
        "uploadpack.packObjectsHook",
    ):
        git(clone, "config", name, script(clone))


def instead(clone: Path) -> None:
    git(clone, "config", f"url.ext::{script(clone)} .insteadOf", str(clone.with_name("server")))
    git(clone, "config", "protocol.ext.allow", "always")


def vcs(clone: Path) -> None:
    git(clone, "config", "remote.origin.vcs", "ext")
    git(clone, "config", "protocol.allow", "always")


HOSTILE = [alternate_refs, alternate_with_settings, included, hooks, helpers, instead, vcs]


@pytest.mark.parametrize("prepare", HOSTILE)
def test_nothing_of_the_clones_settings_runs(
    clone: Path, inbox: Path, prepare: Callable[[Path], None]
) -> None:
    prepare(clone)
    fetch(clone)
    assert is_current(clone, inbox)
    assert not clone.with_name("ran").exists()
    assert git(clone, "fsck", "--connectivity-only") is not None


def test_another_address_in_the_settings_is_not_believed(clone: Path, inbox: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    commit(other, {"m": b"forged"})
    git(clone, "config", f"url.{other}.insteadOf", str(inbox))
    git(clone, "config", "remote.origin.pushurl", str(other))
    fetch(clone)
    assert is_current(clone, inbox)


def test_a_proxy_in_the_settings_is_not_asked(clone: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.2)
        git(clone, "config", "http.proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        git(clone, "config", "remote.origin.proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        git(clone, "config", "remote.origin.url", "http://127.0.0.1:9/plans.git")
        with pytest.raises(UnreadableSource, match="cannot be brought up to date"):
            fetch(clone)
        with suppress(TimeoutError):
            proxy.accept()
            pytest.fail("the proxy was asked")


def test_a_program_as_address_is_refused(clone: Path) -> None:
    git(clone, "config", "remote.origin.url", f"ext::{script(clone)}")
    with pytest.raises(UnreadableSource, match="transport 'ext' not allowed"):
        fetch(clone)
    assert not clone.with_name("ran").exists()


def test_only_what_is_new_is_sent(clone: Path, inbox: Path) -> None:
    fetch(clone)
    before = {path for path in (clone / "objects").rglob("*") if path.is_file()}
    commit(inbox, {"m": b"three"})
    fetch(clone)
    new = {path for path in (clone / "objects").rglob("*") if path.is_file()} - before
    assert len(new) == 3  # the mail, its folder, and the commit
    assert is_current(clone, inbox)


def test_history_that_was_written_anew_is_taken(clone: Path, inbox: Path) -> None:
    git(inbox, "reset", "-q", "--hard", "HEAD~1")
    commit(inbox, {"m": b"another two"})
    git(inbox, "branch", "later")
    fetch(clone)
    assert is_current(clone, inbox)
    assert len(refs_of(clone)) == 2


def test_a_ref_whose_commit_is_lost_keeps_nothing_back(clone: Path, inbox: Path) -> None:
    (clone / "refs/heads/lost").write_text(f"{COMMIT}\n")
    fetch(clone)
    assert is_current(clone, inbox)


def test_a_branch_that_leads_out_of_the_clone_is_not_written(clone: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.rmtree(clone / "refs/heads")
    (clone / "refs/heads").symlink_to(outside)
    with pytest.raises(UnreadableSource, match="leads out of the repository"):
        fetch(clone)
    assert list(outside.iterdir()) == []


def test_a_ref_that_somebody_else_writes_is_left_to_them(clone: Path) -> None:
    lock = clone / "refs/heads/plans.lock"
    lock.touch()
    with pytest.raises(FileExistsError):
        write_ref(clone, "refs/heads/plans", COMMIT)
    assert lock.exists()
    assert not (clone / "refs/heads/plans").exists()


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("refs/heads/master", True),
        ("refs/heads/plans/2020", True),
        ("refs/remotes/origin/grün", True),
        ("refs/tags/v1", False),
        ("refs/heads/../../config", False),
        ("refs/heads/.hidden", False),
        ("refs/heads/a.lock", False),
        ("refs/heads/a.lock/b", False),
        ("refs/heads/a b", False),
        ("refs/heads/a\nb", False),
        ("refs/heads/a.", False),
        ("refs/heads/", False),
        ("HEAD", False),
    ],
)
def test_names_of_refs(name: str, is_one: bool) -> None:
    assert is_ref_name(name) is is_one
