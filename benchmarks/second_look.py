"""A second look at origins by somebody else than an attribution line names: is it the line that is wrong?

Words alone are compared, in the texts as they stand: nothing of what tracing knows of spans, lines or scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

WORD = re.compile(r"\w+")
MARKS = re.compile(r"^[ \t>|:]*", re.MULTILINE)
MARKED = re.compile(r"[ \t]*[>|]")
# Words without which nothing is said of a line, and those on either side of a break that must go on.
FEWEST = 5
BESIDE = 4
IN_A_ROW = 3
Reason = Literal["goes on", "line is wrong", ""]


@dataclass(frozen=True, slots=True)
class Found:
    """Ranges of a text, of a passage from `first` to `last`, that lead to one other text, the origin.

    `said` are texts of the older mail of the thread by the speaker whom the line names.
    """

    text: str
    ranges: tuple[tuple[int, int], ...]
    first: int
    last: int
    origin: str
    said: tuple[str, ...]


def reason(found: Found) -> Reason:
    """Why the origin may be right all the same, "" when nothing tells that it is."""
    if goes_on(found):
        return "goes on"
    each = [words_of(found.text[start:end]) for start, end in found.ranges]
    telling = [words for words in each if len(words) >= FEWEST]
    is_there = any(holds(found.origin, words) for words in telling)
    is_said = any(holds(text, words) for text in found.said for words in telling)
    return "line is wrong" if is_there and found.said and not is_said else ""


def goes_on(found: Found) -> bool:
    """Whether words begin or end a passage in the midst of a sentence that the quote beside it has: a mark was lost."""
    start, end = found.ranges[0][0], found.ranges[-1][1]
    words = words_of(found.text[start:end])
    above = words_of(found.text[: found.first][-400:])[-BESIDE:]
    below = words_of(found.text[found.last : found.last + 400])[:BESIDE]
    is_first = not words_of(found.text[found.first : start])
    is_last = not words_of(found.text[end : found.last])
    return (is_first and len(above) == BESIDE and holds(found.origin, above + words[:BESIDE])) or (
        is_last and len(below) == BESIDE and holds(found.origin, words[-BESIDE:] + below)
    )


def holds(text: str, words: list[str]) -> bool:
    """Whether unmarked lines of a text have the words in a row."""
    return f" {' '.join(words)} " in own_words(text)


def share_held(text: str, quotes: Sequence[str]) -> float:
    """How much of quotes a text has, in own words or in quotes of its own: of their words, three in a row each time."""
    all_words = f" {' '.join(words_of(text))} "
    runs = [run for quote in quotes for run in runs_of(words_of(quote))]
    return sum(f" {' '.join(run)} " in all_words for run in runs) / max(1, len(runs))


def has_same_words(quote: str, origin: str) -> bool:
    """Whether two ranges have the same words, whatever marks lines begin with."""
    return words_of(MARKS.sub("", quote)) == words_of(MARKS.sub("", origin))


def runs_of(words: list[str]) -> Iterator[list[str]]:
    for at in range(max(1, len(words) - IN_A_ROW + 1)):
        yield words[at : at + IN_A_ROW]


@lru_cache(256)
def own_words(text: str) -> str:
    own = "\n".join(line for line in text.split("\n") if not MARKED.match(line))
    return f" {' '.join(words_of(own))} "


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())
