"""What cannot work says so in one sentence, with the remedy."""

from __future__ import annotations

import shutil
from concurrent.futures.process import BrokenProcessPool

from django.conf import settings
from django.db import DatabaseError, NotSupportedError, OperationalError, ProgrammingError

from config.embedded_cluster import EmbeddedError

DISK_FULL = "53100"
IN_THE_WAY = "40"
CONNECTION_LOST = ("57P01", "57P02")
# PostgreSQL writes ahead in files of 16 MiB, and gives some room back when it breaks down for want of it.
LEAST_ROOM = 64 << 20


class StartError(Exception):
    """Something that must be there is not. The message is a sentence with the remedy."""


def complaint(error: BaseException) -> str | None:
    """One sentence for an error that a person can mend; None for all others."""
    if isinstance(error, StartError | EmbeddedError):
        return about_full_disk(str(error)) if lacks_room() else str(error)
    if isinstance(error, BrokenProcessPool):
        return "A parsing process was ended from outside, as when memory runs out. Make room, then try again."
    return about_database(error) if isinstance(error, DatabaseError) else None


def about_database(error: DatabaseError) -> str | None:
    if isinstance(error, NotSupportedError):
        return f"The database is too old ({first_line(error)}). Upgrade it to PostgreSQL 15 or later."
    if isinstance(error, OperationalError):
        return about_server(first_line(error), getattr(error.__cause__, "sqlstate", None) or "")
    if "permission denied" in str(error):
        words = "permission denied" + first_line(error).partition("permission denied")[2]
        return f"The database user lacks rights ({words}). Make it the owner of the database."
    if isinstance(error, ProgrammingError) and "does not exist" in str(error):
        return f"The database lacks tables ({first_line(error)}). Run: manage.py migrate"
    return None


def about_server(words: str, state: str) -> str:
    """What to do when the server, which said these words with this SQLSTATE ("" for none), cannot do its work."""
    if state == DISK_FULL or lacks_room():
        return about_full_disk(words)
    if state.startswith(IN_THE_WAY):
        return f"Two imports or other writers were in each other's way ({words}). Try again."
    if settings.EMBEDDED_POSTGRES:
        return f"The embedded PostgreSQL went away ({words}). Try again: it starts with the next command."
    if state in CONNECTION_LOST or "connection is closed" in words or "connection unexpectedly" in words:
        return f"The database went away ({words}). See that it runs, then try again."
    return about_connection(words)


def about_full_disk(words: str) -> str:
    return f"The disk of the database is full ({words}). Make room there, then try again."


def lacks_room() -> bool:
    """Whether there is no room left for the embedded server."""
    folder = settings.EMBEDDED_POSTGRES
    try:
        return folder is not None and shutil.disk_usage(folder).free < LEAST_ROOM
    except OSError:
        return False


def about_connection(words: str) -> str:
    name = settings.DATABASES["default"]["NAME"]
    if "does not exist" in words and f'database "{name}"' in words:
        return f"There is no database {name} ({words}). Create it: createdb {name}"
    if "authentication failed" in words or "no password supplied" in words:
        return f"The database refused the login ({words}). Mend user and password in DATABASE_URL."
    return f"The database cannot be reached ({words}). Start it, or mend DATABASE_URL."


def first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]
