"""The margin of a page: which notes stand at which segment, their numbers, and the words with their marks."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from annotations.models import Annotation, Tag
from archive.layout import LaidLine, LaidSegment, LaidSpan
from archive.outward import web_addresses

if TYPE_CHECKING:
    from archive.access import Reader

INKS = 6


@dataclass(frozen=True, slots=True)
class MarginNote:
    """An annotation on a page: its number there, and the ink of its author."""

    annotation: Annotation
    number: int
    is_mine: bool

    @property
    def ink(self) -> str:
        return f"by-{self.annotation.author_id % INKS + 1}"

    @property
    def start(self) -> int:
        return self.annotation.target.start

    @property
    def end(self) -> int:
        return self.annotation.target.end

    @property
    def mark_class(self) -> str:
        if self.annotation.resolved_at:
            return f"is-resolved {self.ink}"
        return self.ink if self.annotation.note else f"tags-only {self.ink}"


@dataclass(slots=True)
class Margin:
    """The notes of a page by message; `starting` and `touching` tell those of one segment."""

    by_message: dict[int, list[MarginNote]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[int, dict[int, list[MarginNote]]] = field(default_factory=dict)

    def count(self, message_key: int) -> int:
        return len(self.by_message.get(message_key, ()))

    @property
    def total(self) -> int:
        return sum(map(len, self.by_message.values()))

    def settle(self, message_key: int, spans: Sequence[LaidSpan]) -> None:
        """Gives each note of a message the segment that it stands beside."""
        starts = [segment.start for span in spans for segment in span.segments]
        ends = [segment.end for span in spans for segment in span.segments]
        beside: dict[int, list[MarginNote]] = defaultdict(list)
        for note in self.by_message.get(message_key, ()) if starts else ():
            at = min(bisect_right(ends, note.start), len(ends) - 1)
            beside[starts[at]].append(note)
        self.homes[message_key] = beside

    def starting(self, message_key: int, segment: LaidSegment) -> list[MarginNote]:
        return self.homes.get(message_key, {}).get(segment.start, [])

    def touching(self, message_key: int, stretch: LaidSegment | LaidSpan) -> list[MarginNote]:
        notes = self.by_message.get(message_key, ())
        return [note for note in notes if note.start < stretch.end and note.end > stretch.start]

    def touches(self, message_key: int, span: LaidSpan) -> bool:
        """Whether a note is on this span or stands beside it."""
        return bool(self.touching(message_key, span)) or any(
            self.starting(message_key, segment) for segment in span.segments
        )

    @property
    def tags(self) -> list[Tag]:
        """All tags of the page's notes, by path."""
        notes = (note for notes in self.by_message.values() for note in notes)
        tags = {tag.pk: tag for note in notes for tag in note.annotation.tags.all()}
        return sorted(tags.values(), key=lambda tag: tag.path)


def margin_for(messages: Iterable[tuple[int, Sequence[LaidSpan]]], reader: Reader) -> Margin:
    """The margin of a page: (message key, its laid-out spans) → notes, numbered per message in the order of writing.

    Three queries, however many messages and notes.
    """
    messages = list(messages)
    margin = Margin()
    if not reader.is_authenticated:
        return margin
    found = Annotation.objects.visible_to(reader).on_messages([key for key, _ in messages])
    for annotation in found.with_details().order_by("created_at", "pk"):
        notes = margin.by_message[annotation.target.message_id]
        notes.append(MarginNote(annotation, len(notes) + 1, annotation.author_id == reader.pk))
    for key, spans in messages:
        margin.by_message[key].sort(key=lambda note: (note.start, note.end, note.number))
        margin.settle(key, spans)
    return margin


def render_words(segment: LaidSegment, notes: Sequence[MarginNote], with_links: bool = True) -> SafeString:
    """A segment's lines as HTML: each line tells where it stands (`data-at`), noted words are marked."""
    last = segment.lines[-1].end if segment.lines else segment.end
    lines = [render_line(line, notes, last, with_links) for line in segment.lines]
    return mark_safe("\n".join(lines))


def render_line(line: LaidLine, notes: Sequence[MarginNote], last: int, with_links: bool) -> str:
    here = [note for note in notes if note.start < line.end and note.end > line.start]
    addresses = [(line.start + start, line.start + end) for start, end in web_addresses(line.text)]
    if not here and not addresses:
        inside = plain(line.text)
    else:
        inside = "".join(render_runs(line, here, notes, addresses, last, with_links))
    return f'<span class="line" data-at="{line.start}">{inside}</span>'


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
        '<a class="ref" href="#n-{}" aria-label="{} {}">{}</a>',
        note.annotation.pk,
        kind,
        note.number,
        note.number,
    )
