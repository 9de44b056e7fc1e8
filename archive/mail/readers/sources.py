"""From a path to its mail: chooses the reader by what the file holds, walks folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from archive.mail.readers import eml, mbox, page, pipermail
from archive.mail.readers.items import RawMail, SourceInfo, SourceProblem, UnreadableSource
from archive.mail.readers.stream import Stream

# The first that recognises the beginning of a file reads it.
READERS: tuple[ModuleType, ...] = (pipermail, mbox, page, eml)
PACKED_ENDINGS = frozenset({".gz", ".bz2", ".xz", ".zst"})
MONTH_NAME = re.compile(r"\d{4}[-q]?|\d{4}-?\w+|(?:\d+-)?[A-Z][a-z]+-?\d{4}", re.ASCII)
LIST_TAG = re.compile(rb"^Subject:[^\n]{0,100}?\[([\w.-]+)\]", re.MULTILINE)
LIST_ID = re.compile(rb"^List-Id:[^\n<]{0,400}<([\w-]+)\.", re.MULTILINE | re.IGNORECASE)


def read_source(path: Path, resume_at: int = 0) -> Iterator[RawMail | SourceProblem]:
    """The mail of a file or of all files of a folder, read as it is asked for.

    `resume_at` is the offset of a mail in a file, where reading begins; a folder is read from its start.
    Raises UnreadableSource when the source gives no mail at all.
    """
    if is_folder(path):
        yield from read_folder(path)
        return
    with Stream(path) as stream:
        reader = reader_for(stream)
        stream.skip_to(resume_at)
        yield from reader.read(stream)
        if stream.trailing:
            yield SourceProblem(stream.name, stream.offset, stream.trailing)


def is_folder(path: Path) -> bool:
    """Whether it is a folder; of what may not even be looked at, opening it says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def read_folder(folder: Path) -> Iterator[RawMail | SourceProblem]:
    """Every file below the folder, in the order of names. What cannot be read becomes a problem."""
    found, read = False, 0
    for path in files_below(folder):
        found = True
        if not path.resolve().is_relative_to(folder.resolve()):
            yield SourceProblem(
                str(path), 0, f"{path} is a link that leaves the folder. Import its target itself."
            )
            continue
        try:
            yield from moved_on(read_source(path), read)
        except UnreadableSource as problem:
            yield SourceProblem(str(path), 0, str(problem))
        read += path.lstat().st_size
    if not found:
        raise UnreadableSource(f"The folder {folder} holds no files. Name one that holds mail.")


def moved_on(items: Iterable[RawMail | SourceProblem], read: int) -> Iterator[RawMail | SourceProblem]:
    """Mail of one file of a folder, its `consumed` counted from the folder's first byte."""
    for item in items:
        yield replace(item, consumed=item.consumed + read) if isinstance(item, RawMail) else item


def files_below(folder: Path) -> Iterator[Path]:
    """Files below a folder, sorted; links to folders are not followed. Raises UnreadableSource."""

    def complain(error: OSError) -> None:
        if error.filename == str(folder):
            raise UnreadableSource(
                f"The folder {folder} may not be read ({error.strerror}). Give read access to it."
            )

    for place, folders, files in os.walk(folder, onerror=complain):
        folders.sort()
        for name in sorted(files):
            yield Path(place, name)


def reader_for(stream: Stream) -> ModuleType:
    """The module that reads what the stream holds; raises UnreadableSource when none does."""
    head = stream.peek()
    for module in READERS:
        if module.recognise(head, stream.path):
            return module
    raise UnreadableSource(stream.failure or no_mail_sentence(stream.name, head))


def no_mail_sentence(name: str, head: bytes) -> str:
    if not head:
        return f"{name} is empty: there is no mail in it. Check that it was copied whole."
    if not head.strip():
        return f"{name} holds only blank lines: there is no mail in it. Check that it was copied whole."
    kinds = ", ".join(module.KIND for module in READERS)
    return f"{name} holds no mail in a form that is known ({kinds}). Check that it is the right file."


def describe_source(path: Path) -> SourceInfo:
    """Looks at a source without reading it whole. Raises UnreadableSource."""
    if is_folder(path):
        size = sum(file.lstat().st_size for file in files_below(path))
        return SourceInfo("folder", size, path.resolve().name)
    with Stream(path) as stream:
        reader = reader_for(stream)
        size = path.stat().st_size
        if reader is page:
            return SourceInfo(page.KIND, size, next(page.read(stream)).list_name)
        return SourceInfo(str(reader.KIND), size, list_from_head(stream.peek()) or list_from_path(path))


def list_from_head(head: bytes) -> str:
    match = LIST_ID.search(head) or LIST_TAG.search(head)
    return match[1].decode() if match else ""


def list_from_path(path: Path) -> str:
    """The file's name without its endings; that of its folder when the file is named after a month."""
    name = path.name
    while (ending := Path(name).suffix.lower()) and (
        ending in PACKED_ENDINGS or ending in {".mbox", ".txt", ".eml"}
    ):
        name = name[: -len(ending)]
    return path.resolve().parent.name if MONTH_NAME.fullmatch(name) else name
