"""Quotes carried from one thread into another: only long matches count, and never against the speaker's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.mail.origins.findings import Found, as_whole_line, by_words, joined
from archive.mail.origins.items import How, Key, Source, Trace
from archive.mail.origins.line_matching import Quote, match_lines
from archive.mail.origins.lineage import Lineage, may_be_same
from archive.mail.origins.shelf import Shelf
from archive.mail.origins.word_matching import Block, match_words
from archive.mail.origins.words import PLAIN_WORD, WordLine, is_common, word_lines
from archive.mail.passages import Kind, Span

FEWEST_WORDS = 12
# When nobody says whose words they are, they may be anybody's: a licence, a standard, code.
FEWEST_WORDS_UNNAMED = 40
PROBE_WORDS = 8
FEWEST_PROBE_WORDS = 5
MOST_RUNS = 6


@dataclass(frozen=True, slots=True)
class Left:
    """Lines of a passage in a row that its own thread does not hold; `probe` are words by which to look for them."""

    span: Span
    lines: tuple[WordLine, ...]
    probe: str


def left_over(source: Source, traces: Sequence[Trace], here: frozenset[Key]) -> list[Left]:
    """The longest runs of a message's quoted lines that were traced to none of the messages that are here."""
    traced = [trace for trace in traces if trace.origin in here]
    found = [
        left
        for span in source.spans
        if span.kind is Kind.QUOTED
        for ranges in [[one for one in traced if one.start < span.end and one.end > span.start]]
        if has_words_between(source.text, span, ranges)
        for left in runs_left(list(word_lines(source.text, span)), span, ranges)
    ]
    return sorted(found, key=lambda left: -sum(map(word_count, left.lines)))[:MOST_RUNS]


def has_words_between(text: str, span: Span, ranges: Sequence[Trace]) -> bool:
    """Whether a passage has words that stand in none of the ranges, which are in order."""
    at = span.start
    for one in ranges:
        if PLAIN_WORD.search(text, at, max(one.start, at)):
            return True
        at = max(at, one.end)
    return PLAIN_WORD.search(text, at, span.end) is not None


def runs_left(lines: Sequence[WordLine], span: Span, ranges: Sequence[Trace]) -> Iterator[Left]:
    def is_left(line: WordLine) -> bool:
        return not any(one.start < line.end and one.end > line.start for one in ranges)

    for left, run in groupby(lines, is_left):
        kept = tuple(run)
        if left and sum(map(word_count, kept)) >= FEWEST_WORDS and (probe := probe_of(kept)):
            yield Left(span, kept, probe)


def probe_of(lines: Sequence[WordLine]) -> str:
    """Words in a row from the line that has most of them; "" when all lines are short or common."""
    telling = [line for line in lines if not is_common(line.key) and word_count(line) >= FEWEST_PROBE_WORDS]
    longest = max(telling, key=word_count, default=None)
    return " ".join(longest.key.split()[:PROBE_WORDS]) if longest else ""


def word_count(line: WordLine) -> int:
    return line.key.count(" ") + 1


def trace_elsewhere(message: Source, left: Left, candidates: Sequence[Source]) -> list[Trace]:
    """Traces one run to older messages of other threads."""
    shelf, lineage = Shelf(candidates), Lineage(message, {})
    quote = Quote(left.lines, left.span.depth, left.span.speaker, [])
    found: list[Found | None] = [
        as_whole_line(line, place) if place else None
        for line, place in zip(left.lines, match_lines(shelf, lineage, quote), strict=True)
    ]
    if not all(found):
        places = match_words(shelf, lineage, quote, Block.of(message.text, left.lines))
        for at, place in enumerate(places):
            if found[at] is None and place and place.score == 1:
                found[at] = by_words(left.lines[at], place)
    return list(joined(long_enough(left, found)))


def long_enough(left: Left, found: Iterable[Found | None]) -> list[Found | None]:
    """What was found, without messages that hold too few of the words or are by somebody else."""
    kept = list(found)
    words: dict[Key, int] = {}
    for one in kept:
        if one:
            words[one.own.source.key] = words.get(one.own.source.key, 0) + word_count(one.line)
    fewest = FEWEST_WORDS if left.span.speaker else FEWEST_WORDS_UNNAMED
    return [
        one
        if one
        and one.how is not How.FUZZY
        and words[one.own.source.key] >= fewest
        and may_be_same(left.span.speaker, one.own.source.author)
        else None
        for one in kept
    ]
