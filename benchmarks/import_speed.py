"""Postil's whole import beside bare parsing by Python's `email` package, in one run.

    uv run python -m benchmarks.import_speed PATH/TO/LIST.mbox.gz

Prints a table and writes benchmarks/results/import_speed.json. (a) parses every mail with `email`
(compat32), decodes its headers and its text bodies, on one core. (b) imports the same file into a database
of its own: raw mail, texts, threads, spans, full-text index. (c) imports it again: nothing is new.
"""

from __future__ import annotations

import argparse
import email
import gzip
import json
import lzma
import mailbox
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.header import decode_header
from email.message import Message
from pathlib import Path
from typing import IO

from benchmarks.reports import write_results

OPENERS: dict[str, Callable[..., IO[bytes]]] = {".gz": gzip.open, ".xz": lzma.open}  # type: ignore[dict-item]


def parse_only(source: Path) -> tuple[int, float]:
    """Mails and seconds of the `email` package alone."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.mbox"
        with OPENERS.get(source.suffix, open)(source, "rb") as packed, plain.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
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
        decode_header(str(value))
    for part in message.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                content.decode("utf-8", "replace")


def import_whole(source: Path) -> dict[str, float]:
    """Imports in a process of its own, so that its memory is its own; its report."""
    command = [sys.executable, "-m", "benchmarks.import_speed", "--worker", str(source)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def worker(source: Path) -> None:
    """Imports twice into a test database and prints what it took."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from archive.importing import import_sources  # noqa: PLC0415

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        began = time.perf_counter()
        first = import_sources([source])
        middle = time.perf_counter()
        again = import_sources([source])
        ended = time.perf_counter()
        report = {
            "found": first.found,
            "stored": first.stored,
            "quarantined": first.quarantined,
            "seconds": middle - began,
            "again_stored": again.stored,
            "again_seconds": ended - middle,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "parser_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        }
    finally:
        connection.creation.destroy_test_db("postil", verbosity=0)
    print(json.dumps(report))


def table(source: Path, parsed: tuple[int, float], report: dict[str, float]) -> str:
    count, seconds = parsed
    rows = [
        ("(a) email, parsing alone", count, seconds, 1.0),
        ("(b) Postil, first import", report["found"], report["seconds"], report["seconds"] / seconds),
        (
            "(c) Postil, the same again",
            report["found"],
            report["again_seconds"],
            report["again_seconds"] / seconds,
        ),
    ]
    lines = [f"{source.name}", f"{'':28} {'mails':>8} {'seconds':>9} {'mails/s':>9} {'× (a)':>7}"]
    for name, mails, took, ratio in rows:
        lines.append(f"{name:28} {mails:8,.0f} {took:9.2f} {mails / took:9,.0f} {ratio:7.2f}")
    lines.append(
        f"peak memory of (b) and (c): {report['peak_mb']:.0f} MB,"
        f" of each parsing process {report['parser_peak_mb']:.0f} MB;"
        f" stored {report['stored']:,.0f}, again {report['again_stored']:,.0f}"
    )
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("source", type=Path)
    asked.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.worker:
        worker(given.source)
        return
    parsed = parse_only(given.source)
    report = import_whole(given.source)
    print(table(given.source, parsed, report))
    result = {"source": given.source.name, "email_mails": parsed[0], "email_seconds": parsed[1], **report}
    write_results("import_speed", result)


if __name__ == "__main__":
    main()
