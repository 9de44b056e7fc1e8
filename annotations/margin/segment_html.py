"""A segment as its fragment shows it: gathered here once, for a page has thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.template import Context, Template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from annotations.margin.highlights import render_words
from annotations.margin.notes import Margin, MarginNote
from annotations.models import Annotation
from archive.mail.passages import Kind
from archive.models import Message
from archive.reading.layout import LaidSegment, LaidSpan
from archive.reading.origin_links import OriginLink, origin_links
from archive.reading.same_words import Echoes, Spot


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """What the fragment of a segment shows: its tag and words in `opening`; in `closing` the link to a new note.

    `starting` are the notes beside it; it `has_notes` also where the last one was deleted just now.
    """

    anchor: str
    opening: SafeString
    quotes: Sequence[Spot]
    starting: Sequence[MarginNote]
    has_notes: bool
    closing: SafeString


@dataclass(frozen=True, slots=True)
class ShownSpan:
    """Where the words of a span were first written, and its segments; those of attribution lines are none."""

    origins: Sequence[OriginLink]
    is_folded: bool
    segments: SafeString


def show_span(
    context: Context, message: Message, span: LaidSpan, margin: Margin, echoes: Echoes
) -> ShownSpan:
    origins = echoes.heard[message.pk].origins.get(span.start, ())
    if span.kind is Kind.ATTRIBUTION:
        return ShownSpan((), False, SafeString())
    segments = render_segments(context, message, span, margin, echoes)
    links = origin_links(message, span, origins)
    return ShownSpan(links, is_folded(message, span, links, margin), segments)


def is_folded(message: Message, span: LaidSpan, origins: Sequence[OriginLink], margin: Margin) -> bool:
    """Whether a long quote stays folded: its words can be read where they were written, and nobody noted on it here."""
    is_to_be_read = bool(origins) and not origins[0].spot.message.is_missing
    return is_to_be_read and span.is_quoted and span.is_long and not margin.touches(message.pk, span)


def render_segments(
    context: Context, message: Message, span: LaidSpan, margin: Margin, echoes: Echoes
) -> SafeString:
    """The fragments of all segments of a span: the file that a write answers with, filled in once for each."""
    fragment = fragment_of_segment()
    parts = []
    for segment in span.segments:
        shown = show_segment(message, segment, margin, echoes)
        with context.push(segment=segment, shown_segment=shown):
            html = fragment.render(context)
        parts.append(f"{'<ul>' * segment.opens_list}{html}{'</ul>' * segment.closes_list}")
    return mark_safe("".join(parts))


def fragment_of_segment() -> Template:
    loaded = get_template("annotations/_segment.html")
    return loaded.template  # type: ignore[attr-defined, no-any-return]


def show_segment(
    message: Message,
    segment: LaidSegment,
    margin: Margin,
    echoes: Echoes,
    attributes: str = "",
    deleted: Annotation | None = None,
) -> ShownSegment:
    touching = margin.touching(message.pk, segment)
    starting = margin.starting(message.pk, segment)
    heard = echoes.heard[message.pk]
    words = render_words(segment, touching, heard.wraps.get(segment.start, ()), message.anchor)
    classes = " ".join(classes_of(message, segment, touching, starting))
    key, anchor, tag = message.pk, f"{message.anchor}-{segment.start}", segment.tag_name
    place = f'data-message="{key}" data-start="{segment.start}" data-end="{segment.end}"'
    adding = f"{new_note_page()}?message={key}&amp;start={segment.start}&amp;end={segment.end}"
    return ShownSegment(
        anchor,
        mark_safe(f'<{tag} class="{classes}" id="{anchor}" {place}{attributes}>{framed(segment, words)}'),
        heard.quotes.get(segment.start, ()),
        starting,
        bool(starting or deleted),
        mark_safe(
            f'<a class="add-note" href="{adding}" rel="nofollow" '
            f'aria-label="Add a note to “{escape(segment.first_words)}”">+</a></{tag}>\n'
        ),
    )


@cache
def new_note_page() -> str:
    return reverse("annotations:new")


def classes_of(
    message: Message, segment: LaidSegment, touching: Sequence[MarginNote], starting: Sequence[MarginNote]
) -> list[str]:
    classes = ["segment"]
    if segment.is_figure:
        classes.append("figure")
    elif message.is_missing and segment.is_gap:
        classes.append("gap")
    if touching or starting:
        classes.append("noted")
    return [*classes, touching[0].ink] if touching else classes


def framed(segment: LaidSegment, words: SafeString) -> SafeString:
    """The words in the element that keeps their layout."""
    if segment.is_figure:
        return mark_safe(f'<pre class="words" tabindex="0" aria-label="As sent">{words}</pre>')
    classes = "words item" if segment.hangs else "words"
    if segment.is_as_sent:
        classes += " as-sent"
    elif segment.is_in_lines:
        classes += " in-lines"
    # The side on which a list item hangs is that on which its own writing begins.
    direction = ' dir="auto"' if segment.hangs else ""
    return mark_safe(f'<p class="{classes}"{direction}>{words}</p>')
