"""Quote marks: runs of lines at one depth, and lines without their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.mail.passages.kinds import Kind, Line, Run, Span

MARK = re.compile(r" ?>(?: {0,2}>)*+")
# Lines with the same marks, or lines with none. The marks of the first line are looked for in the next.
RUN = re.compile(
    r"( ?>(?: {0,2}>)*+)[^\n]*+(?:\n\1(?! {0,2}>)[^\n]*+)*+\n?"
    r"|(?:(?! ?>)[^\n]*+\n)++(?:(?! ?>)[^\n]++)?|[^\n]++"
)
# Marks that are none by themselves: a bar, a colon, initials with an angle.
SOFT_MARK = re.compile(r"[|:](?: |$)|[ \t]{0,4}[A-Z][A-Za-z]{0,9}>+(?: |$)", re.MULTILINE)


def mark_runs(text: str) -> list[Run]:
    """The whole text as runs of lines with equally many `>`."""
    found: list[Run] = []
    for match in RUN.finditer(text):
        depth = (match[1] or "").count(">")
        if found and found[-1].depth == depth:
            found[-1] = Run(found[-1].start, match.end(), depth)
        else:
            found.append(Run(match.start(), match.end(), depth))
    return found


def plain_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line, without its line end."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def lines(text: str, start: int, end: int) -> tuple[Line, ...]:
    """Lines with every `>` mark taken for one. Where the span is known, `span_lines` knows better."""
    return tuple(marked_line(text, *line, len(text)) for line in plain_lines(text, start, end))


def marked_line(text: str, start: int, end: int, most: int) -> Line:
    """A line without its first `most` marks and the blank after them."""
    at, depth = start, 0
    match = MARK.match(text, start, end)
    if match and most:
        depth = text.count(">", start, match.end())
        at = match.end() if depth <= most else after_marks(text, start, most)
        at += text.startswith(" ", at, end)
    return Line(start, at, end, min(depth, most))


def after_marks(text: str, start: int, count: int) -> int:
    for _ in range(count):
        start = text.index(">", start) + 1
    return start


def span_lines(text: str, span: Span) -> tuple[Line, ...]:
    """The lines of a span, each without those marks that make its depth; what is not quoted has none."""
    if span.kind not in {Kind.QUOTED, Kind.ATTRIBUTION}:
        return tuple(Line(start, start, end, 0) for start, end in plain_lines(text, span.start, span.end))
    found = [marked_line(text, *line, span.depth) for line in plain_lines(text, span.start, span.end)]
    if span.kind is Kind.QUOTED and all(is_softly_marked(text, line) for line in found):
        found = [softly_marked_line(text, line) for line in found]
    return tuple(Line(line.start, line.words, line.end, span.depth) for line in found)


def is_softly_marked(text: str, line: Line) -> bool:
    return line.depth == 0 and (line.start == line.end or bool(SOFT_MARK.match(text, line.start, line.end)))


def softly_marked_line(text: str, line: Line) -> Line:
    match = SOFT_MARK.match(text, line.start, line.end)
    return Line(line.start, match.end() if match else line.start, line.end, line.depth)
