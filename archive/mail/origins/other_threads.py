"""Quotes carried from one thread into another: only long matches count, and never against the speaker's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

from archive.mail.names import may_be_same
from archive.mail.origins.compared_words import PLAIN_WORD, Lines, OwnWords, WordLine, is_common, quoted_lines
from archive.mail.origins.fingerprints import quoted_fingerprints
from archive.mail.origins.found_lines import Found
from archive.mail.origins.joined_lines import by_words, joined
from archive.mail.origins.line_matching import Quote, match_lines
from archive.mail.origins.lineage import Lineage
from archive.mail.origins.own_words_index import Shelf
from archive.mail.origins.traces import How, Key, Source, Trace, traces_within
from archive.mail.origins.word_matching import Block, match_words
from archive.mail.passages import Kind, Span

FEWEST_WORDS = 12
# When nobody says whose words they are, they may be anybody's: a licence, a standard, code.
FEWEST_WORDS_UNNAMED = 40
# A message that holds so many of the words, and half of them, is believed to be the origin of short lines too.
SURE_WORDS = 60
SURE_SHARE = 0.5
MOST_LINES = 80
MOST_LEFT = 16
MOST_PROBES = 1000
LEGAL = re.compile(r"licen[cs]e|warrant|redistribut|merchantab|copyright|liab", re.IGNORECASE)

Run = tuple[WordLine, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Lines by one speaker that their thread does not hold, as runs of neighbours; `probes` are their fingerprints.

    What has none may stand where other lines of the mail are found.
    """

    speaker: str
    depth: int
    runs: tuple[Run, ...]
    probes: tuple[int, ...]

    @property
    def lines(self) -> Run:
        return tuple(chain.from_iterable(self.runs))


def left_over(source: Source, traces: Sequence[Trace], here: frozenset[Key]) -> list[Left]:
    """Quoted lines of a message that were traced to none of the messages that are here: where there are most."""
    traced = [trace for trace in traces if trace.origin in here]
    by_speaker: dict[tuple[str, int], list[Run]] = {}
    for span in source.spans:
        if span.kind is not Kind.QUOTED:
            continue
        ranges = traces_within(traced, span.start, span.end)
        if has_words_between(source.text, span, ranges):
            runs = by_speaker.setdefault((span.speaker, span.depth), [])
            runs += runs_left(quoted_lines(source.text, span).each(), ranges)
    found = [
        Left(speaker, depth, together, probes_of(together))
        for (speaker, depth), runs in by_speaker.items()
        for together in some_at_a_time(runs)
        if word_count(line.key for line in chain.from_iterable(together)) >= FEWEST_WORDS
    ]
    if not any(left.probes for left in found):
        return []
    return sorted(found, key=lambda left: -word_count(line.key for line in left.lines))[:MOST_LEFT]


def some_at_a_time(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Runs in groups of some dozen lines; long ones are cut, as they may come from several messages."""
    group: list[Run] = []
    size = 0
    for whole in runs:
        for first in range(0, len(whole), MOST_LINES):
            run = whole[first : first + MOST_LINES]
            if group and size + len(run) > MOST_LINES:
                yield tuple(group)
                group, size = [], 0
            group.append(run)
            size += len(run)
    if group:
        yield tuple(group)


def has_words_between(text: str, span: Span, ranges: Sequence[Trace]) -> bool:
    """Whether a passage has words that stand in none of the ranges, which are in order."""
    at = span.start
    for one in ranges:
        if PLAIN_WORD.search(text, at, max(one.start, at)):
            return True
        at = max(at, one.end)
    return PLAIN_WORD.search(text, at, span.end) is not None


def runs_left(lines: Iterable[WordLine], ranges: Sequence[Trace]) -> Iterator[Run]:
    def is_left(line: WordLine) -> bool:
        return not traces_within(ranges, line.start, line.end)

    for left, run in groupby(lines, is_left):
        if left:
            yield tuple(run)


def probes_of(runs: Iterable[Run]) -> tuple[int, ...]:
    """Fingerprints of the lines by which to look for them; none of lines that are common or legal."""
    found: dict[int, None] = {}
    for run in runs:
        for may_tell, lines in groupby(run, tells):
            if may_tell:
                found |= dict.fromkeys(quoted_fingerprints((line.key for line in lines), MOST_PROBES))
    return tuple(islice(found, MOST_PROBES))


def tells(line: WordLine) -> bool:
    return not is_common(line.key) and not LEGAL.search(line.key)


def word_count(keys: Iterable[str]) -> int:
    return sum(key.count(" ") + 1 for key in keys)


def trace_elsewhere(message: Source, left: Left, candidates: Sequence[OwnWords]) -> list[Trace]:
    """Traces lines that are left to own words of older messages of other threads."""
    shelf, lineage = Shelf(), Lineage(message, {}, others_are_older=True)
    for own in candidates:
        shelf.hold(own)
    quote = Quote(Lines(*map(list, zip(*left.lines, strict=True))), left.depth, left.speaker, [])
    shelf.look_for(quote.lines.keys)
    found = long_enough(quote, look_for(shelf, lineage, quote))
    quote.expected = surely_held(quote, found)
    if quote.expected:
        found = long_enough(quote, look_for(shelf, lineage, quote))
    place = iter(found)
    return [trace for run in left.runs for trace in joined(list(islice(place, len(run))))]


def look_for(shelf: Shelf, lineage: Lineage, quote: Quote) -> list[Found | None]:
    found = match_lines(shelf, lineage, quote)
    if not all(found):
        places = match_words(
            shelf, lineage, quote, Block.of(lineage.message.text, quote.lines, 0, len(found))
        )
        for at, place in enumerate(places):
            if found[at] is None and place and place.score == 1:
                found[at] = by_words(quote.lines, at, place)
    return found


def words_held(found: Iterable[Found | None]) -> Counter[OwnWords]:
    held: Counter[OwnWords] = Counter()
    for one in found:
        if one:
            held[one.own] += word_count([one.key])
    return held


def surely_held(quote: Quote, found: Iterable[Found | None]) -> list[OwnWords]:
    """The message that holds most of the lines, when it may be the origin of the others too."""
    fewest = max(SURE_WORDS, SURE_SHARE * word_count(quote.lines.keys))
    return [own for own, words in words_held(found).most_common(1) if words >= fewest]


def long_enough(quote: Quote, found: Sequence[Found | None]) -> list[Found | None]:
    """What was found, without messages that hold too few of the words or are by somebody else."""
    held = words_held(found)
    fewest = FEWEST_WORDS if quote.speaker else FEWEST_WORDS_UNNAMED
    return [
        one
        if one
        and one.how is not How.FUZZY
        and held[one.own] >= fewest
        and may_be_same(quote.speaker, one.own.source.author)
        else None
        for one in found
    ]
