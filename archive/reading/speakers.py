"""Whose words a passage is, as far as a reader may know: the one rule for spans, in SQL and in memory.

Whom the text itself names, in an attribution line, everybody may know who reads it. Whom other messages tell (the
words' origin, the reply chain) may know who can read a message that bears that sender's name or address: one of the
thread, or one in which words of the passage were first written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Exists, F, OuterRef, Q

from archive.access import Reader
from archive.models import Message, Origin, Span
from archive.reading.layout import LaidSpan, SpanLike, known_as_said
from archive.reading.same_words import Spot

BY_OTHERS = frozenset({Span.Known.TRACED, Span.Known.INFERRED})


def speaker_known_to(reader: Reader) -> Q:
    """The rule in SQL, on spans."""
    telling = Message.objects.readable_by(reader).filter(
        Q(sender_name=OuterRef("speaker")) | Q(sender_address=OuterRef("speaker"))
    )
    origins = Origin.objects.filter(
        message=OuterRef("message"), start__gte=OuterRef("start"), start__lt=OuterRef("end")
    ).filter(Q(origin__sender_name=OuterRef("speaker")) | Q(origin__sender_address=OuterRef("speaker")))
    return (
        ~Q(known__in=BY_OTHERS)
        | Q(speaker="")
        | Q(speaker=F("said_speaker"))
        | Q(Exists(telling.filter(thread=OuterRef("message__thread"))))
        | Q(Exists(origins.filter(origin__in=Message.objects.readable_by(reader))))
    )


def is_speaker_known(span: SpanLike, senders: Collection[str]) -> bool:
    """The rule in memory. `senders` are those of the messages of the thread, and with its words, that one may read."""
    is_told_by_text = span.known not in BY_OTHERS or span.speaker in {"", span.said_speaker}
    return is_told_by_text or span.speaker in senders


def senders_of(messages: Iterable[Message]) -> frozenset[str]:
    """Names and addresses."""
    return frozenset(name for one in messages for name in (one.sender_name, one.sender_address) if name)


def hide_unknown(messages: Iterable[Message], reader: Reader) -> None:
    """Takes away, among loaded spans, the speakers that this person may not know. One query."""
    doubtful = [
        span
        for message in messages
        for span in message.spans.all()
        if span.speaker and span.known in BY_OTHERS
    ]
    if not doubtful:
        return
    known = Span.objects.filter(speaker_known_to(reader), pk__in=[span.pk for span in doubtful])
    keys = set(known.values_list("pk", flat=True))
    for span in doubtful:
        if span.pk not in keys:
            span.speaker, span.known = span.said_speaker, Span.Known(known_as_said(span))


def without_unknown(
    spans: Sequence[LaidSpan], senders: Collection[str], origins: Mapping[int, Sequence[Spot]]
) -> tuple[LaidSpan, ...]:
    """The same for the spans of a message on a page: `senders` are those of what one may read of its thread,
    `origins` the places of each span's words, by its start."""
    return tuple(
        span
        if is_speaker_known(span, senders)
        or is_speaker_known(span, senders_of(spot.message for spot in origins.get(span.start, ())))
        else span.as_said()
        for span in spans
    )
