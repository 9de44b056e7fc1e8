"""Lines of a text around words that answer a search, as HTML. Offsets are code points of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from archive.mail.passages import Kind
from archive.reading.layout import Excerpt, LaidLine, SpanLike, excerpt

# What PostgreSQL puts around words that answer. A text that holds these itself shows no marks.
OPEN, CLOSE = "\ue0f1", "\ue0f2"
LINES_AROUND = 1
LONGEST_LINE = 240
SPOKEN = frozenset({Kind.OWN, Kind.QUOTED, Kind.PATCH})

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundWords:
    """A few lines around words that answer, whose they are, and the segment that they stand in."""

    place: Excerpt
    words: SafeString
    start: int
    end: int


def places(marked: str, text: str) -> list[Stretch]:
    """Where a marked copy of a text, or of its beginning, has its marks; none when it is no such copy."""
    if not text.startswith(marked.replace(OPEN, "").replace(CLOSE, "")):
        return []
    found: list[Stretch] = []
    first, *pieces = marked.split(OPEN)
    at = len(first)
    for piece in pieces:
        word, _, rest = piece.partition(CLOSE)
        found.append((at, at + len(word)))
        at += len(word) + len(rest)
    return found


def find_words(text: str, spans: Iterable[SpanLike], found: Sequence[Stretch], most: int) -> list[FoundWords]:
    """Excerpts of the first `most` segments with an answer; of the first words when none has one.

    What nobody says (attribution lines, signatures, footers) is left out.
    """
    spoken = [span for span in spans if span.kind in SPOKEN]
    shown: list[FoundWords] = []
    for start, end in found:
        if len(shown) < most and not (shown and start < shown[-1].end):
            shown += words_at(text, spoken, start, end, found)
    own = [span for span in spoken if span.kind != Kind.QUOTED] or spoken
    return shown or [words for span in own[:1] for words in words_at(text, own, span.start, span.end, [])]


def words_at(
    text: str, spans: Sequence[SpanLike], start: int, end: int, found: Sequence[Stretch]
) -> list[FoundWords]:
    place = excerpt(text, spans, start, end)
    return [
        FoundWords(place, words_around(segment.lines, start, found), segment.start, segment.end)
        for segment in place.segments[:1]
    ]


def words_around(lines: Sequence[LaidLine], start: int, found: Sequence[Stretch]) -> SafeString:
    """The line where the answer stands, and one before and after, with all answers in them marked."""
    at = next((index for index, line in enumerate(lines) if line.end > start), 0)
    near = lines[max(at - LINES_AROUND, 0) : at + LINES_AROUND + 1]
    return mark_safe("\n".join(mark_line(cut(line, start), found) for line in near if line.text.strip()))


def cut(line: LaidLine, at: int) -> LaidLine:
    """A very long line cut down to what stands around a place in it, or to its beginning."""
    first = max(line.start, min(at, line.end) - LONGEST_LINE // 2) if at >= line.start else line.start
    last = min(first + LONGEST_LINE, line.end)
    return LaidLine(first, last, line.text[first - line.start : last - line.start])


def mark_line(line: LaidLine, found: Sequence[Stretch]) -> str:
    """One line, escaped, with marks around the words that answer."""
    pieces: list[str] = []
    at = line.start
    for start, end in found:
        if start < line.end and end > at:
            first, after = max(start, at), min(end, line.end)
            pieces.append(escape(line.text[at - line.start : first - line.start]))
            word = escape(line.text[first - line.start : after - line.start])
            pieces.append(f'<mark class="found">{word}</mark>')
            at = after
    return "".join([*pieces, escape(line.text[at - line.start :])])
