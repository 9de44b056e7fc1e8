"""Notes and tags in the archive's pages: one-line shells around functions."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from annotations.margin import segment_html
from annotations.margin.changed_segments import PlacedSegment
from annotations.margin.highlights import render_words
from annotations.margin.note_markdown import render_note
from annotations.margin.notes import Margin, MarginNote
from annotations.models import Annotation
from archive.models import Message
from archive.reading.layout import LaidSegment, LaidSpan
from archive.reading.same_words import Echoes

register = template.Library()


@register.simple_tag(takes_context=True)
def changed_segment(context: Context, one: PlacedSegment, deleted: Annotation | None) -> SafeString:
    """The segment that a write was on."""
    return segment_html.render_segment(context, one.message, one.span, one.segment, deleted=deleted)


@register.simple_tag(takes_context=True)
def segment_changed_beside(context: Context, one: PlacedSegment) -> SafeString:
    """Another segment that a write changed, which htmx brings to its place."""
    return segment_html.render_segment(context, one.message, one.span, one.segment, is_beside=True)


@register.simple_tag(takes_context=True)
def show_span(
    context: Context, message: Message, span: LaidSpan, margin: Margin, echoes: Echoes
) -> segment_html.ShownSpan:
    return segment_html.show_span(context, message, span, margin, echoes)


@register.simple_tag
def notes_touching(margin: Margin, message_key: int, segment: LaidSegment) -> list[MarginNote]:
    return margin.touching(message_key, segment)


@register.simple_tag
def note_count(margin: Margin, message_key: int) -> int:
    return margin.count(message_key)


@register.simple_tag
def words(
    segment: LaidSegment,
    notes: Sequence[MarginNote] = (),
    echoes: Echoes | None = None,
    message: Message | None = None,
) -> SafeString:
    """A segment's words; with `echoes`, those that links lead to can be reached."""
    if echoes is None or message is None:
        return render_words(segment, notes)
    wraps = echoes.heard[message.pk].wraps.get(segment.start, ())
    return render_words(segment, notes, wraps, message.anchor)


@register.filter
def markdown(note: str) -> SafeString:
    return render_note(note)
