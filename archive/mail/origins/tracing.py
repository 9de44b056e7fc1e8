"""Traces each quoted line to the own words where it was first written.

First whole lines, then words in other lines, then what stands between two lines that were found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from archive.mail.names import may_be_same
from archive.mail.origins.compared_words import Lines, OwnWords, quoted_lines
from archive.mail.origins.context import match_neighbours, match_strays
from archive.mail.origins.edits import look_again
from archive.mail.origins.found_lines import Found
from archive.mail.origins.joined_lines import by_words, joined
from archive.mail.origins.line_matching import Quote, match_lines
from archive.mail.origins.lineage import Lineage, generations, in_order
from archive.mail.origins.own_words_index import Shelf
from archive.mail.origins.traces import How, Key, Source, Trace
from archive.mail.origins.word_matching import Block, match_words
from archive.mail.passages import Kind, Span

MOST_EXPECTED = 6
# What of a passage must be by others than the speaker, or none of it is: letters, or the share.
ENOUGH_BY_OTHERS = 150
SHARE_BY_OTHERS = 0.5

# A quoted span with its lines that have a word.
Passage = tuple[Span, Lines]


def trace(message: Source, ancestors: Sequence[Source], others: Sequence[Source] = ()) -> tuple[Trace, ...]:
    """Traces one message's quotes. `ancestors` begin with its parent; `others` are tried after them."""
    shelf = Shelf([*ancestors, *others])
    passages = passages_of(message)
    shelf.look_for(key for _, lines in passages for key in lines.keys)
    return trace_message(shelf, Lineage(message, in_order(ancestors)), passages)


def trace_thread(
    messages: Sequence[Source], parents: Mapping[Key, Key | None]
) -> dict[Key, tuple[Trace, ...]]:
    """Traces the quotes of all messages of a thread. `parents` may name messages that are not there."""
    return trace_with(Shelf(messages), messages, parents)


def trace_with(
    shelf: Shelf, messages: Sequence[Source], parents: Mapping[Key, Key | None]
) -> dict[Key, tuple[Trace, ...]]:
    """Traces the quotes of these messages to own words on the shelf."""
    quoted = {message.key: passages_of(message) for message in messages}
    shelf.look_for(key for passages in quoted.values() for _, lines in passages for key in lines.keys)
    return {
        message.key: trace_message(
            shelf, Lineage(message, generations(message.key, parents)), quoted[message.key]
        )
        for message in messages
    }


def passages_of(message: Source) -> list[Passage]:
    return [(span, quoted_lines(message.text, span)) for span in message.spans if span.kind is Kind.QUOTED]


def trace_message(shelf: Shelf, lineage: Lineage, passages: Sequence[Passage]) -> tuple[Trace, ...]:
    come_to: dict[int, tuple[OwnWords, int]] = {}
    quotes: list[Quote] = []
    found: list[list[Found | None]] = []
    for span, lines in passages:
        quotes.append(quote_of(shelf, lineage, span, lines, come_to.get(span.depth)))
        found.append(trace_quote(shelf, lineage, quotes[-1]))
        last = next((one for one in reversed(found[-1]) if one), None)
        if last is not None:
            come_to[span.depth] = last.own, bisect_right(last.own.lines.ends, last.origin_end)
    match_strays(lineage.message.text, quotes, found)
    return tuple(trace for one in found for trace in joined(one))


def quote_of(
    shelf: Shelf,
    lineage: Lineage,
    span: Span,
    lines: Lines,
    come_to: tuple[OwnWords, int] | None,
) -> Quote:
    """The passage and the messages it is expected from.

    First the one that the last passage of its depth came from, then ancestors, the likeliest first.
    """
    expected: list[OwnWords] = []
    if come_to and may_be_same(span.speaker, come_to[0].source.author):
        expected.append(come_to[0])
    for key in lineage.nearest(span.depth, MOST_EXPECTED):
        own = shelf.own.get(key)
        if own is not None and own not in expected and may_be_same(span.speaker, own.source.author):
            expected.append(own)
    return Quote(lines, span.depth, span.speaker, expected, come_to[1] if come_to and expected else 0)


def trace_quote(shelf: Shelf, lineage: Lineage, quote: Quote) -> list[Found | None]:
    found = match_lines(shelf, lineage, quote)
    text = lineage.message.text
    if not all(found):
        for first, last in gaps(found):
            block = Block.of(text, quote.lines, first, last)
            for at, place in enumerate(match_words(shelf, lineage, quote, block), first):
                if place is not None:
                    found[at] = by_words(quote.lines, at, place)
        look_again(text, found)
    disbelieve(quote, found)
    if not all(found):
        match_neighbours(text, quote, found)
    return found


def disbelieve(quote: Quote, found: list[Found | None]) -> None:
    """Forgets what was found in mail by others than the speaker, where that is a small part of the passage.

    What is only nearly the same does not count as part: titles and addresses are like others.
    """
    held = {one.own for one in found if one}
    others = {own for own in held if not may_be_same(quote.speaker, own.source.author)}
    if not others:
        return
    enough = min(ENOUGH_BY_OTHERS, SHARE_BY_OTHERS * sum(map(len, quote.lines.keys)))
    same = [one for one in found if one and one.own in others and one.how is not How.FUZZY]
    if sum(len(one.key) for one in same) < enough:
        found[:] = [None if one and one.own in others else one for one in found]


def gaps(found: Sequence[Found | None]) -> Iterator[tuple[int, int]]:
    """Runs of lines that were not found."""
    start = None
    for at, one in enumerate([*found, None]):
        is_open = at < len(found) and one is None
        if is_open and start is None:
            start = at
        elif not is_open and start is not None:
            yield start, at
            start = None
