"""Selectors of targets: made of a range of a text, found again when the text has changed. No database.

Offsets are code points. A selector keeps the words (`exact`) and what stands around them, as the
W3C Web Annotation model does with TextQuoteSelector and TextPositionSelector.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from annotations.models import Target
from archive.mail.word_alignment import Block, common_blocks
from archive.mail.words import PlacedWords, words_of

How = Target.Found
# These say that the words are there; that a passage or a message stands there does not.
ON_WORDS = frozenset({How.IN_PLACE, How.IN_PASSAGE, How.IN_MESSAGE, How.FUZZY})
CONTEXT = 32
MIN_SCORE = 0.75
LONGEST_FUZZY = 4_000
# Bounds for texts in which the same words stand over and over. The places nearest to the old one are looked at:
# of the exact words, of each word of a quote that was changed, and of all its words, the rarest first.
MOST_PLACES = 64
MOST_OF_A_WORD = 16
MOST_OF_ALL_WORDS = 500
MOST_STRETCHES = 8


class RangeError(ValueError):
    """A range that no note can be put on. The message says why, and what to do."""


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
    """Where a selector's words are now, how they were found, and how like them these are, from 0 to 1."""

    start: int
    end: int
    how: Target.Found
    score: float


class SearchedText:
    """A text in which several selectors are looked for. What they all need of it is made once, when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def backwards(self) -> str:
        return self.text[::-1]

    @cached_property
    def words(self) -> PlacedWords:
        return words_of(self.text)

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """Word → the numbers that it has among the words."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words.texts):
            numbers[word].append(number)
        return numbers

    def number_at(self, place: int) -> int:
        """The number of the word that stands at a place, or of the next."""
        return self.words.numbers(place, place)[0]

    def places(self, words: str, near: int, first: int = 0, last: int | None = None) -> Iterator[int]:
        """Where words stand between `first` and `last`, those nearest to `near` first."""
        last = len(self.text) if last is None else last
        after, before = (
            self.places_after(words, near, first, last),
            self.places_before(words, near, first, last),
        )
        ahead, behind = next(after, None), next(before, None)
        while ahead is not None or behind is not None:
            if behind is None or (ahead is not None and ahead - near <= near - behind):
                assert ahead is not None  # noqa: S101 - one of the two is there
                yield ahead
                ahead = next(after, None)
            else:
                yield behind
                behind = next(before, None)

    def places_after(self, words: str, near: int, first: int, last: int) -> Iterator[int]:
        at = self.text.find(words, max(near, first), last)
        while at != -1:
            yield at
            at = self.text.find(words, at + 1, last)

    def places_before(self, words: str, near: int, first: int, last: int) -> Iterator[int]:
        """Backwards. Not with `rfind`: unlike `find` it is not linear for a text that repeats itself."""
        size, sdrow = len(self.text), words[::-1]
        begin, end = size - min(near - 1 + len(words), last), max(size - first, 0)
        at = self.backwards.find(sdrow, max(begin, 0), end) if near > first else -1
        while at != -1:
            yield size - at - len(words)
            at = self.backwards.find(sdrow, at + 1, end)


def make_selector(text: str, start: int, end: int) -> Selector:
    """The selector of a range. Raises RangeError when it is not within the text or holds no words."""
    if not 0 <= start < end <= len(text):
        raise RangeError("The words are not within this message. Select them again.")
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise RangeError("There are no words there. Select some words, or use the + beside a passage.")
    return Selector(
        start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )


def find_again(
    text: SearchedText | str, selector: Selector, passages: Sequence[tuple[int, int]] = ()
) -> Found:
    """Finds a selector's words: at their place, in their passage, in the message, words much like them,
    else the passage that stands there, else the message as a whole (an empty range at 0)."""
    text = SearchedText(text) if isinstance(text, str) else text
    passage = next((one for one in passages if one[0] <= selector.start < one[1]), None)
    return find_exact(text, selector, passage) or find_fuzzy(text, selector) or fall_back(passage)


def find_exact(
    text: SearchedText, selector: Selector, passage: tuple[int, int] | None = None
) -> Found | None:
    """The very words: at their place, in their passage, in the message."""
    if text.text.startswith(selector.exact, selector.start):
        return Found(selector.start, selector.start + len(selector.exact), How.IN_PLACE, 1.0)
    place = nearest(text, selector, *passage) if passage else None
    how = How.IN_MESSAGE if place is None else How.IN_PASSAGE
    if place is None:
        place = nearest(text, selector, 0, len(text.text))
    return None if place is None else Found(place, place + len(selector.exact), how, 1.0)


def fall_back(passage: tuple[int, int] | None) -> Found:
    return Found(*passage, How.PASSAGE, 0.0) if passage else Found(0, 0, How.MESSAGE, 0.0)


