"""Words and lines in the form in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, compress, count
from operator import add
from typing import NamedTuple

from archive.mail.origins.items import Source
from archive.mail.passages import Kind, Span
from archive.mail.passages.marks import BEFORE_WORDS, MARKS_OF

PLAIN_WORD = re.compile(r"\w+")
# Scripts written without blanks between words: every letter is compared by itself, as lines break anywhere.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
ANY_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
OWN_KINDS = frozenset({Kind.OWN, Kind.PATCH, Kind.SIGNATURE, Kind.FOOTER})
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


def is_common(key: str) -> bool:
    """Whether a line has a form that many messages share: it decides nothing by itself."""
    return COMMON.match(key) is not None


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
        line = self._text[start:end]
        if line.isascii():
            self.words += PLAIN_WORD.findall(line.lower())
        else:
            self.words += [word.lower() for word in ANY_WORD.findall(line)]
        self._ranges.append((start, end))

    @property
    def starts(self) -> list[int]:
        if self._starts is None:
            self._starts = []
            for start, end in self._ranges:
                pattern = PLAIN_WORD if self._text[start:end].isascii() else ANY_WORD
                for match in pattern.finditer(self._text, start, end):
                    self._starts.append(match.start())
                    self._ends.append(match.end())
        return self._starts

    @property
    def ends(self) -> list[int]:
        return self._ends if self.starts else []


def word_lines(text: str, span: Span) -> Iterator[WordLine]:
    """The lines of a span that have a word; the lines of unquoted spans have no marks."""
    is_marked = span.kind is Kind.QUOTED
    start = span.start
    for line in text[span.start : span.end].split("\n"):
        end = start + len(line)
        if is_marked:
            words = MARKS_OF[line[: len(line) - len(line.lstrip(BEFORE_WORDS))]][1]
        else:
            words = int(line.startswith(">From "))
        key = " ".join(line[words:].split())
        if key and (key[-1].isalnum() or PLAIN_WORD.search(key)):
            yield WordLine(start + words, end, key)
        start = end + 1


class Lines(NamedTuple):
    """The lines of a message that have a word, as parallel lists of what a WordLine has: there are very many."""

    starts: list[int]
    ends: list[int]
    keys: list[str]


def own_lines(text: str, spans: Iterable[Span]) -> Lines:
    """The lines of unquoted spans."""
    found = Lines([], [], [])
    for span in spans:
        lines = text[span.start : span.end].split("\n")
        keys = [" ".join(line.split()) for line in lines]
        starts = list(map(add, accumulate(map(len, lines), initial=span.start), count()))
        ends = list(map(add, starts, map(len, lines)))
        if text.find(">From ", span.start, span.end) >= 0:
            for at, line in enumerate(lines):
                if line.startswith(">From "):
                    starts[at], keys[at] = starts[at] + 1, keys[at][1:]
        worded = [bool(key) and (key[-1].isalnum() or PLAIN_WORD.search(key) is not None) for key in keys]
        found.starts.extend(compress(starts, worded))
        found.ends.extend(compress(ends, worded))
        found.keys.extend(compress(keys, worded))
    return found


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
    def lines(self) -> Lines:
        if self._lines is None:
            own = (span for span in self.source.spans if span.kind in OWN_KINDS and not span.depth)
            self._lines = own_lines(self.source.text, own)
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
            for start, end in zip(self.lines.starts, self.lines.ends, strict=True):
                self._stream.add(start, end)
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
