"""What it takes to store one more message in an archive of 100,000.

    uv run python -m benchmarks.single_mail_speed [--archive 100000] [--single 200]

Writes a synthetic archive, imports it into a database of its own, then adds single messages, each as an
import run: parsed, stored, threaded, joined to people, traced. By turns: new threads, replies with quotes,
answers to mail that is not here, and words carried over from another thread. Prints the median and writes
benchmarks/results/single_mail_speed.json.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from benchmarks.reports import write_results

PEOPLE = 3_000
WORDS = 20_000
IN_THREAD = 8
KINDS = ["new", "reply", "reply", "orphan", "reply", "carried", "reply", "reply"]
EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


class Writer:
    """Makes up mail: threads of some eight messages that quote one another, by people of uneven zeal."""

    def __init__(self) -> None:
        self.chance = random.Random(2822)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "is")]
        self.words = ["".join(self.chance.choices(syllables, k=3)) for _ in range(WORDS)]
        self.weights = [1 / (rank + 5) for rank in range(WORDS)]
        self.names = [f"{self.word().title()} {self.word().title()}" for _ in range(PEOPLE)]
        self.number = 0
        self.thread: list[tuple[str, str, str]] = []
        self.written: list[tuple[str, str, str]] = []

    def word(self) -> str:
        return self.chance.choice(self.words)

    def paragraph(self) -> list[str]:
        words = self.chance.choices(self.words, self.weights, k=self.chance.randint(20, 80))
        return [" ".join(words[at : at + 10]) for at in range(0, len(words), 10)]

    def mail(self, kind: str = "reply") -> bytes:
        """One mail that begins a thread, or answers one of the thread begun last, or is `orphan` or `carried`."""
        if kind != "reply":
            self.thread = []
        self.number += 1
        sent = EPOCH + timedelta(minutes=37 * self.number)
        name = self.names[int(PEOPLE * self.chance.random() ** 2)]
        id_, lines, more = f"{self.number}.{self.word()}@example.org", self.paragraph(), ""
        if above := self.answered(kind):
            above_id, who, text = above
            quoted = [f"> {line}" for line in text.splitlines()[:8]]
            lines = [f"{who} wrote:", *quoted, "", *lines]
            if kind != "carried":
                more = f"References: <{above_id}>\nIn-Reply-To: <{above_id}>\n"
        self.thread.append((id_, name, "\n".join(lines[-6:])))
        if self.number % 50 == 0:
            self.written.append(self.thread[-1])
        head = f"From: {name} <{name.lower().replace(' ', '.')}@example.org>\nSubject: {self.word()} {self.word()}\n"
        date = f"Date: {format_datetime(sent)}\nMessage-ID: <{id_}>\n"
        return (head + date + more + "\n" + "\n".join([*lines, "", *self.paragraph()]) + "\n").encode()

    def answered(self, kind: str) -> tuple[str, str, str] | None:
        """Id, writer and words of the message that a mail of this kind quotes."""
        if kind == "orphan":
            return (
                f"{self.number}.lost@example.org",
                self.chance.choice(self.names),
                "\n".join(self.paragraph()),
            )
        among = self.written if kind == "carried" else self.thread
        return self.chance.choice(among) if among else None

    def archive(self, count: int) -> Iterator[bytes]:
        for number in range(count):
            first = "orphan" if number % 5 == 0 else "new"
            yield self.mail(first if number % IN_THREAD == 0 else "reply")


def write_archive(writer: Writer, count: int, path: Path) -> None:
    with path.open("wb") as out:
        for mail in writer.archive(count):
            out.write(b"From alice@example.org Mon Jun  1 10:00:00 2020\n" + mail + b"\n")


def measure(archive: int, single: int) -> dict[str, float]:
    """Seconds of the import of the archive, and of each single message after it."""
    from archive.importing import import_sources, make_list  # noqa: PLC0415
    from archive.importing.arrivals.delivery import receive  # noqa: PLC0415

    writer, plans = Writer(), make_list("plans")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plans.mbox"
        write_archive(writer, archive, path)
        began = time.perf_counter()
        run = import_sources([path], plans)
        whole = time.perf_counter() - began
    took = []
    for number in range(single):
        mail = writer.mail(KINDS[number % len(KINDS)])
        began = time.perf_counter()
        if receive(mail, plans, "benchmark").stored != 1:
            raise SystemExit("A message was not stored: the figures would mean nothing.")
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return {
        "archive": run.stored,
        "archive_seconds": whole,
        "single": single,
        "median_ms": statistics.median(took),
        "p95_ms": took[int(len(took) * 0.95)],
        "worst_ms": took[-1],
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--archive", type=int, default=100_000)
    asked.add_argument("--single", type=int, default=200)
    given = asked.parse_args()

    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = measure(given.archive, given.single)
    finally:
        connection.creation.destroy_test_db("postil", verbosity=0)
    print(f"archive of {figures['archive']:,.0f} messages, imported in {figures['archive_seconds']:.0f} s")
    print(f"{'':22} {'median':>9} {'95 %':>9} {'worst':>9}")
    print(
        f"{'one more message (ms)':22} {figures['median_ms']:9.1f} {figures['p95_ms']:9.1f} {figures['worst_ms']:9.1f}"
    )
    write_results("single_mail_speed", figures)


if __name__ == "__main__":
    main()
