"""A passage as its fragment shows it: gathered here once, for a page has thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from annotations.margin import Margin, MarginNote
from annotations.marking import render_words
from archive.echoes import Echoes, Spot
from archive.layout import LaidSegment
from archive.models import Message


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """`attributes` tell where it stands, what it is and who noted on it; `starting` are the notes beside it."""

    anchor: str
    attributes: SafeString
    words: SafeString
    quotes: list[Spot]
    starting: list[MarginNote]
    new_note: str


def show_passage(message: Message, segment: LaidSegment, margin: Margin, echoes: Echoes) -> ShownPassage:
    touching = margin.touching(message.pk, segment)
    starting = margin.starting(message.pk, segment)
    heard = echoes.heard[message.pk]
    wraps = heard.wraps.get(segment.start, ())
    anchor = message.anchor
    return ShownPassage(
        f"{anchor}-{segment.start}",
        format_html(
            'class="{}" id="{}-{}" data-message="{}" data-start="{}" data-end="{}"',
            " ".join(classes_of(message, segment, touching, starting)),
            anchor,
            segment.start,
            message.pk,
            segment.start,
            segment.end,
        ),
        framed(segment, render_words(segment, touching, wraps, anchor)),
        heard.quotes.get(segment.start, []),
        starting,
        f"{new_note_page()}?message={message.pk}&start={segment.start}&end={segment.end}",
    )


@cache
def new_note_page() -> str:
    return reverse("annotations:new")


def classes_of(
    message: Message, segment: LaidSegment, touching: Sequence[MarginNote], starting: Sequence[MarginNote]
) -> list[str]:
    classes = ["passage"]
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
        return format_html('<pre class="words" tabindex="0" aria-label="As sent">{}</pre>', words)
    classes = "words item" if segment.hangs else "words"
    if segment.is_as_sent:
        classes += " as-sent"
    elif segment.is_in_lines:
        classes += " in-lines"
    return format_html('<p class="{}">{}</p>', classes, words)
