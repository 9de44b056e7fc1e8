"""Git repositories of public-inbox: version 2 keeps each mail in the file `m` of a commit, version 1 in a
file named after a digest; `d` or the removal of a file takes a mail back.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from archive.mail.readers.git_objects import Objects, head_commit, is_ancestor, objects_of
from archive.mail.readers.items import KEPT_OF_LONGER, LONGEST_MAIL, RawMail, UnreadableSource, too_long

KIND = "public-inbox repository"
CHANGE = re.compile(rb":\d+ \d+ ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([AMD])\d*\t(.*)")
VERSION_1_FILE = re.compile(rb"[0-9a-f]{2}/[0-9a-f]{38}")
CHANGES = ["diff-tree", "--stdin", "--root", "-r", "--raw", "--no-renames", "--no-abbrev"]


def read(repository: Path, resume_at: int = 0) -> Iterator[RawMail]:
    """The mail of one repository in the order in which it came, without what was taken back.

    Offsets count its mails, from 0. Raises UnreadableSource, also when it holds no mail of public-inbox.
    """
    with objects_of(repository) as objects:
        yield from read_objects(objects, resume_at)


def read_objects(objects: Objects, resume_at: int) -> Iterator[RawMail]:
    repository = objects.repository
    blobs = mail_blobs(objects, head_commit(repository))
    if not blobs:
        raise UnreadableSource(
            f"The repository {repository} holds no mail in the form of public-inbox. Check it."
        )
    size = sum(file.lstat().st_size for file in repository.rglob("*") if file.is_file())
    for number, raw in enumerate(read_blobs(objects, blobs[resume_at:], resume_at), resume_at + 1):
        yield replace(raw, consumed=size * number // len(blobs))


def read_between(repository: Path, after: str, commit: str, number: int) -> Iterator[RawMail]:
    """The mail that came with the commits up to `commit` and not yet up to `after`; offsets count from `number`.

    All of it when `after` is "" or no ancestor, as when the history was written anew. Raises UnreadableSource.
    """
    with objects_of(repository) as objects:
        known = after if after and is_ancestor(objects, after, commit) else ""
        yield from read_blobs(objects, mail_blobs(objects, commit, known), number if known else 0)


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


def mail_blobs(objects: Objects, commit: str, after: str = "") -> list[bytes]:
    """The ids of all mails up to a commit, in their order, or of those that came after another."""
    added: dict[bytes, None] = {}
    known = [f"^{after}"] if after else []
    history = objects.output(b"", "rev-list", "--reverse", "--topo-order", commit, *known) if commit else b""
    for line in objects.output(history, *CHANGES).splitlines():
        if match := CHANGE.match(line):
            apply(added, *match.groups())
    return list(added)


def apply(added: dict[bytes, None], old: bytes, new: bytes, kind: bytes, name: bytes) -> None:
    """Takes one change of a file into account."""
    if name == b"m" and kind != b"D":
        added[new] = None
    elif name == b"d" and kind != b"D":
        added.pop(new, None)
    elif VERSION_1_FILE.fullmatch(name):
        if kind != b"A":
            added.pop(old, None)
        if kind != b"D":
            added[new] = None


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
