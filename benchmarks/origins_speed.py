"""How fast quotes are traced through threads, beside looking each line up in one dictionary of all own lines.

    uv run python -m benchmarks.origins_speed [FILE]

Always a thread of 1,000 messages made up for it: each answers one of those before and quotes parts of it,
nests included. Then a megabyte that is quoted. With FILE, its threads besides. Memory is the process's peak.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import textwrap
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from archive.mail.message import ParsedMessage, UnparsableMail, parse
from archive.mail.origins import Key, Source, trace_thread
from archive.mail.passages import Kind, find_spans
from archive.mail.readers import RawMail, read_source
from benchmarks.reports import write_results
from benchmarks.spans_speed import WORST

MESSAGES = 1_000
PARAGRAPHS = 8
WORDS = 4_000
Threads = list[tuple[list[Source], dict[Key, Key | None]]]


def made_up(count: int = MESSAGES) -> Threads:
    chance = random.Random(7)
    vocabulary = [
        f"{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{number}" for number in range(WORDS)
    ]
    sources: list[Source] = []
    parents: dict[Key, Key | None] = {}
    for key in range(count):
        parents[key] = chance.randrange(max(0, key - 30), key) if key else None
        text = "\n\n".join(
            textwrap.fill(" ".join(chance.choices(vocabulary, k=60)), 70) for _ in range(PARAGRAPHS)
        )
        above = parents[key]
        if above is not None:
            quoted = "".join(
                f"> {line}\n" for line in sources[above].text.splitlines()[: chance.randrange(8, 90)]
            )
            text = f"Writer {above} wrote:\n{quoted}\n{text}"
        sent_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=key)
        sources.append(Source(key, text + "\n", find_spans(text + "\n"), f"Writer {key}", sent_at))
    return [(sources, parents)]


def threads_of(path: Path) -> Threads:
    now = dt.datetime.now(dt.UTC)
    mails = {mail.message_id: mail for mail in parsed(path, now)}
    keys = {message_id: key for key, message_id in enumerate(mails)}
    parents: dict[Key, Key | None] = {
        keys[mail.message_id]: next((keys[one] for one in reversed(mail.references) if one in keys), None)
        for mail in mails.values()
    }
    members: dict[Key, list[Source]] = defaultdict(list)
    for mail in sorted(mails.values(), key=lambda mail: (mail.sent_at is None, mail.sent_at)):
        key = keys[mail.message_id]
        members[root_of(key, parents)].append(
            Source(key, mail.text, find_spans(mail.text), mail.sender.name, mail.sent_at)
        )
    return [(sources, parents) for sources in members.values()]


def parsed(path: Path, now: dt.datetime) -> list[ParsedMessage]:
    found = []
    for raw in read_source(path):
        if isinstance(raw, RawMail):
            try:
                found.append(parse(raw, now))
            except UnparsableMail:
                continue
    return found


def root_of(key: Key, parents: dict[Key, Key | None]) -> Key:
    seen = {key}
    while (above := parents[key]) is not None and above not in seen:
        seen.add(above)
        key = above
    return key


def answered(text: str) -> Threads:
    """A message, and one that quotes all of it."""
    moment = dt.datetime(2020, 6, 1, tzinfo=dt.UTC)
    plan = Source(1, text, find_spans(text), "Alice Archer", moment)
    quote = f"Alice Archer wrote:\n> {text}\n"
    return [([plan, Source(2, quote, find_spans(quote), "Bob Baker", moment)], {1: None, 2: 1})]


def look_up(sources: Sequence[Source]) -> int:
    """The baseline: quoted lines that stand, letter for letter, among the own lines of the thread."""
    own = {
        line.strip()
        for source in sources
        for span in source.spans
        if span.kind is Kind.OWN
        for line in source.text[span.start : span.end].split("\n")
    }
    return sum(
        line.lstrip("> ").strip() in own
        for source in sources
        for span in source.spans
        if span.kind is Kind.QUOTED
        for line in source.text[span.start : span.end].split("\n")
    )


def measure(name: str, threads: Threads) -> dict[str, float]:
    began = time.perf_counter()
    for sources, _ in threads:
        look_up(sources)
    middle = time.perf_counter()
    found = sum(len(traces) for given in threads for traces in trace_thread(*given).values())
    ended = time.perf_counter()
    messages = sum(len(sources) for sources, _ in threads)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:24} {messages:8,} messages {middle - began:7.2f} s looked up {ended - middle:7.2f} s traced"
        f" {(ended - middle) / (middle - began):6.1f} × {found:8,} ranges, peak {peak:,.0f} MB"
    )
    return {
        "messages": messages,
        "looked_up": middle - began,
        "traced": ended - middle,
        "ranges": found,
        "peak_mb": peak,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", type=Path)
    source = parser.parse_args().source
    results = {"made up": measure("a thread made up", made_up())}
    results |= {name: measure(name, answered(text)) for name, text in WORST.items()}
    if source:
        results[source.name] = measure(source.name, threads_of(source))
    write_results("origins_speed", results)


if __name__ == "__main__":
    main()
