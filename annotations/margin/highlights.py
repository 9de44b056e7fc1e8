"""Words as HTML, with the marks of the notes on them and the places that links lead to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from annotations.margin.notes import MarginNote
from archive.mail.passages import SegmentKind
from archive.reading.layout import LaidLine, LaidSegment
from archive.reading.link_targets import Wrap
from archive.reading.web_links import web_addresses


def render_words(
    segment: LaidSegment,
    notes: Sequence[MarginNote],
    wraps: Sequence[Wrap] = (),
    anchor: str = "",
    with_links: bool = True,
) -> SafeString:
    """A segment's lines as HTML: each line tells where it stands (`data-at`), noted words are marked.

    `wraps` are the words that links lead to, in order and nested; their ids begin with `anchor`.
    """
    last = segment.lines[-1].end if segment.lines else segment.end
    is_hunk = segment.kind is SegmentKind.HUNK
    if not wraps:
        lines = (
            render_line(line, notes, last, with_links, role_of(line.text) if is_hunk else "")
            for line in segment.lines
        )
        return mark_safe("\n".join(lines))
    edges = sorted({edge for wrap in wraps for edge in (wrap.start, wrap.end)})
    waiting, open_ends, parts = list(reversed(wraps)), list[int](), list[str]()
    for number, line in enumerate(segment.lines):
        if number:
            parts.append("\n")
        role = role_of(line.text) if is_hunk else ""
        for piece in pieces_of(line, edges):
            close_until(piece.start, open_ends, parts)
            while waiting and waiting[-1].start <= piece.start:
                wrap = waiting.pop()
                parts.append(opening(wrap, anchor))
                open_ends.append(wrap.end)
            close_until(piece.start, open_ends, parts)
            parts.append(render_line(piece, notes, last, with_links, role))
            close_until(piece.end, open_ends, parts)
    parts += [opening(wrap, anchor) + "</span>" for wrap in reversed(waiting)]
    return mark_safe("".join(parts) + "</span>" * len(open_ends))


def close_until(place: int, open_ends: list[int], parts: list[str]) -> None:
    while open_ends and open_ends[-1] <= place:
        parts.append("</span>")
        open_ends.pop()


def pieces_of(line: LaidLine, edges: Sequence[int]) -> Iterable[LaidLine]:
    """A line cut where words that a link leads to begin or end within it."""
    inner = edges[bisect_right(edges, line.start) : bisect_left(edges, line.end)]
    for start, end in pairwise((line.start, *inner, line.end)) if inner else ((line.start, line.end),):
        yield LaidLine(start, end, line.text[start - line.start : end - line.start])


def opening(wrap: Wrap, anchor: str) -> str:
    name = f' id="{anchor}-{wrap.name}"' if wrap.name else ""
    group = f" piece-{wrap.group}" if wrap.group else ""
    return f'<span class="said{group}"{name}>'


def role_of(text: str) -> str:
    """What a line of a diff does, as a class of its own."""
    if text.startswith(("+++", "---")):
        return " file"
    return {"+": " added", "-": " removed", "@": " place"}.get(text[:1], "")


def render_line(
    line: LaidLine, notes: Sequence[MarginNote], last: int, with_links: bool, role: str = ""
) -> str:
    here = [note for note in notes if note.start < line.end and note.end > line.start] if notes else ()
    addresses = [(line.start + start, line.start + end) for start, end in web_addresses(line.text)]
    if not here and not addresses:
        inside = plain(line.text)
    else:
        inside = "".join(render_runs(line, here, notes, addresses, last, with_links))
    return f'<span class="line{role}" data-at="{line.start}">{inside}</span>'


def plain(text: str) -> str:
    """Escaped words; indentation stands apart so that a narrow screen can shrink it."""
    words = text.lstrip(" \t")
    indent = text[: len(text) - len(words)]
    return f'<span class="indent">{indent}</span>{escape(words)}' if len(indent) > 2 else str(escape(text))


def render_runs(
    line: LaidLine,
    here: Sequence[MarginNote],
    notes: Sequence[MarginNote],
    addresses: Sequence[tuple[int, int]],
    last: int,
    with_links: bool,
) -> Iterable[str]:
    """The line cut wherever a note or an address begins or ends, each piece inside the marks of the notes on it."""
    cuts = {line.start, line.end, *chain.from_iterable(addresses)}
    for note in here:
        cuts |= {min(max(note.start, line.start), line.end), min(max(note.end, line.start), line.end)}
    for start, end in pairwise(sorted(cuts)):
        active = [note for note in here if note.start <= start and note.end >= end]
        piece = line.text[start - line.start : end - line.start]
        words = plain(piece) if start == line.start and not active else str(escape(piece))
        for lane, note in reversed(list(enumerate(active))):
            words = mark(words, note, lane)
        yield linked(line, words, start, addresses)
        if with_links:
            yield "".join(
                ref(note) for note in here if note.end == end or (end == last == line.end < note.end)
            )


def linked(line: LaidLine, words: str, start: int, addresses: Sequence[tuple[int, int]]) -> str:
    """The words as a link when they are an address, or a piece of one."""
    for first, after in addresses:
        if first <= start < after:
            url = escape(line.text[first - line.start : after - line.start])
            return f'<a class="outward" href="{url}" rel="nofollow noopener noreferrer">{words}</a>'
    return words


def mark(words: str, note: MarginNote, lane: int) -> str:
    lane_class = f" lane-{min(lane + 1, 3)}" if lane else ""
    return f'<mark class="{note.mark_class}{lane_class}" data-note="{note.annotation.pk}">{words}</mark>'


def ref(note: MarginNote) -> str:
    kind = "Note" if note.annotation.note else "Tags,"
    return format_html(
        '<a class="ref" href="#{}" aria-label="{} {}">{}</a>',
        note.anchor,
        kind,
        note.number,
        note.number,
    )
