from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from archive.mail.readers import (
    RawMail,
    SourceInfo,
    UnreadableSource,
    describe_source,
    inbox_history,
    public_inbox,
    read_source,
)
from archive.mail.readers.git_objects import head_commit, objects_of
from tests.inboxes import commit, epoch, git, repository


def mail(number: int) -> bytes:
    return b"From: a@x\nMessage-ID: <%d@x>\n\nMail %d.\n" % (number, number)


def contents(path: Path, resume_at: int = 0) -> list[bytes]:
    return [found.content for found in read_source(path, resume_at) if isinstance(found, RawMail)]


def test_each_commit_holds_a_mail_and_deletions_are_honoured(tmp_path: Path) -> None:
    made = epoch(
        tmp_path / "0.git",
        {"m": mail(1)},
        {"m": mail(2)},
        {"m": mail(3)},
        {"m": None, "d": mail(2)},
        {"d": None, "m": mail(4)},
    )
    assert contents(made) == [mail(1), mail(3), mail(4)]


def test_version_1_keeps_a_file_for_each_mail(tmp_path: Path) -> None:
    one, two, three = (f"{number}{number}/{'a' * 38}" for number in (1, 2, 3))
    made = repository(
        tmp_path / "plans", {one: mail(1), "readme": b"x"}, {two: mail(2), three: mail(3)}, {two: None}
    )
    assert contents(made) == [mail(1), mail(3)]


def test_reading_goes_on_at_a_mail(tmp_path: Path) -> None:
    made = epoch(tmp_path / "0.git", *({"m": mail(number)} for number in range(5)))
    assert contents(made, 3) == [mail(3), mail(4)]


def test_all_epochs_of_a_list_are_read_and_its_indexes_are_not(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    for number in (0, 2, 10):
        epoch(plans / "git" / f"{number}.git", {"m": mail(number)})
    (plans / "all.git").mkdir()
    (plans / "msgmap.sqlite3").write_bytes(b"no mail")
    found = list(read_source(plans))
    assert [raw.content for raw in found if isinstance(raw, RawMail)] == [mail(0), mail(2), mail(10)]
    assert len(found) == 3


def test_the_list_is_named_by_the_folders(tmp_path: Path) -> None:
    made = epoch(tmp_path / "plans" / "git" / "0.git", {"m": mail(1)})
    size = describe_source(made).size
    assert describe_source(made) == SourceInfo("public-inbox repository", size, "plans")
    assert next(iter(read_source(made))) == RawMail(mail(1), str(made), 0, "", "plans", "", "eml", size)


def test_progress_ends_at_the_size(tmp_path: Path) -> None:
    made = epoch(tmp_path / "0.git", {"m": mail(1)}, {"m": mail(2)})
    assert [raw for raw in read_source(made) if isinstance(raw, RawMail)][-1].consumed == describe_source(
        made
    ).size


@pytest.mark.parametrize(
    "commits", [[], [{"main.py": b"x = 1\n"}], [{"m": mail(1)}, {"m": None, "d": mail(1)}]]
)
def test_a_repository_without_mail_is_refused(tmp_path: Path, commits: list[dict[str, bytes | None]]) -> None:
    made = epoch(tmp_path / "0.git", *commits)
    with pytest.raises(UnreadableSource, match="holds no mail in the form of public-inbox"):
        list(read_source(made))


def test_an_object_that_is_gone_is_told(tmp_path: Path) -> None:
    made = epoch(tmp_path / "0.git", {"m": mail(1)}, {"m": mail(2)})
    with objects_of(made) as objects:
        blob = inbox_history.mail_blobs(objects, [head_commit(made)])[1].decode()
    (made / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UnreadableSource, match="is not in the repository"):
        list(read_source(made))


def test_a_reader_that_stops_early_leaves_nothing_running(tmp_path: Path) -> None:
    made = epoch(tmp_path / "0.git", {"m": mail(1)}, {"m": mail(2)})
    reading = public_inbox.read(made)
    assert isinstance(reading, Generator)
    assert next(reading).content == mail(1)
    reading.close()
    assert next(reading, None) is None


def test_the_settings_of_a_repository_are_not_believed(tmp_path: Path) -> None:
    made = epoch(tmp_path / "0.git", {"m": mail(1)})
    (made / "config").write_text("[core]\n\trepositoryformatversion = 99\n")
    assert contents(made) == [mail(1)]


def test_packed_refs_are_read(tmp_path: Path) -> None:
    made = epoch(tmp_path / "0.git", {"m": mail(1)})
    git(made, "pack-refs", "--all")
    assert contents(made) == [mail(1)]


@pytest.mark.parametrize("head", [b"", b"ref: ../x\n", b"ref: refs/heads/no\n", b"\xff", b"ref: refs/\n"])
def test_a_head_that_leads_nowhere(tmp_path: Path, head: bytes) -> None:
    made = epoch(tmp_path / "0.git", {"m": mail(1)})
    (made / "HEAD").write_bytes(head)
    with pytest.raises(UnreadableSource, match="holds no mail"):
        list(read_source(made))


def test_a_later_epoch_takes_mail_of_an_earlier_one_back(tmp_path: Path) -> None:
    folder = tmp_path / "plans" / "git"
    epoch(folder / "0.git", *({"m": mail(number)} for number in range(4)))
    epoch(folder / "1.git", {"d": mail(1)}, {"d": mail(2)}, {"d": None, "m": mail(4)}, {"m": mail(2)})
    assert contents(folder.parent) == [mail(0), mail(2), mail(3), mail(4), mail(2)]
    assert contents(folder / "0.git") == [mail(0), mail(2), mail(3)]


def test_an_epoch_that_cannot_be_read_leaves_the_earlier_ones_readable(tmp_path: Path) -> None:
    folder = tmp_path / "plans" / "git"
    epoch(folder / "0.git", {"m": mail(0)})
    epoch(folder / "1.git", {"m": mail(1)})
    (folder / "1.git" / "HEAD").write_text("0123456789" * 4 + "\n")
    assert contents(folder.parent) == [mail(0)]


def test_what_a_fetch_brought_into_a_clone_with_a_work_tree_is_read(tmp_path: Path) -> None:
    server, clone = tmp_path / "server", tmp_path / "clone"
    repository(server, {"m": mail(1)})
    git(tmp_path, "clone", "-q", str(server), str(clone))
    commit(server, {"m": mail(2)})
    git(clone, "fetch", "-q")
    assert contents(clone / ".git") == [mail(1), mail(2)]
    commit(clone, {"m": mail(3)})
    assert sorted(contents(clone / ".git")) == [mail(1), mail(2), mail(3)]
    git(clone, "reset", "-q", "--hard", "origin/HEAD")
    commit(clone, {"m": mail(4)})
    assert contents(clone / ".git") == [mail(1), mail(2), mail(4)]
