"""What one message quotes of another that is not here."""

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
    pieces: list[Piece] = []
    outermost: Span | None = None
    is_blank = False
    for span in run:
        if span.kind is Kind.QUOTED and span.depth == depth:
            if outermost and pieces and span.speaker != outermost.speaker:
                yield fragment_of(pieces, outermost)
                pieces = []
            outermost = span
        for line in lines(text, span.start, span.end):
            words = text[line.words : line.end].rstrip()
            if traces_within(traces, line.words, line.words + 1) or is_snip(words):
                if outermost and pieces:
                    yield fragment_of(pieces, outermost)
                pieces, is_blank = [], False
            elif words.strip():
                pieces.append(Piece(span.depth - depth, words, is_blank and bool(pieces)))
                is_blank = False
            else:
                is_blank = True
    if outermost and pieces:
        yield fragment_of(pieces, outermost)


def fragment_of(pieces: Sequence[Piece], span: Span) -> Fragment:
    return Fragment(tuple(pieces), span.speaker, span.address, span.said_on)
