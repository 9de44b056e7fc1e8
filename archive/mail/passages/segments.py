"""Segments: the paragraphs, list items, hunks and blocks of code of a span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.mail.passages.kinds import Kind, Line, Segment, SegmentKind, Span
from archive.mail.passages.marks import lines

BULLET = re.compile(r"[ \t]*(?:[-*•◦‣·+–—]|\(?(?P<number>\d{1,3})[.)]|\(?[a-zA-Z][)]|\[\d{1,3}\])[ \t]+\S")
HUNK_HEAD = re.compile(r"@@ -\d|diff -|diff --|Index: |--- \S|\+\+\+ \S|index [0-9a-f]{6,}")
CODE_WORDS = re.compile(r"[{};=|<>\\#$~]|\w\(|->|::|^\s*[-+]{3,}")
TABLE = re.compile(r"\|.*\||\+[-=]{2,}\+")
DEEP_INDENT = re.compile(r" {4}|\t| {1,3}\t")
FENCE = "```"


def find_segments(text: str, span: Span) -> tuple[Segment, ...]:
    """The segments of a span, in order, without the blank lines between them. Offsets are code points of the text.

    A segment begins at the words of a line, after its quote marks.
    """
    told = lines(text, span.start, span.end)
    if span.kind is Kind.PATCH:
        told = tuple(Line(line.start, line.start, line.end, 0) for line in told)
        return tuple(patch_segments(text, told))
    return tuple(segment for block in blocks(text, told) for segment in block_segments(text, block))


def patch_segments(text: str, told: Sequence[Line]) -> Iterator[Segment]:
    """A hunk with the headers before it; a diffstat is code. Blank lines are context."""
    begun: Line | None = None
    last: Line | None = None
    seen_head = False
    for line in told:
        is_head = text.startswith("@@ ", line.start)
        is_file = text.startswith(("diff ", "Index: "), line.start)
        if begun and last and (is_file or (is_head and seen_head)):
            yield Segment(
                SegmentKind.HUNK if seen_head or is_diff(text, begun) else SegmentKind.CODE,
                begun.start,
                last.end,
            )
            begun, last, seen_head = None, None, False
        seen_head = seen_head or is_head
        if text[line.start : line.end].strip():
            begun, last = begun or line, line
    if begun and last:
        yield Segment(
            SegmentKind.HUNK if seen_head or is_diff(text, begun) else SegmentKind.CODE, begun.start, last.end
        )


def is_diff(text: str, line: Line) -> bool:
    return HUNK_HEAD.match(text, line.start) is not None


def blocks(text: str, told: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines with words; what is fenced stays in one."""
    block: list[Line] = []
    is_fenced = False
    for line in told:
        words = text[line.words : line.end]
        if words.lstrip().startswith(FENCE):
            is_fenced = not is_fenced
        if words.strip() or (is_fenced and block):
            block.append(line)
        elif block:
            yield block
            block = []
    while block and not text[block[-1].words : block[-1].end].strip():
        block.pop()
    if block:
        yield block


def block_segments(text: str, block: Sequence[Line]) -> Iterator[Segment]:
    words = [text[line.words : line.end] for line in block]
    if words[0].lstrip().startswith(FENCE):
        yield whole(SegmentKind.CODE, block)
    elif is_hunk(words):
        yield from hunks(text, block)
    elif is_code(words):
        yield whole(SegmentKind.CODE, block)
    else:
        yield from paragraphs_and_items(block, words)


def whole(kind: SegmentKind, block: Sequence[Line]) -> Segment:
    return Segment(kind, block[0].words, block[-1].end)


def is_hunk(words: Sequence[str]) -> bool:
    """Whether lines are of a diff: headers, or signs before every line that bullets do not explain."""
    if any(HUNK_HEAD.match(line) for line in words if line[:1] in "@dI-+i"):
        return True
    if any(line[:1] not in {"+", "-", " ", "\t"} for line in words):
        return False
    signed = [line for line in words if line[:1] in {"+", "-"}]
    return (
        bool(signed)
        and not all(BULLET.match(line) for line in signed)
        and any(line[1:2] != "-" for line in signed)
    )


def hunks(text: str, block: Sequence[Line]) -> Iterator[Segment]:
    """One segment for each `@@` line, with the headers before the first."""
    begun: list[Line] = []
    seen_head = False
    for line in block:
        is_head = text.startswith("@@ -", line.words)
        if begun and ((is_head and seen_head) or text.startswith("diff -", line.words)):
            yield whole(SegmentKind.HUNK, begun)
            begun, seen_head = [], False
        seen_head = seen_head or is_head
        begun.append(line)
    yield whole(SegmentKind.HUNK, begun)


def is_code(words: Sequence[str]) -> bool:
    """Whether lines are code or a table, to be kept as they stand."""
    if sum(TABLE.search(line) is not None for line in words) * 2 > len(words):
        return True
    if BULLET.match(words[0]) or not all(DEEP_INDENT.match(line) for line in words[1:] or words):
        return False
    return sum(CODE_WORDS.search(line) is not None for line in words) * 3 >= len(words)


def paragraphs_and_items(block: Sequence[Line], words: Sequence[str]) -> Iterator[Segment]:
    """Items begin at bullets and run on over wrapped lines, whether these are indented or not."""
    begins = list(beginnings(words))
    bounds = [at for at, kind in begins] + [len(block)]
    for (first, kind), last in zip(begins, bounds[1:], strict=True):
        yield Segment(kind, block[first].words, block[last - 1].end)


def beginnings(words: Sequence[str]) -> Iterator[tuple[int, SegmentKind]]:
    """Lines on which a segment of a block begins. After indented items, a line at the edge ends the list."""
    hangs = False
    in_list = False
    for at, line in enumerate(words):
        match = BULLET.match(line)
        if match and (at == 0 or in_list or may_begin_list(match["number"], words[at - 1])):
            in_list = True
            yield at, SegmentKind.ITEM
        elif at == 0 or (in_list and hangs and not line[:1].isspace()):
            in_list = hangs = False
            yield at, SegmentKind.PARAGRAPH
        elif in_list:
            hangs = hangs or line[:1].isspace()


def may_begin_list(number: str | None, before: str) -> bool:
    """A number in running prose is no item: the first one is 1, or stands after a colon."""
    return number in {None, "0", "1"} or before.rstrip().endswith(":")
