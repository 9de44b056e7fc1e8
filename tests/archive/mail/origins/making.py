"""Messages to trace, and traces printed so that an expected value reads like the mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from archive.mail.origins import Source, Trace
from archive.mail.passages import find_spans

ALICE, BOB, CHEN = "Alice Archer", "Bob Baker", "Chen Clay"


def source(key: int, text: str, author: str) -> Source:
    """A message of the day in June that its key says."""
    return Source(key, text, find_spans(text), author, dt.datetime(2020, 6, key, 10, tzinfo=dt.UTC))


def quoted(text: str, marks: str = "> ") -> str:
    return "".join(f"{marks}{line}".rstrip() + "\n" for line in text.splitlines())


def answer(key: int, body: str, *, speaker: str = ALICE, author: str = BOB) -> Source:
    attribution = f"{speaker} wrote:\n" if speaker else ""
    return source(key, f"{attribution}{body}\nQuite so.\n", author)


def printed(traces: Iterable[Trace], *origins: Source) -> list[str]:
    """Each trace as the number of its origin, how the words are the same, and the words as they stand there."""
    by_key = {origin.key: origin for origin in origins}
    return [
        f"{one.origin} {one.how}: "
        + " ".join(by_key[one.origin].text[one.origin_start : one.origin_end].split())
        for one in traces
    ]
