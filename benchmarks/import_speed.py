"""Postil's whole import beside bare parsing by Python's `email` package, in one run.

    uv run python -m benchmarks.import_speed PATH/TO/LIST.mbox.gz

Prints a table and writes benchmarks/results/import_speed.json. The file is unpacked first, and each reads the plain
mbox. (a) parses every mail with `email` (compat32) and decodes its headers and its text bodies into text, by the
charsets that they name, on one core. (b) imports it into a database of its own: raw mail, texts, threads, spans,
origins, full-text index. (c) imports it again: nothing is new. Then: where the time of (b) went, by phase and by
process (on two cores a second has two processor seconds), and what the database takes, by table and index, beside
the size of the mbox.
"""

from __future__ import annotations

import argparse
import email
import gzip
import json
import lzma
import mailbox
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import IO, Any

from benchmarks.accounting import Accounts, phase_lines
from benchmarks.reports import write_results

MOST_SHOWN = 24
Report = dict[str, Any]
OPENERS: dict[str, Callable[..., IO[bytes]]] = {".gz": gzip.open, ".xz": lzma.open}  # type: ignore[dict-item]


def unpacked(source: Path, folder: Path) -> Path:
    plain = folder / f"{source.name.partition('.')[0]}.mbox"
    with OPENERS.get(source.suffix, open)(source, "rb") as packed, plain.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return plain


def parse_only(plain: Path) -> tuple[int, float]:
    """Mails and seconds of the `email` package alone."""
    began = time.perf_counter()
    box = mailbox.mbox(plain, create=False)
    count = 0
    for key in box.iterkeys():
        read_whole(email.message_from_bytes(box.get_bytes(key)))
        count += 1
    box.close()
    return count, time.perf_counter() - began


def read_whole(message: Message) -> None:
    for value in message.values():
        decoded(value)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                text_of(content, part.get_content_charset("ascii"))


def decoded(value: Any) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return str(value)


def text_of(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except (LookupError, ValueError):
        return content.decode("ascii", "replace")


def import_whole(source: Path) -> Report:
    """Imports in a process of its own; its report."""
    command = [sys.executable, "-m", "benchmarks.import_speed", "--worker", str(source)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def worker(source: Path) -> None:
    """Imports twice into a test database and prints what it took."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from archive.importing import import_sources  # noqa: PLC0415

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        accounts = Accounts(settings.VAR / "postgres")
        began = time.perf_counter()
        first = import_sources([source], tell=lambda progress: accounts.note_until("parsing, storing"))
        accounts.note("tracing, joining")
        middle = time.perf_counter()
        again = import_sources([source])
        report = {
            "found": first.found,
            "stored": first.stored,
            "quarantined": first.quarantined,
            "seconds": middle - began,
            "again_stored": again.stored,
            "again_seconds": time.perf_counter() - middle,
            "phases": accounts.phases,
            "relations": sizes(),
        }
    finally:
        connection.creation.destroy_test_db("postil", verbosity=0)
    print(json.dumps(report))


def sizes() -> list[tuple[str, str, int]]:
    """Kind, name and bytes of the tables (with what they keep aside) and indexes, the largest first; then of all."""
    from archive.importing.database import select  # noqa: PLC0415

    relations = select(
        "SELECT CASE relkind WHEN 'i' THEN 'index' ELSE 'table' END, relname,"
        " CASE relkind WHEN 'i' THEN pg_relation_size(oid) ELSE pg_table_size(oid) END AS size FROM pg_class"
        " WHERE relkind IN ('r', 'i') AND relname NOT LIKE 'pg_%%' ORDER BY size DESC LIMIT %(most)s",
        most=MOST_SHOWN,
    )
    return [*relations, ("all", "the database", select("SELECT pg_database_size(current_database())")[0][0])]


def table(source: Path, size: int, parsed: tuple[int, float], report: Report) -> str:
    count, seconds = parsed
    rows = [
        ("(a) email, parsing alone", count, seconds),
        ("(b) Postil, first import", report["found"], report["seconds"]),
        ("(c) Postil, the same again", report["found"], report["again_seconds"]),
    ]
    lines = [f"{source.name}", f"{'':28} {'mails':>8} {'seconds':>9} {'mails/s':>9} {'× (a)':>7}"]
    for name, mails, took in rows:
        lines.append(f"{name:28} {mails:8,.0f} {took:9.2f} {mails / took:9,.0f} {took / seconds:7.2f}")
    lines.append(f"stored {report['stored']:,}, again {report['again_stored']:,}")
    lines += ["", *phase_lines(report["phases"]), ""]
    for kind, name, taken in report["relations"]:
        lines.append(f"{kind:6} {name:40} {taken / 1e6:8.1f} MB {taken / size:6.2f} × the mbox")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("source", type=Path)
    asked.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.worker:
        worker(given.source)
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = unpacked(given.source, Path(folder))
        size = plain.stat().st_size
        parsed = parse_only(plain)
        report = import_whole(plain)
    print(table(given.source, size, parsed, report))
    result = {"source": given.source.name, "email_mails": parsed[0], "email_seconds": parsed[1], **report}
    write_results("import_speed", result)


if __name__ == "__main__":
    main()
