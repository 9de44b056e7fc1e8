"""Git repositories of public-inbox, of version 1 and 2: the mail of their commits."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from archive.mail.readers.git_objects import Objects, newest_commits, objects_of
from archive.mail.readers.inbox_history import Commits, Reached, is_behind, mail_blobs
from archive.mail.readers.raw_mail import (
    KEPT_OF_LONGER,
    LONGEST_MAIL,
    RawMail,
    SourceProblem,
    UnreadableSource,
    too_long,
)

KIND = "public-inbox repository"
NO_MAIL = "The repository {repository} holds no mail in the form of public-inbox. Check it."
WRITTEN_ANEW = (
    "The commit {commit}, up to which {repository} was read before, is not among its commits any more: its history was"
    " written anew, or it is another clone. So all of its mail was read; what is here already was not stored again."
)


def read(
    repository: Path, resume_at: int = 0, commits: Commits | None = None
) -> Iterator[RawMail | SourceProblem]:
    """The mail of one repository in the order in which it came, without what was taken back.

    Offsets count its mails, from 0. `commits` tells where to begin, and is told how far it was read. Raises
    UnreadableSource, also when it holds no mail of public-inbox.
    """
    commits = commits or Commits()
    with objects_of(repository) as objects:
        newest = newest_commits(objects)
        before = commits.behind.get(str(repository))
        if before and not is_behind(before, newest, objects):
            yield SourceProblem(
                str(repository), 0, WRITTEN_ANEW.format(commit=before.commit, repository=repository)
            )
            before = None
        passed = before.mails if before else 0
        commits.passed[str(repository)] = passed
        blobs = mail_blobs(objects, newest, before.commit.split() if before else ())
        if not blobs and not before:
            raise UnreadableSource(NO_MAIL.format(repository=repository))
        yield from read_objects(objects, blobs[resume_at:], passed + resume_at)
        commits.reached[str(repository)] = Reached(" ".join(newest), passed + len(blobs))


def read_objects(objects: Objects, blobs: list[bytes], number: int) -> Iterator[RawMail]:
    """The mails of these blobs, whose offsets count from `number`; progress counts those before them as read."""
    if not blobs:
        return
    size = sum(file.lstat().st_size for file in objects.repository.rglob("*") if file.is_file())
    for read_now, raw in enumerate(read_blobs(objects, blobs, number), number + 1):
        yield raw._replace(consumed=size * read_now // (number + len(blobs)))


def read_blobs(objects: Objects, blobs: list[bytes], number: int) -> Iterator[RawMail]:
    """The mails of these blobs, whose offsets count from `number`."""
    source, name = str(objects.repository), list_name(objects.repository)
    with objects.start("cat-file", "--batch") as process:
        for offset, blob in enumerate(blobs, number):
            content, length = blob_content(process, blob)
            yield RawMail(
                content=content,
                source=source,
                offset=offset,
                list_name=name,
                defect=too_long(source, offset) if length > len(content) else "",
                dialect="eml",
            )


def list_name(repository: Path) -> str:
    """`plans` for `plans/git/0.git` and for `plans.git`."""
    path = repository.resolve()
    if path.parent.name == "git":
        return path.parent.parent.name
    return path.parent.name if path.name == ".git" else path.name.removesuffix(".git")


def blob_content(process: subprocess.Popen[bytes], blob: bytes) -> tuple[bytes, int]:
    """The content of a blob, or the beginning of a very long one, and its whole length."""
    if process.stdin is None or process.stdout is None:
        return b"", 0
    process.stdin.write(blob + b"\n")
    process.stdin.flush()
    header = process.stdout.readline().split()
    if len(header) != 3:
        raise UnreadableSource(
            f"Object {blob.decode()} is not in the repository. Fetch it anew, then import it."
        )
    length = int(header[2])
    content = process.stdout.read(length if length <= LONGEST_MAIL else KEPT_OF_LONGER)
    rest = length - len(content)
    while rest > 0 and (piece := process.stdout.read(min(rest, KEPT_OF_LONGER))):
        rest -= len(piece)
    process.stdout.read(1)
    return content, length
