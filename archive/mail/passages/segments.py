"""Segments: the paragraphs, list items, hunks and blocks of code of a span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.mail.passages.marks import lines
from archive.mail.passages.units import Kind, Line, Segment, SegmentKind, Span

BULLET = re.compile(r"[ \t]*(?:[-*•◦‣·+–—]|\(?(?P<number>\d{1,3})[.)]|\(?[a-zA-Z][)]|\[\d{1,3}\])[ \t]+\S")
HUNK_HEAD = re.compile(r"@@ -\d|diff -|diff --|Index: |--- \S|\+\+\+ \S|index [0-9a-f]{6,}")
# In the order in which they stand, as far as they do.
FILE_HEADS = ("Index: ", "diff ", "--- ")
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
    """Hunks; a diffstat is code. Blank lines are context."""
    for part in parts_of_diff(text, told):
        worded = [line for line in part if text[line.start : line.end].strip()]
        if worded:
            is_hunk = any(is_hunk_head(text, line) for line in worded) or is_diff(text, worded[0])
            yield whole(SegmentKind.HUNK if is_hunk else SegmentKind.CODE, worded)


def parts_of_diff(text: str, told: Sequence[Line]) -> Iterator[list[Line]]:
    """A diff cut before each `@@` line and each head of a file, which goes with the first hunk behind it.

    The lines of a head stand in a fixed order (`FILE_HEADS`): one that comes out of turn begins the next file.
    """
    begun: list[Line] = []
    reached, hunk_reached = 0, len(FILE_HEADS) + 1
    for at, line in enumerate(told):
        head = file_head(text, told, at)
        is_hunk = not head and is_hunk_head(text, line)
        if begun and ((head and (not reached or head <= reached)) or (is_hunk and reached == hunk_reached)):
            yield begun
            begun = []
        reached = head or (hunk_reached if is_hunk else reached)
        begun.append(line)
    if begun:
        yield begun


def file_head(text: str, told: Sequence[Line], at: int) -> int:
    """Which line of a file's head begins here, from 1; 0 for none. `--- x` is one where `+++ y` follows and then a
    hunk or nothing: alone it may be a line that was taken out."""
    words = told[at].words
    number = next((nr for nr, head in enumerate(FILE_HEADS, 1) if text.startswith(head, words)), 0)
    if number < len(FILE_HEADS):
        return number
    after = told[at + 1 : at + 3]
    is_pair = bool(after) and text.startswith("+++ ", after[0].words)
    return number if is_pair and all(is_hunk_head(text, line) for line in after[1:]) else 0


def is_hunk_head(text: str, line: Line) -> bool:
    return text.startswith("@@ ", line.words)


def is_diff(text: str, line: Line) -> bool:
    return HUNK_HEAD.match(text, line.words) is not None


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
        yield from (whole(SegmentKind.HUNK, part) for part in parts_of_diff(text, block))
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
