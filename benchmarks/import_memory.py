"""The most memory that an import takes, in all of its processes together; PostgreSQL is left aside.

    uv run python -m benchmarks.import_memory [SOURCE …]

Imports each source, and besides them three made to do harm: one mail of 300 MB, an mbox of 200,000 tiny mails, and a
gzip of 1 MB that unpacks to an mbox of 1 GB. The proportional set sizes of the command and of its parsing processes
are added up twenty times a second. Prints the peaks and writes benchmarks/results/import_memory.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.reports import write_results

ROOT = Path(__file__).parent.parent
MB = 1_000_000
EVERY = 0.05
HEAD = b"From alice@example.org Mon Jun  1 10:00:00 2020\nFrom: Alice Archer <alice@example.org>\nSubject: plans\n"


def tree_size(process: psutil.Popen) -> int:
    """Bytes of a process and those that it started: their own memory, and their shares of what is shared."""
    size = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            if one.name() != "postgres":
                size += one.memory_full_info().pss
        except psutil.Error:
            continue
    return size


def measure(source: Path, var: Path) -> dict[str, float]:
    report = var / "report.json"
    command = ["import_archive", str(source), "--list", "plans", "--report", str(report)]
    with psutil.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env={**os.environ, "POSTIL_VAR": str(var)}
    ) as process:
        peak, began = 0, time.monotonic()
        while process.poll() is None:
            peak = max(peak, tree_size(process))
            time.sleep(EVERY)
    counts = json.loads(report.read_text())
    return {
        "peak_mb": peak / MB,
        "seconds": time.monotonic() - began,
        **{name: counts[name] for name in ("found", "stored", "already_present", "quarantined")},
    }


def hostile(folder: Path) -> Iterator[Path]:
    long = folder / "one-mail-of-300-MB.mbox"
    with long.open("wb") as out:
        out.write(HEAD + b"Message-ID: <long@example.org>\n\n")
        for _ in range(300):
            out.write(b"All of this is one mail, and of no use to anybody.\n" * (MB // 51))
    yield long
    tiny = folder / "200,000-tiny-mails.mbox"
    with tiny.open("wb") as out:
        for number in range(200_000):
            out.write(HEAD + b"Message-ID: <%d@example.org>\n\nYes.\n\n" % number)
    yield tiny
    bomb = folder / "gzip-bomb.mbox.gz"
    with gzip.open(bomb, "wb") as packed:
        packed.write(HEAD + b"Message-ID: <bomb@example.org>\n\n")
        for _ in range(1_000):
            packed.write(b"\0" * MB)
    yield bomb


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sources", nargs="*", type=Path, metavar="SOURCE")
    given = asked.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, source in enumerate([*(one.absolute() for one in given.sources), *hostile(folder)]):
            var = folder / str(number)
            migrate = [sys.executable, "manage.py", "migrate", "-v0"]
            subprocess.run(migrate, cwd=ROOT, env={**os.environ, "POSTIL_VAR": str(var)}, check=True)
            figures[source.name] = found = measure(source, var)
            print(
                f"{source.name:28} {found['peak_mb']:6.0f} MB {found['seconds']:6.0f} s  {found['found']:9,} found",
                flush=True,
            )
    write_results("import_memory", figures)


if __name__ == "__main__":
    main()
