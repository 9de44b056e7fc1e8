"""What pages ask of the archive: one-line shells around functions."""

from __future__ import annotations

from django import template

from archive.echoes import Echoes, Spot
from archive.layout import LaidSpan

register = template.Library()


@register.simple_tag
def origins_of(echoes: Echoes, message_key: int, span: LaidSpan) -> list[Spot]:
    return echoes.heard[message_key].origins.get(span.start, [])
