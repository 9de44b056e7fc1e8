"""A backup put back, into the embedded PostgreSQL or any from 15 on: all of it in one transaction, or nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from archive.models import ImportRun, Message
from config.backups.making import DATABASE, FORM, KIND, MANIFEST, MIB, UPLOADS
from config.backups.programs import environment, program
from config.complaints import StartError

BEFORE = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
# Settings that newer programs write and older servers do not have.
NEWER_SETTING = re.compile(rb"SET transaction_timeout = ")
# A dump of one schema makes it; it is made before.
MADE_BEFORE = re.compile(rb"(?:CREATE SCHEMA public|COMMENT ON SCHEMA public)\b")


def restore(path: Path, overwrite: bool = False) -> dict[str, Any]:
    """Puts a backup in the place of what the database holds; what the backup says of itself. Raises StartError."""
    try:
        with ZipFile(path) as backup:
            about = manifest_of(backup, path)
            see_that_it_may_go(overwrite)
            with backup.open(DATABASE) as dumped:
                load(dumped)
            put_uploads_back(backup, about)
    except (BadZipFile, KeyError, ValueError) as error:
        raise StartError(
            f"{path} is no whole backup of Postil ({error}). Name a file that backup made."
        ) from error
    except OSError as error:
        raise StartError(f"{path} cannot be restored ({error}).") from error
    return about


def manifest_of(backup: ZipFile, path: Path) -> dict[str, Any]:
    """Raises StartError for a backup of a Postil that is newer than this one."""
    about: dict[str, Any] = json.loads(backup.read(MANIFEST))
    if about.get("kind") != KIND or about.get("form") != FORM:
        raise ValueError("it does not say that it is one")
    loader = MigrationLoader(connection)
    known = {f"{app}.{name}" for app, name in [*loader.disk_migrations, *loader.replacements]}
    if unknown := [name for name in about["migrations"] if name not in known]:
        raise StartError(
            f"{path} was made by another version of Postil ({unknown[-1]}). Upgrade this one first."
        )
    return about


def see_that_it_may_go(overwrite: bool) -> None:
    """Raises StartError while the database is in use, or holds what nobody said may go."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        [others] = cursor.fetchone()
        tables = connection.introspection.table_names(cursor)
    if others:
        raise StartError("The database is in use. Stop Postil's web servers and workers, then restore.")
    is_empty = Message._meta.db_table not in tables or not (Message.objects.exists() or User.objects.exists())
    if not is_empty and not overwrite:
        raise StartError(
            "The database holds an archive already. Back it up if it matters, then add --overwrite to replace it."
        )


def load(dumped: IO[bytes]) -> None:
    """Runs the dump as one transaction: psql ends at the first error, and all is as before."""
    connection.close()
    reader = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    writer = [program("psql"), "-Xq", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    connection.close()
    given = environment()
    with TemporaryFile() as said:
        reading = subprocess.Popen(reader, stdin=PIPE, stdout=PIPE, stderr=said, env=given)  # noqa: S603
        writing = subprocess.Popen(writer, stdin=PIPE, stderr=said, env=given)  # noqa: S603
        feeding = Thread(target=feed, args=(iter(lambda: dumped.read(MIB), b""), reading.stdin))
        feeding.start()
        feed(script_for_any_server(reading.stdout or ()), writing.stdin, closes=reading.wait)
        feeding.join()
        failed = writing.wait() or reading.wait()
        said.seek(0)
        words = said.read().decode("utf-8", "replace").strip()
    if failed:
        raise StartError(
            f"The database could not be restored ({words.partition(chr(10))[0]}). It is as it was before."
        )


def script_for_any_server(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The statements of the dump, after those that clear its place. Rows of tables pass as they are."""
    yield BEFORE
    is_row = False
    for line in lines:
        if is_row:
            is_row = line != b"\\.\n"
        elif line.startswith(b"COPY "):
            is_row = True
        elif NEWER_SETTING.match(line) or MADE_BEFORE.match(line):
            continue
        yield line


def feed(pieces: Iterable[bytes], out: IO[bytes] | None, closes: Callable[[], int] | None = None) -> None:
    """Writes to a program that may end before it has read all.

    A script whose source failed is spoilt, so that nothing of it is kept.
    """
    assert out  # noqa: S101 - it is a pipe
    with suppress(BrokenPipeError), out:
        for piece in pieces:
            out.write(piece)
        if closes and closes():
            out.write(b"\nthe dump was cut short;\n")


def put_uploads_back(backup: ZipFile, about: dict[str, Any]) -> None:
    """Files that waiting runs name, below this machine's folder for them."""
    for member in backup.infolist():
        if member.filename.startswith(f"{UPLOADS}/") and not member.is_dir():
            target = (settings.UPLOAD_ROOT / member.filename.removeprefix(f"{UPLOADS}/")).resolve()
            if target.is_relative_to(settings.UPLOAD_ROOT.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                with backup.open(member) as content, target.open("wb") as out:
                    shutil.copyfileobj(content, out)
    before, now = f"{about['uploads']}/", f"{settings.UPLOAD_ROOT}/"
    for run in ImportRun.objects.only("sources"):
        moved = [now + one.removeprefix(before) if one.startswith(before) else one for one in run.sources]
        if moved != run.sources:
            ImportRun.objects.filter(pk=run.pk).update(sources=moved)
