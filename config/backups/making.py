"""A backup: a zip with the database as pg_dump gives it, the uploads that runs still need, and what it is of."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from archive.models import MailingList, Message
from config.backups.programs import environment, program, server_version
from config.complaints import StartError, first_line

KIND = "postil backup"
FORM = 1
MANIFEST, DATABASE, UPLOADS = "postil.json", "database.dump", "uploads"
MIB = 1 << 20


def back_up(path: Path) -> int:
    """Writes the archive as it is at this moment to a file, which only its owner can read; its size in bytes.

    Raises StartError. A file that is there is replaced when the backup is whole.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode=0o600)
        with ZipFile(part, "w", ZIP_STORED) as out:
            out.writestr(MANIFEST, json.dumps(manifest(), indent=1))
            with out.open(DATABASE, "w", force_zip64=True) as dumped:
                dump(dumped)
            for file in uploads():
                with suppress(FileNotFoundError):  # its run is done meanwhile
                    out.write(file, f"{UPLOADS}/{file.relative_to(settings.UPLOAD_ROOT)}")
        part.replace(path)
    except OSError as error:
        raise StartError(
            f"The backup cannot be written ({error}). Name another file, or make room."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def manifest() -> dict[str, object]:
    """What the backup is of, and which migrations its tables have had."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "kind": KIND,
        "form": FORM,
        "made_at": timezone.now().isoformat(),
        "server": server_version(),
        "lists": MailingList.objects.count(),
        "messages": Message.objects.count(),
        "uploads": str(settings.UPLOAD_ROOT),
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
    }


def dump(out: IO[bytes]) -> None:
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
    with subprocess.Popen(  # noqa: S603 - PostgreSQL's program
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout  # noqa: S101 - they are pipes
        assert process.stderr  # noqa: S101
        shutil.copyfileobj(process.stdout, out, MIB)
        said = process.stderr.read().decode("utf-8", "replace")
    if process.returncode:
        raise StartError(f"pg_dump failed ({first_line(RuntimeError(said))}). Nothing was backed up.")


def uploads() -> Iterator[Path]:
    root: Path = settings.UPLOAD_ROOT
    return (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
