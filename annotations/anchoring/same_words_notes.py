"""Notes at the same words elsewhere: seen on a page where its words were first written, and at their quotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.models import Annotation
from archive.mail.word_alignment import Block, common_blocks
from archive.mail.words import PlacedWords, words_of
from archive.models import Body, Origin
from archive.reading.same_words import Echoes

# Lines of one quote stand no further apart than their markers and a blank line.
APART = 40


@dataclass(frozen=True, slots=True)
class Words:
    """A range of a message's text, in code points."""

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of messages, by key. What several notes ask of the words in a range is answered once."""

    by_key: Mapping[int, str] = field(default_factory=dict)
    placed: dict[Words, PlacedWords] = field(default_factory=dict)
    aligned: dict[tuple[Words, Words], list[Block]] = field(default_factory=dict)

    def words(self, place: Words) -> PlacedWords:
        if place not in self.placed:
            self.placed[place] = words_of(self.by_key.get(place.key, ""), place.start, place.end)
        return self.placed[place]

    def blocks(self, here: Words, there: Words) -> list[Block]:
        """Which words of the one place are which of the other."""
        if (here, there) not in self.aligned:
            self.aligned[here, there] = common_blocks(self.words(here).texts, self.words(there).texts)
        return self.aligned[here, there]


def echoes_of_notes(notes: Sequence[Annotation], echoes: Echoes) -> dict[int, list[tuple[Annotation, Words]]]:
    """Notes by the messages of the page where their words stand too, once each. At most one query."""
    on = [Words(note.target.message_id, note.target.start, note.target.end) for note in notes]
    wanted = {key for words in on for key in keys_around(words, echoes)}
    texts = Texts()
    if wanted:
        texts = Texts(dict(Body.objects.filter(message__in=wanted).values_list("message_id", "text")))
    found: dict[int, list[tuple[Annotation, Words]]] = defaultdict(list)
    for note, words in zip(notes, on, strict=True):
        places: dict[int, list[Words]] = defaultdict(list)
        for one in same_words(words, echoes, texts):
            places[one.key].append(one)
        for key, some in places.items():
            found[key].append((note, first_stretch(some)))
    return found


def keys_around(words: Words, echoes: Echoes) -> set[int]:
    """Messages whose texts tell where words of the page are the same; none when there are no such words."""
    origins = {words.key} | {row.origin_id for row in echoes.origins_at(words.key, words.start, words.end)}
    quoting = {row.message_id for row in rows_onward(words, echoes)} & echoes.shown
    there = (origins & echoes.shown) | quoting
    return origins | quoting | {words.key} if there - {words.key} else set()


def rows_onward(words: Words, echoes: Echoes) -> Iterator[Origin]:
    """Quotes of these own words, and of the words that are quoted here."""
    yield from echoes.quotes_at(words.key, words.start, words.end)
    for row in echoes.origins_at(words.key, words.start, words.end):
        yield from echoes.quotes_at(row.origin_id, row.origin_start, row.origin_end)


def same_words(words: Words, echoes: Echoes, texts: Texts) -> Iterator[Words]:
    """Where the words stand in other messages of the page: at their origin and at all quotes of that."""
    written = [words]
    for row in echoes.origins_at(words.key, words.start, words.end):
        written += carried(words, origin_of(row), texts, quote_of(row))
    for one in written:
        if one.key in echoes.shown and one.key != words.key:
            yield one
        for row in echoes.quotes_at(one.key, one.start, one.end):
            if row.message_id in echoes.shown and row.message_id != words.key:
                yield from carried(one, quote_of(row), texts, origin_of(row))


def quote_of(row: Origin) -> Words:
    return Words(row.message_id, row.start, row.end)


def origin_of(row: Origin) -> Words:
    return Words(row.origin_id, row.origin_start, row.origin_end)


def carried(words: Words, there: Words, texts: Texts, here: Words) -> list[Words]:
    """The part of `words` that lies within `here`, as it stands in `there`, which says the same in other lines."""
    start, end = max(words.start, here.start), min(words.end, here.end)
    some, others = texts.words(here), texts.words(there)
    pairs = ends_of(texts.blocks(here, there), *some.numbers(start, end))
    if not pairs:
        return []
    (first, first_there), (last, last_there) = pairs
    into, short = max(start - some.starts[first], 0), max(some.end(last) - end, 0)
    begins = min(others.starts[first_there] + into, others.end(first_there) - 1)
    ends = max(others.end(last_there) - short, begins + 1)
    return [Words(there.key, begins, ends)]


def ends_of(blocks: Sequence[Block], low: int, high: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The first and the last of the words from `low` to `high` that are in a block, each with its number there."""
    begun = bisect_right(blocks, low, key=lambda block: block.here + block.size)
    within = blocks[begun : bisect_left(blocks, high, key=lambda block: block.here)]
    if not within or low >= high:
        return None
    first, last = max(within[0].here, low), min(within[-1].here + within[-1].size, high) - 1
    return (
        (first, first + within[0].there - within[0].here),
        (last, last + within[-1].there - within[-1].here),
    )


def first_stretch(places: Iterable[Words]) -> Words:
    """The first of these places with all that follow it closely."""
    first, *others = sorted(places, key=lambda one: (one.start, one.end))
    for one in others:
        if one.start - first.end > APART:
            break
        first = Words(first.key, first.start, max(first.end, one.end))
    return first
