"""What pages ask of the archive: one-line shells around functions."""

from __future__ import annotations

from django import template

from archive.echoes import Echoes, Spot
from archive.layout import LaidSegment, LaidSpan

register = template.Library()


@register.simple_tag
def origin_of(echoes: Echoes, message_key: int, span: LaidSpan) -> Spot | None:
    return echoes.origin_of(message_key, span)


@register.simple_tag
def quotes_of(echoes: Echoes, message_key: int, span: LaidSpan, segment: LaidSegment) -> list[Spot]:
    told = echoes.of_quoted if span.is_quoted else echoes.of_own
    return told(message_key, segment)


@register.simple_tag
def spots_in(echoes: Echoes, message_key: int, segment: LaidSegment) -> list[int]:
    return echoes.spots_in(message_key, segment)