def nearest(text: SearchedText, selector: Selector, first: int, last: int) -> int | None:
    """Of all places of the exact words between `first` and `last`, the one with most of the context around it,
    then the nearest to the old place."""
    before, after = len(selector.prefix), len(selector.suffix)
    whole = selector.prefix + selector.exact + selector.suffix
    with_context = text.places(whole, selector.start - before, max(first - before, 0), last + after)
    if (place := next(with_context, None)) is not None and first <= place + before:
        return place + before
    places = islice(text.places(selector.exact, selector.start, first, last), MOST_PLACES)
    return max(places, key=lambda place: context_score(text.text, selector, place), default=None)


def context_score(text: str, selector: Selector, place: int) -> int:
    """How many characters of prefix and suffix stand around a place."""
    before, after = text[max(0, place - CONTEXT) : place], text[place + len(selector.exact) :][:CONTEXT]
    return common_start(before[::-1], selector.prefix[::-1]) + common_start(after, selector.suffix)


def common_start(one: str, other: str) -> int:
    """How many characters two strings begin with that are the same."""
    lengths = range(1, min(len(one), len(other)) + 1)
    return bisect_left(lengths, True, key=lambda length: not one.startswith(other[:length]))


def find_fuzzy(text: SearchedText, selector: Selector) -> Found | None:
    """The range whose words are most like the quote's, when like enough; of several the nearest to the old place.

    Compares word by word, so that other line breaks and quote markers count little.
    """
    wanted = words_of(selector.exact).texts
    if not wanted or len(selector.exact) > LONGEST_FUZZY:
        return None
    near = text.number_at(selector.start)
    stretches = [best_stretch(text, wanted, begin) for begin in likely_begins(text, wanted, near)]
    best = max(stretches, key=lambda one: (one.score, -abs(one.first - near)), default=None)
    if best is None or best.score < MIN_SCORE:
        return None
    return Found(text.words.starts[best.first], text.words.end(best.last), How.FUZZY, round(best.score, 3))


def likely_begins(text: SearchedText, wanted: Sequence[str], near: int) -> list[int]:
    """Numbers of the words with which the wanted ones may begin. Each that is there votes for some; a rare one most."""
    votes: dict[int, float] = defaultdict(float)
    numbers_of = [text.numbers.get(word, ()) for word in wanted]
    left = MOST_OF_ALL_WORDS
    for at in sorted(range(len(wanted)), key=lambda at: len(numbers_of[at])):
        for number in nearest_numbers(numbers_of[at], near + at):
            votes[number - at] += 1 / len(numbers_of[at])
            left -= 1
        if left <= 0:
            break
    begins: list[int] = []
    for begin in sorted(votes, key=lambda begin: (-votes[begin], abs(begin - near))):
        if all(abs(begin - other) > slack(wanted) for other in begins):
            begins.append(begin)
        if len(begins) == MOST_STRETCHES:
            break
    return begins


def nearest_numbers(numbers: Sequence[int], near: int) -> Sequence[int]:
    """Some of the numbers, which rise: those around `near`."""
    first = max(bisect_left(numbers, near) - MOST_OF_A_WORD // 2, 0)
    return numbers[max(min(first, len(numbers) - MOST_OF_A_WORD), 0) :][:MOST_OF_A_WORD]


def slack(wanted: Sequence[str]) -> int:
    """How many words a stretch may have that the quote has not, before it is not like it any more."""
    return len(wanted) // 3 + 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a text, by the numbers of the first and the last, and how like the wanted ones they are."""

    first: int
    last: int
    score: float


def best_stretch(text: SearchedText, wanted: Sequence[str], begin: int) -> Stretch:
    """Of the words around `begin` those that are most like the wanted ones."""
    first = max(begin - slack(wanted), 0)
    there = text.words.texts[first : begin + len(wanted) + slack(wanted)]
    found = densest(common_blocks(there, wanted), len(wanted))
    return Stretch(first + found.first, first + found.last, found.score)


def densest(blocks: Sequence[Block], wanted: int) -> Stretch:
    """The run of blocks with the highest score: twice the words in common over the words of both.

    As Dinkelbach does it: the run that gains most over the best score so far, until none gains. Some turns are enough.
    """
    best = Stretch(0, 0, 0.0)
    while True:
        first, last, common = gaining_most(blocks, best.score)
        score = 2 * common / (last - first + wanted)
        if score <= best.score:
            return best
        best = Stretch(first, last - 1, score)


def gaining_most(blocks: Sequence[Block], price: float) -> tuple[int, int, int]:
    """First word, end and common words of the run that gains most: two for a common word, less the price of each."""
    best, top = (0, 0, 0), 0.0
    gain, first, common, end = 0.0, 0, 0, 0
    for block in blocks:
        gain -= price * (block.here - end)
        if gain <= 0:
            gain, first, common = 0.0, block.here, 0
        end = block.here + block.size
        gain, common = gain + (2 - price) * block.size, common + block.size
        if gain > top:
            best, top = (first, end, common), gain
    return best
