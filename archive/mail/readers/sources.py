"""From a path to its mail, and to what can be told of it beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.mail.headers import list_id_in
from archive.mail.readers import archives, copied_page, pipermail_html, public_inbox
from archive.mail.readers.files import reader_for
from archive.mail.readers.folders import files_below, read_file, read_folder, size_of
from archive.mail.readers.git_objects import is_repository
from archive.mail.readers.inbox_history import Commits
from archive.mail.readers.raw_mail import RawMail, SourceInfo, SourceProblem
from archive.mail.readers.stream import Stream

PACKED_ENDINGS = frozenset({".gz", ".bz2", ".xz", ".zst"})
MONTH_NAME = re.compile(r"\d{4}[-q]?|\d{4}-?\w+|(?:\d+-)?[A-Z][a-z]+-?\d{4}", re.ASCII)
LIST_TAG = re.compile(rb"^Subject:[^\n]{0,100}?\[([\w.-]+)\]", re.MULTILINE)
GROUP = re.compile(rb"^X-Google-Groups:[ \t]{0,9}([\w.-]{1,100})", re.MULTILINE | re.IGNORECASE)
# Files that programs name so for every list.
NAMELESS = frozenset({"topics", "mbox"})


def read_source(
    path: Path, resume_at: int = 0, commits: Commits | None = None
) -> Iterator[RawMail | SourceProblem]:
    """The mail of a file or of all files of a folder, read as it is asked for.

    `resume_at` is the offset of a mail in a file or repository, where reading begins; a folder or an
    archive is read from its start. `commits` tells how far repositories of public-inbox were read before, and is told
    how far they are now.
    Raises UnreadableSource when the source gives no mail at all.
    """
    if is_folder(path):
        is_inbox = is_repository(path)
        yield from (
            public_inbox.read(path, resume_at, commits) if is_inbox else read_folder(path, commits=commits)
        )
    else:
        yield from read_file(path, resume_at)


def is_folder(path: Path) -> bool:
    """Whether it is a folder; of what may not even be looked at, opening it says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def describe_source(path: Path) -> SourceInfo:
    """Looks at a source without reading it whole. Raises UnreadableSource."""
    if is_folder(path):
        if is_repository(path):
            return SourceInfo(public_inbox.KIND, size_of(path), public_inbox.list_name(path))
        size = sum(size_of(file) for file in files_below(path))
        return SourceInfo("folder", size, path.resolve().name)
    with Stream(path) as stream:
        size = path.stat().st_size
        if kind := archives.kind_of(stream.peek(512)):
            return SourceInfo(f"{kind} archive", size, list_from_path(path))
        reader = reader_for(stream)
        if reader in {copied_page, pipermail_html}:
            return SourceInfo(str(reader.KIND), size, next(reader.read(stream)).list_name)
        return SourceInfo(str(reader.KIND), size, list_from_head(stream.peek()) or list_from_path(path))


def list_from_head(head: bytes) -> str:
    name, dot, _ = list_id_in(head).partition(".")
    if name and dot:
        return name
    match = GROUP.search(head) or LIST_TAG.search(head)
    return match[1].decode() if match else ""


def list_from_path(path: Path) -> str:
    """The file's name without its endings; that of its folder when the file's own tells a month or nothing."""
    name = path.name
    while (ending := Path(name).suffix.lower()) and (
        ending in PACKED_ENDINGS or ending in {".mbox", ".txt", ".eml", ".tar", ".zip", ".tgz"}
    ):
        name = name[: -len(ending)]
    return path.resolve().parent.name if MONTH_NAME.fullmatch(name) or name in NAMELESS else name
