"""How long notes on a long log of like lines take to be found again when its text has changed.

    uv run python -m benchmarks.reanchoring [--notes 200] [--lines 14000]

Three changes: lines before it, other words in every line, and other lines altogether. Beside it, the way that compared
all words of the text with difflib, for a few of the notes. Seconds of processor time.

Then the same in an archive of its own: for how long others cannot store, and how long it all takes, by the clock;
beside it, the search within the transaction that stores.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter
from difflib import SequenceMatcher
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from annotations.actions import make_target  # noqa: E402
from annotations.anchoring.reanchoring import reanchor_displaced, reanchored, write_anchors  # noqa: E402
from annotations.anchoring.selectors import SearchedText, Selector, find_again, make_selector  # noqa: E402
from annotations.models import Annotation, Displacement  # noqa: E402
from archive.hooks import text_changed  # noqa: E402
from archive.importing.database import hold_storing_lock  # noqa: E402
from archive.mail.words import words_of  # noqa: E402
from archive.models import Body, Message, Thread  # noqa: E402
from benchmarks.databases import Databases  # noqa: E402
from benchmarks.reports import write_results  # noqa: E402

FEW = 5


def line(number: int) -> str:
    clock = f"12:{number // 60 % 60:02}:{number % 60:02}"
    return f"2020-06-01 {clock} worker {number % 7} finished job {number} on node alpha in {number % 90} ms\n"


def changed(lines: list[str]) -> dict[str, str]:
    return {
        "lines before it": "Hello,\n" * 10 + "".join(lines),
        "words of every line": "".join(f"> {one.replace('2020-06-01', '1 June')}" for one in lines),
        "all lines": "the same line of words in a log again\n" * len(lines),
    }


def selectors_of(lines: list[str], notes: int) -> list[Selector]:
    """Notes on lines that chance chooses."""
    chance, text = random.Random(7), "".join(lines)
    starts = [0]
    for one in lines:
        starts.append(starts[-1] + len(one))
    chosen = (chance.randrange(len(lines)) for _ in range(notes))
    return [make_selector(text, starts[at], starts[at + 1]) for at in chosen]


def find_all(text: str, selectors: list[Selector]) -> tuple[float, dict[str, int]]:
    begun = time.process_time()
    searched = SearchedText(text)
    found = Counter(str(find_again(searched, selector).how) for selector in selectors)
    return time.process_time() - begun, dict(found)


def with_difflib(text: str, selector: Selector) -> float:
    begun = time.process_time()
    matcher = SequenceMatcher(None, words_of(text).texts, words_of(selector.exact).texts, autojunk=False)
    matcher.get_matching_blocks()
    return time.process_time() - begun


def store_notes(text: str, selectors: list[Selector]) -> Message:
    """A message with notes on it."""
    thread = Thread.objects.create()
    message = Message.objects.create(message_id=f"log.{thread.pk}@example.org", thread=thread)
    Body.objects.create(message=message, raw=b"", text=text)
    author, _ = User.objects.get_or_create(username="alice")
    for one in selectors:
        target = make_target(message, one.start, one.end)
        Annotation.objects.create(target=target, author=author, note="Why?", created_at=timezone.now())
    return message


def change_stored(message: Message, text: str, *, within: bool) -> tuple[float, float]:
    """Seconds for which the lock is held longest, and of all, from when the text has been written."""
    with transaction.atomic():
        hold_storing_lock()
        Body.objects.filter(message=message).update(text=text)
        begun = time.perf_counter()
        text_changed.call([message.pk])
        if within:
            reanchor_displaced()
    held = time.perf_counter() - begun
    found = list(reanchored(Displacement.objects.select_related("target__message")))
    writing = time.perf_counter()
    if found:
        write_anchors(found)
    return max(held, time.perf_counter() - writing), time.perf_counter() - begun


def in_an_archive(lines: list[str], selectors: list[Selector]) -> list[dict[str, Any]]:
    rows = []
    with Databases() as databases:
        databases.fresh("notes")
        for name, text in changed(lines).items():
            row: dict[str, Any] = {"changed": name}
            for within, where in ((False, "after it is let go"), (True, "while it is held")):
                message = store_notes("".join(lines), selectors)
                held, whole = change_stored(message, text, within=within)
                row[where] = {"held": round(held, 3), "whole": round(whole, 3)}
                print(f"{name:24} lock held {held:7.3f} s of {whole:7.3f} s, searched {where}")
            rows.append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--lines", type=int, default=14_000)
    asked = parser.parse_args()
    lines = [line(number) for number in range(asked.lines)]
    selectors = selectors_of(lines, asked.notes)
    print(f"{sum(map(len, lines)):,} characters, {asked.notes} notes")
    rows: list[dict[str, Any]] = []
    for name, text in changed(lines).items():
        seconds, found = find_all(text, selectors)
        rows.append({"changed": name, "seconds": round(seconds, 3), "found": found})
        print(f"{name:24} {seconds:8.3f} s  {found}")
    for row, text in zip(rows, changed(lines).values(), strict=True):
        if set(row["found"]) - {"in-message"}:
            each = sum(with_difflib(text, one) for one in selectors[:FEW]) / FEW
            row["seconds with difflib"] = round(each * asked.notes, 1)
            print(
                f"{row['changed']:24} {each * asked.notes:8.1f} s  with difflib, as {FEW} of the notes took"
            )
    stored = in_an_archive(lines, selectors)
    write_results("reanchoring", {"notes": asked.notes, "rows": rows, "stored": stored})


if __name__ == "__main__":
    main()
