"""Addresses on the web that a mail's words name: where they stand."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"\bhttps?://(?=[\w\[])[^\s<>\"]+", re.IGNORECASE)
PAIRS = {")": "(", "]": "[", "}": "{"}
AFTER_WORDS = ".,;:!?'*_|\\"
LONGEST = 2000


def web_addresses(text: str) -> list[tuple[int, int]]:
    """Ranges of a line that are addresses, without the punctuation that ends a sentence or a bracket."""
    if "://" not in text:
        return []
    found = ((match.start(), end_of(text, match.start(), match.end())) for match in ADDRESS.finditer(text))
    return [(start, end) for start, end in found if end - start <= LONGEST]


def end_of(text: str, start: int, end: int) -> int:
    opened = {
        mark: text.count(opening, start, end) - text.count(mark, start, end)
        for mark, opening in PAIRS.items()
    }
    while end > start:
        last = text[end - 1]
        if opened.get(last, 0) < 0:
            opened[last] += 1
        elif last not in AFTER_WORDS:
            break
        end -= 1
    return end
