"""Fragments of missing messages: what a stored message quotes of another that is not here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.mail.origins import Source, Trace
from archive.mail.origins.traces import traces_within
from archive.mail.passages import Kind, Span, lines
from archive.mail.passages.snips import is_snip

QUOTING = (Kind.QUOTED, Kind.ATTRIBUTION)


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """What is left of a message. `said_on` is its date as an attribution line has it.

    The text is laid out as mail, so that what the message itself quoted is quoted in it; GAP stands for what
    nobody quotes.
    """

    text: str
    speaker: str
    address: str
    said_on: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as its writer had it: how deep it was quoted there, its words, and whether a blank line is above."""

    depth: int
    words: str
    after_blank: bool

    @property
    def key(self) -> str:
        return " ".join(self.words.split())


@dataclass(frozen=True, slots=True)
class Fragment:
    """Lines that stand together in one quote, and whose words its outermost ones are said to be."""

    pieces: tuple[Piece, ...]
    speaker: str
    address: str
    said_on: str


def fragments(quoting: Source, depth: int, traces: Sequence[Trace]) -> Iterator[Fragment]:
    """The fragments, in order, of what stands at `depth` of a message, with what is quoted deeper within.

    What was traced to a message that is here is left out, and parts the fragments around it.
    """
    run: list[Span] = []
    for span in [*quoting.spans, None]:
        if span is not None and span.kind in QUOTING and span.depth >= depth:
            run.append(span)
            continue
        yield from fragments_of_run(quoting.text, run, depth, traces)
        run = []


def fragments_of_run(
    text: str, run: Sequence[Span], depth: int, traces: Sequence[Trace]
) -> Iterator[Fragment]:
    """The fragments of spans that follow each other, none of them less deep."""
    gathered = Gathered(depth)
    for span in run:
        if span.kind is Kind.QUOTED and span.depth == depth:
            yield from gathered.enter(span)
        for line in lines(text, span.start, span.end):
            words = text[line.words : line.end].rstrip()
            if traces_within(traces, line.words, line.words + 1) or is_snip(words):
                yield from gathered.part()
            else:
                gathered.add(words, span.depth)
    yield from gathered.part()


class Gathered:
    """The pieces of a fragment as they are met, and the outermost quote that they stand in."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.outermost: Span | None = None
        self.pieces: list[Piece] = []
        self.is_after_blank = False

    def add(self, words: str, depth: int) -> None:
        if words.strip():
            is_parted = self.is_after_blank and bool(self.pieces)
            self.pieces.append(Piece(depth - self.depth, words, is_parted))
        self.is_after_blank = not words.strip()

    def enter(self, span: Span) -> Iterator[Fragment]:
        """Goes on with an outermost quote; where another speaks, the fragment ends."""
        if self.outermost and self.outermost.speaker != span.speaker:
            yield from self.ended()
        self.outermost = span

    def part(self) -> Iterator[Fragment]:
        """Ends the fragment where something stands that is none of it."""
        yield from self.ended()
        self.pieces, self.is_after_blank = [], False

    def ended(self) -> Iterator[Fragment]:
        """What was gathered, if it is somebody's."""
        if self.outermost and self.pieces:
            yield fragment_of(self.pieces, self.outermost)
            self.pieces = []


def fragment_of(pieces: Sequence[Piece], span: Span) -> Fragment:
    return Fragment(tuple(pieces), span.speaker, span.address, span.said_on)
