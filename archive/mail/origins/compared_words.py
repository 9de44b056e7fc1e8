"""Words and lines in the form in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, count, repeat
from operator import add
from typing import NamedTuple

from archive.mail.origins.traces import Source
from archive.mail.passages import Kind, Span
from archive.mail.passages.marks import BEFORE_WORDS, MARKS_OF
from archive.mail.words import word_places

PLAIN_WORD = re.compile(r"\w+")
LETTER = re.compile(r"\w")
# Scripts written without blanks between words: every letter is compared by itself, as lines break anywhere.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
ANY_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
OWN_KINDS = (Kind.OWN, Kind.PATCH, Kind.SIGNATURE, Kind.FOOTER)
GRAM = 3
COMMON = re.compile(
    r"diff -|index [0-9a-f]{6}|(?:---|\+\+\+|\*\*\*) |@@ |Index: |[A-Z][\w-]{1,30}-[Bb]y:"
    r"|(?:Cc|CC|To|From|Subject|Date|Sent|Link|Fixes|URL):"
    r"|\d+ files? changed|.{1,200} \| +\d+ [-+]+$|-{8}|From [0-9a-f]{12}|_{20}"
    r"|.{1,80} mailing list$|\S+@\S+$|https?:\S+$"
)


class WordLine(NamedTuple):
    """A line that has a word: the offsets of its words, without marks, and its words with single blanks between."""

    start: int
    end: int
    key: str


class Lines(NamedTuple):
    """Lines that have a word, as parallel lists of what a WordLine has: there are very many."""

    starts: list[int]
    ends: list[int]
    keys: list[str]

    def each(self) -> Iterator[WordLine]:
        return map(WordLine._make, zip(*self, strict=True))


def is_common(key: str) -> bool:
    """Whether a line has a form that many messages share: it decides nothing by itself."""
    return COMMON.match(key) is not None


def words_of(line: str) -> list[str]:
    """Words in lower case."""
    if line.isascii():
        return PLAIN_WORD.findall(line.lower())
    return [word.lower() for word in ANY_WORD.findall(line)]


class Stream:
    """Words in order, lower case; their offsets in the text are looked up when first asked for."""

    __slots__ = ("_ends", "_ranges", "_starts", "_text", "words")

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self._text = text
        self._ranges: list[tuple[int, int]] = []
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        self.words += words_of(self._text[start:end])
        self._ranges.append((start, end))

    @property
    def starts(self) -> list[int]:
        if self._starts is None:
            self._starts = []
            for start, end in self._ranges:
                pattern = PLAIN_WORD if self._text[start:end].isascii() else ANY_WORD
                for first, last in word_places(self._text, start, end, pattern):
                    self._starts.append(first)
                    self._ends.append(last)
        return self._starts

    @property
    def ends(self) -> list[int]:
        return self._ends if self.starts else []


def quoted_lines(text: str, span: Span) -> Lines:
    """The lines of a quoted span."""
    raw = text[span.start : span.end].split("\n")
    marks = [MARKS_OF[line[: len(line) - len(line.lstrip(BEFORE_WORDS))]][1] for line in raw]
    keys = [" ".join(line[words:].split()) for line, words in zip(raw, marks, strict=True)]
    return lines_of(raw, marks, keys, span.start)


def own_lines(text: str, spans: Iterable[Span]) -> Lines:
    """The lines of unquoted spans, which have no marks."""
    found = Lines([], [], [])
    for span in spans:
        raw = text[span.start : span.end].split("\n")
        marks: Iterable[int] = repeat(0)
        keys = [" ".join(line.split()) for line in raw]
        if text.find(">From ", span.start, span.end) >= 0:
            marks = [int(line.startswith(">From ")) for line in raw]
            keys = [key[mark:] for key, mark in zip(keys, marks, strict=True)]
        more = lines_of(raw, marks, keys, span.start)
        found.starts.extend(more.starts)
        found.ends.extend(more.ends)
        found.keys.extend(more.keys)
    return found


def lines_of(raw: Sequence[str], marks: Iterable[int], keys: Sequence[str], start: int) -> Lines:
    """Those of the lines from `start` on that have a word, by the lengths of their marks and by their words."""
    begins = list(map(add, accumulate(map(len, raw), initial=start), count()))
    worded = list(map(LETTER.search, keys))
    return Lines(
        list(compress(map(add, begins, marks), worded)),
        list(compress(map(add, begins, map(len, raw)), worded)),
        list(compress(keys, worded)),
    )


class OwnWords:
    """The own words of one message: its lines, and as a stream, each when asked for."""

    __slots__ = ("_grams", "_lines", "_places", "_stream", "_word_places", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._lines: Lines | None = None
        self._places: dict[str, list[int]] | None = None
        self._stream: Stream | None = None
        self._grams: dict[tuple[str, ...], list[int]] | None = None
        self._word_places: dict[str, list[int]] | None = None

    @property
    def spans(self) -> list[Span]:
        return [span for span in self.source.spans if span.kind in OWN_KINDS and not span.depth]

    @property
    def lines(self) -> Lines:
        if self._lines is None:
            self._lines = own_lines(self.source.text, self.spans)
        return self._lines

    @property
    def places(self) -> dict[str, list[int]]:
        """Line → where among the lines it stands."""
        if self._places is None:
            self._places = {}
            for at, key in enumerate(self.lines.keys):
                self._places.setdefault(key, []).append(at)
        return self._places

    @property
    def stream(self) -> Stream:
        if self._stream is None:
            self._stream = Stream(self.source.text)
            for span in self.spans:
                self._stream.add(span.start, span.end)
        return self._stream

    @property
    def grams(self) -> dict[tuple[str, ...], list[int]]:
        """Each three words in a row → where in the stream they stand."""
        if self._grams is None:
            self._grams = {}
            words = self.stream.words
            for at, gram in enumerate(zip(words, words[1:], words[2:], strict=False)):
                self._grams.setdefault(gram, []).append(at)
        return self._grams

    @property
    def word_places(self) -> dict[str, list[int]]:
        """Word → where in the stream it stands."""
        if self._word_places is None:
            self._word_places = {}
            for at, word in enumerate(self.stream.words):
                self._word_places.setdefault(word, []).append(at)
        return self._word_places

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of words `first` to `last` (exclusive), with the signs that touch them."""
        text = self.source.text
        start, end = self.stream.starts[first], self.stream.ends[last - 1]
        while end < len(text) and not text[end].isspace() and not text[end].isalnum():
            end += 1
        while start and not text[start - 1].isspace() and not text[start - 1].isalnum():
            start -= 1
        return start, end
