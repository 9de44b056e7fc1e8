"""Whose words passages are, as far as a reader may know it."""

from __future__ import annotations

from collections.abc import Iterable

from archive.access import Reader
from archive.models import Message, Span
from archive.reading.layout import known_as_said

BY_OTHERS = frozenset({Span.Known.TRACED, Span.Known.INFERRED})


def without_untold(messages: Iterable[Message], reader: Reader) -> None:
    """Takes away the speakers, among loaded spans, whom only messages tell that this person may not read.

    Whom the attribution line names stays.
    """
    doubtful = [
        span
        for message in messages
        for span in message.spans.all()
        if span.speaker and span.known in BY_OTHERS
    ]
    if not doubtful:
        return
    known = Span.objects.filter(pk__in=[span.pk for span in doubtful]).told_to(reader)
    told = set(known.values_list("pk", flat=True))
    for span in doubtful:
        if span.pk not in told:
            span.speaker, span.known = span.said_speaker, Span.Known(known_as_said(span))
