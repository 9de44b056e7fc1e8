"""The elements of segments and spans in a page of mail and in the answer to a write of a note.

A page has thousands of segments, and most have neither notes nor quotes: made in Python, such an element takes a small
part of the time that a template needs for it.
"""

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
from archive.reading.same_words import Echoes

OUT_OF_BAND = ' hx-swap-oob="true"'


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
    segments = render_segments(context, message, span)
    links = origin_links(message, span, origins)
    return ShownSpan(links, is_folded(message, span, links, margin), segments)


def is_folded(message: Message, span: LaidSpan, origins: Sequence[OriginLink], margin: Margin) -> bool:
    """Whether a long quote stays folded: its words can be read where they were written, and nobody noted on it here."""
    is_to_be_read = bool(origins) and not origins[0].spot.message.is_missing
    return is_to_be_read and span.is_quoted and span.is_long and not margin.touches(message.pk, span)


def render_segments(context: Context, message: Message, span: LaidSpan) -> SafeString:
    """All segments of a span, the lists among them in their element."""
    parts = []
    for segment in span.segments:
        html = render_segment(context, message, span, segment)
        parts.append(f"{'<ul>' * segment.opens_list}{html}{'</ul>' * segment.closes_list}")
    return mark_safe("".join(parts))


def render_segment(
    context: Context,
    message: Message,
    span: LaidSpan,
    segment: LaidSegment,
    *,
    deleted: Annotation | None = None,
    is_beside: bool = False,
) -> SafeString:
    """The element of a segment: its words, where they are quoted, the notes that begin here, and the way to a new one.

    The page's `context` has its `margin` and `echoes`. A write answers with the same element: of the note's own segment
    with what was `deleted`, and of others that changed as one that htmx puts to its place.
    """
    margin, heard = context["margin"], context["echoes"].heard[message.pk]
    touching, starting = margin.touching(message.pk, segment), margin.starting(message.pk, segment)
    anchor, tag = f"{message.anchor}-{segment.start}", segment.tag_name
    words = render_words(segment, touching, heard.wraps.get(segment.start, ()), message.anchor)
    quotes = heard.quotes.get(segment.start, ())
    beside = {"message": message, "span": span, "segment": segment, "deleted": deleted}
    told_quotes = told_notes = ""
    if quotes:
        told_quotes = rendered("archive/_quotes.html", context, quotes=quotes, **beside)
    if starting or deleted:
        told_notes = rendered("annotations/_notes.html", context, id=anchor, starting=starting, **beside)
    return mark_safe(
        f'<{tag} class="{" ".join(classes_of(message, segment, touching, starting))}" id="{anchor}"'
        f' data-message="{message.pk}" data-start="{segment.start}" data-end="{segment.end}"'
        f"{OUT_OF_BAND if is_beside else ''}>"
        f"{framed(segment, words)}"
        f"{told_quotes}{told_notes}{add_note_link(message, segment)}"
        f"</{tag}>\n"
    )


def rendered(name: str, context: Context, **given: object) -> str:
    """A fragment of the page; most segments need none."""
    with context.push(**given):
        return fragment(name).render(context)


@cache
def fragment(name: str) -> Template:
    return get_template(name).template  # type: ignore[attr-defined, no-any-return]


def add_note_link(message: Message, segment: LaidSegment) -> str:
    where = f"{new_note_page()}?message={message.pk}&amp;start={segment.start}&amp;end={segment.end}"
    label = f"Add a note to “{escape(segment.first_words)}”"
    return f'<a class="add-note" href="{where}" rel="nofollow" aria-label="{label}">+</a>'


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
