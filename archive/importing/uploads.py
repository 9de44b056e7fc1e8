"""Sources of the import form: uploaded files, kept until they are stored, and paths named on the server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename

LONGEST_NAME = 120


class PathError(Exception):
    """A path that may not be imported. The message says why and what to name instead."""


def upload_folder(run_id: int) -> Path:
    return Path(settings.UPLOAD_ROOT, str(run_id))


def save_uploads(run_id: int, files: Iterable[UploadedFile[bytes]]) -> list[Path]:
    """Keeps uploaded files below `UPLOAD_ROOT/<run id>`, chunk by chunk; where they stand."""
    folder = upload_folder(run_id)
    kept: list[Path] = []
    for file in files:
        folder.mkdir(parents=True, exist_ok=True)
        path = free_path(folder, safe_name(file.name or ""))
        with path.open("xb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        kept.append(path)
    return kept


def safe_name(given: str) -> str:
    """The last part of a file name, with letters, digits, `-`, `_` and `.` only, and no dot in front."""
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = "".join(character for character in last if character.isprintable()).strip(" .")
    return get_valid_filename(plain or "upload").lstrip(".")[-LONGEST_NAME:] or "upload"


def free_path(folder: Path, name: str) -> Path:
    """The name in the folder, numbered when it is taken: `mail.mbox`, `2-mail.mbox`."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{number}-{name}"
    return path


def are_uploads(sources: Iterable[str]) -> bool:
    """Whether some of these sources came through the browser."""
    root = Path(settings.UPLOAD_ROOT)
    return any(Path(source).is_relative_to(root) for source in sources)


def discard_uploads(sources: Iterable[str]) -> None:
    """Removes uploads among these sources, with the folder of their run. Other sources stay untouched."""
    root = Path(settings.UPLOAD_ROOT).resolve()
    for source in map(Path, sources):
        if source.parent.parent.resolve() == root:
            shutil.rmtree(source.parent, ignore_errors=True)


def short_name(source: str) -> str:
    """A source as people know it: without the folder of uploads, or of `IMPORT_ROOT`."""
    path = Path(source)
    if path.is_relative_to(settings.UPLOAD_ROOT):
        return "/".join(path.relative_to(settings.UPLOAD_ROOT).parts[1:]) or source
    root = import_root()
    if root and path.is_relative_to(root):
        return str(path.relative_to(root))
    return source


def import_root() -> Path | None:
    """The folder on the server below which sources may be named, if there is one."""
    return Path(settings.IMPORT_ROOT).resolve() if settings.IMPORT_ROOT else None


def path_below_import_root(typed: str) -> Path:
    """The file or folder that was named below `IMPORT_ROOT`. Raises PathError."""
    root = import_root()
    if root is None:
        raise PathError("Importing from the server's disk is switched off: set IMPORT_ROOT first.")
    try:
        path = (root / typed).resolve()
        if not path.is_relative_to(root):
            raise PathError(f"{typed} leads out of {root}. Name a file or folder below it.")
        if not path.exists():
            raise PathError(f"There is no {typed} below {root}. Check the path.")
    except (OSError, ValueError) as error:
        raise PathError(f"{typed} cannot be opened ({error}). Check the path.") from error
    if not os.access(path, os.R_OK):
        raise PathError(f"{typed} may not be read. Give the user who runs Postil read access to it.")
    return path
