"""A note on words is seen wherever the same words stand: where they were first written, and at their quotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from annotations.models import Annotation
from archive.models import Body, Origin
from archive.reading.same_words import Echoes

# Lines of one quote stand no further apart than their markers and a blank line.
APART = 40
WORD = re.compile(r"[^\s>]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A range of a message's text, in code points."""

    key: int
    start: int
    end: int


def echoes_of_notes(notes: Sequence[Annotation], echoes: Echoes) -> dict[int, list[tuple[Annotation, Words]]]:
    """Notes by the messages of the page where their words stand too, once each. At most one query."""
    on = [Words(note.target.message_id, note.target.start, note.target.end) for note in notes]
    wanted = {key for words in on for key in keys_around(words, echoes)}
    texts: dict[int, str] = {}
    if wanted:
        texts = dict(Body.objects.filter(message__in=wanted).values_list("message_id", "text"))
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


def same_words(words: Words, echoes: Echoes, texts: Mapping[int, str]) -> Iterator[Words]:
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


def carried(words: Words, there: Words, texts: Mapping[int, str], here: Words) -> list[Words]:
    """The part of `words` that lies within `here`, as it stands in `there`, which says the same in other lines."""
    start, end = max(words.start, here.start), min(words.end, here.end)
    some, others = words_in(texts, here), words_in(texts, there)
    meant = [at for at, (_, first, after) in enumerate(some) if first < end and after > start]
    pairs = paired(some, others)
    found = [(at, pairs[at]) for at in meant if at in pairs]
    if not found:
        return []
    (first, first_there), (last, last_there) = found[0], found[-1]
    into, short = max(start - some[first][1], 0), max(some[last][2] - end, 0)
    begins = min(others[first_there][1] + into, others[first_there][2] - 1)
    ends = max(others[last_there][2] - short, begins + 1)
    return [Words(there.key, begins, ends)]


def words_in(texts: Mapping[int, str], place: Words) -> list[tuple[str, int, int]]:
    """Words with where they stand; quote markers are none."""
    text = texts.get(place.key, "")
    return [(found[0], found.start(), found.end()) for found in WORD.finditer(text, place.start, place.end)]


def paired(some: Sequence[tuple[str, int, int]], others: Sequence[tuple[str, int, int]]) -> dict[int, int]:
    """Which word of `others` each word of `some` is."""
    here, there = [word for word, _, _ in some], [word for word, _, _ in others]
    if here == there:
        return {at: at for at in range(len(here))}
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}


def first_stretch(places: Iterable[Words]) -> Words:
    """The first of these places with all that follow it closely."""
    first, *others = sorted(places, key=lambda one: (one.start, one.end))
    for one in others:
        if one.start - first.end > APART:
            break
        first = Words(first.key, first.start, max(first.end, one.end))
    return first
