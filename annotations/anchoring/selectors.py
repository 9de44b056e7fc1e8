"""Targets: made from a range of a text, found again when the text has changed. Pure.

Offsets are code points. A selector keeps the words (`exact`) and what stands around them, as the
W3C Web Annotation model does with TextQuoteSelector and TextPositionSelector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 32
MIN_SCORE = 0.75
LONGEST_FUZZY = 4_000


@dataclass(frozen=True, slots=True)
class Selector:
    """A range as place and as quote."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a selector's words are now. `how` is a `Target.Found` value, `score` from 0 to 1."""

    start: int
    end: int
    how: str
    score: float


def make_selector(text: str, start: int, end: int) -> Selector:
    """The selector of a range. Raises ValueError when the range is not within the text or holds no words."""
    if not 0 <= start < end <= len(text):
        raise ValueError("The words are not within this message. Select them again.")
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise ValueError("There are no words there. Select some words, or use the + beside a passage.")
    return Selector(
        start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )


def find_again(text: str, selector: Selector, passages: Sequence[tuple[int, int]]) -> Found:
    """Finds a selector's words: at their place, in their passage, in the message, words much like them,
    else the passage that stands there, else the message as a whole (an empty range at 0)."""
    if text[selector.start : selector.end] == selector.exact:
        return Found(selector.start, selector.end, "place", 1.0)
    passage = next((one for one in passages if one[0] <= selector.start < one[1]), None)
    exact = passage and nearest(text, selector, *passage)
    if exact is not None and passage:
        return Found(exact, exact + len(selector.exact), "in-passage", 1.0)
    exact = nearest(text, selector, 0, len(text))
    if exact is not None:
        return Found(exact, exact + len(selector.exact), "in-message", 1.0)
    return find_fuzzy(text, selector) or fall_back(selector, passage)


def fall_back(selector: Selector, passage: tuple[int, int] | None) -> Found:
    if passage:
        return Found(*passage, "passage", 0.0)
    return Found(0, 0, "message", 0.0)


def nearest(text: str, selector: Selector, first: int, last: int) -> int | None:
    """Of all places of the exact words between `first` and `last`, the one with most of the context around it,
    then the nearest to the old place."""
    places = []
    at = text.find(selector.exact, first, last)
    while at != -1:
        places.append(at)
        at = text.find(selector.exact, at + 1, last)
    return max(
        places,
        key=lambda place: (context_score(text, selector, place), -abs(place - selector.start)),
        default=None,
    )


def context_score(text: str, selector: Selector, place: int) -> int:
    """How many characters of prefix and suffix stand around a place."""
    before = text[max(0, place - CONTEXT) : place]
    after = text[place + len(selector.exact) :][:CONTEXT]
    return common_end(before, selector.prefix) + common_end(after[::-1], selector.suffix[::-1])


def common_end(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def find_fuzzy(text: str, selector: Selector) -> Found | None:
    """The range whose words are most like the quote's, when like enough. Compares word by word, so that
    other line breaks and quote markers count little."""
    wanted = words_of(selector.exact)
    if not wanted or len(selector.exact) > LONGEST_FUZZY:
        return None
    there = words_of(text)
    matcher = SequenceMatcher(
        None, [word for word, _, _ in there], [word for word, _, _ in wanted], autojunk=False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    best = max((score_window(blocks, at, len(wanted)) for at in range(len(blocks))), default=None)
    if best is None or best[0] < MIN_SCORE:
        return None
    score, first, last = best
    return Found(there[first][1], there[last][2], "fuzzy", round(score, 3))


def score_window(blocks: Sequence[tuple[int, int, int]], at: int, wanted: int) -> tuple[float, int, int]:
    """Score of the stretch that begins with block `at`: twice the words in common over the words of both."""
    first, best, common = blocks[at][0], (0.0, 0, 0), 0
    for place, _, size in blocks[at:]:
        common += size
        last = place + size - 1
        if last - first + 1 > 2 * wanted:
            break
        best = max(best, (2 * common / (last - first + 1 + wanted), first, last))
    return best


def words_of(text: str) -> list[tuple[str, int, int]]:
    """Words with their place; quote markers are none."""
    words: list[tuple[str, int, int]] = []
    start: int | None = None
    for at, character in enumerate(text + " "):
        if character.isspace() or character == ">":
            if start is not None:
                words.append((text[start:at], start, at))
                start = None
        elif start is None:
            start = at
    return words
