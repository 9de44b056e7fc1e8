"""How fast texts are divided into spans, beside a loop that merely strips the quote marks of each line.

uv run python -m benchmarks.spans_speed FILE …
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from archive.mail.message import UnparsableMail, parse
from archive.mail.passages import find_segments, find_spans
from archive.mail.readers import RawMail, read_source
from benchmarks.reports import write_results

ROUNDS = 3
MOST_MAILS = 5_000
WORST = {"a megabyte of >": ">" * 1_000_000, "a megabyte on one line": "lamp " * 200_000}


def texts(sources: Sequence[Path]) -> list[str]:
    now = dt.datetime.now(dt.UTC)
    found: list[str] = []
    for source in sources:
        for raw in read_source(source):
            if len(found) == MOST_MAILS:
                return found
            if isinstance(raw, RawMail):
                try:
                    found.append(parse(raw, now).text)
                except UnparsableMail:
                    continue
    return found


def strip_marks(text: str) -> None:
    for line in text.split("\n"):
        line.lstrip("> ")


def spans_alone(text: str) -> None:
    find_spans(text)


def spans_and_segments(text: str) -> None:
    for span in find_spans(text):
        find_segments(text, span)


def best_of(work: Callable[[str], None], given: Sequence[str]) -> float:
    """Seconds of the fastest of some rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for text in given:
            work(text)
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=Path)
    given = texts(parser.parse_args().sources)
    megabytes = sum(len(text.encode("utf-8", "replace")) for text in given) / 1_000_000
    rows = {
        "(a) marks stripped": best_of(strip_marks, given),
        "(b) spans": best_of(spans_alone, given),
        "(c) spans and segments": best_of(spans_and_segments, given),
    }
    first = next(iter(rows.values()))
    print(f"{len(given):,} texts, {megabytes:.1f} MB")
    for name, seconds in rows.items():
        print(f"{name:26} {seconds:7.2f} s {megabytes / seconds:8.1f} MB/s {seconds / first:7.1f} × (a)")
    worst = {name: best_of(spans_and_segments, [text]) for name, text in WORST.items()}
    for name, seconds in worst.items():
        print(f"{name:26} {seconds:7.2f} s")
    write_results("spans_speed", {"megabytes": megabytes, **rows, **worst})


if __name__ == "__main__":
    main()
