"""A clone of a public-inbox as a source that is followed: its cursor is the last commit of each epoch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.importing.inbox_cursors import as_cursor, commits_behind
from archive.mail.readers import RawMail, SourceProblem, UnreadableSource
from archive.mail.readers.folders import files_below
from archive.mail.readers.git_fetching import fetch
from archive.mail.readers.git_objects import is_repository, newest_commits, objects_of
from archive.mail.readers.inbox_history import Commits, Reached
from archive.mail.readers.public_inbox import list_name, read


def repositories_in(folder: Path) -> list[Path]:
    """The repository itself, or the epochs below the folder in their order."""
    return [path for path in files_below(folder) if is_repository(path)]


class FollowedInbox:
    """Only what came with new commits is read. A remote that does not answer is told after what is here is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)
        self.list_name = list_name(repositories_in(folder)[0])
        self.cursor: dict[str, Any] = {}
        self.reached: dict[str, Any] = {}

    def new_mail(self) -> Iterator[RawMail | SourceProblem]:
        self.reached = dict(self.cursor)
        problems: list[UnreadableSource] = []
        for repository in repositories_in(self.folder):
            try:
                fetch(repository)
            except UnreadableSource as problem:
                problems.append(problem)
            yield from self.new_in(repository)
        if problems:
            raise problems[0]

    def new_in(self, repository: Path) -> Iterator[RawMail | SourceProblem]:
        commits = commits_behind(self.folder, self.cursor)
        # Of one that holds no mail yet, nothing is told.
        commits.behind.setdefault(str(repository), Reached("", 0))
        if not self.is_read(repository, commits):
            yield from read(repository, commits=commits)
            self.reached |= as_cursor(self.folder, commits)

    def is_read(self, repository: Path, commits: Commits) -> bool:
        with objects_of(repository) as objects:
            return " ".join(newest_commits(objects)) == commits.behind[str(repository)].commit

    def passed(self, offset: int) -> None:
        """A round that breaks off is read anew: its mail is known by its bytes."""

    def done(self) -> None:
        self.cursor = self.reached

    def close(self) -> None:
        """Nothing is held open."""
