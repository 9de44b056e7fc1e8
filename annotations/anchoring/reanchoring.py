"""Notes stay on their words when a text changes, or when the message comes that was known from quotes alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from annotations.anchoring.selectors import ON_WORDS, Found, How, Selector, find_again
from annotations.models import Target
from archive.models import Body, Message, Span

MOVED = """
    SELECT target.id FROM annotations_target AS target LEFT JOIN archive_body AS body USING (message_id)
    WHERE target.message_id = ANY(%s)
      AND substr(body.text, target.start + 1, target."end" - target.start) IS DISTINCT FROM target.exact
"""
MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a target's words are now, and how they were found."""

    message_id: int
    found: Found


def settle_targets(keys: Collection[int]) -> None:
    """Finds the words of all targets on these messages again, where they are not at their place."""
    moved = Target.objects.raw(MOVED, [list(keys)])
    settled = [settle(target) for target in moved]
    Target.objects.bulk_update(settled, ["message", "start", "end", "found", "score"])


def settle(target: Target) -> Target:
    now = settled(target)
    target.message_id = now.message_id
    target.start, target.end = now.found.start, now.found.end
    target.found, target.score = now.found.how, now.found.score
    return target


def settled(target: Target) -> Settled:
    """In its message; else, of a missing one, in what quotes of it lead to, or in these quotes themselves."""
    selector = Selector(target.start, target.end, target.exact, target.prefix, target.suffix)
    own = Body.objects.filter(message=target.message_id).values_list("text", flat=True).first()
    here = find_again(own or "", selector, passages_of(target.message_id))
    if here.how in ON_WORDS or not target.message.is_missing:
        return Settled(target.message_id, here)
    elsewhere = (Settled(key, find_again(text, selector, ())) for key, text in texts_beside(target.message))
    return next(
        (one for one in elsewhere if one.found.how in ON_WORDS - {How.IN_PLACE}),
        Settled(target.message_id, here),
    )


def passages_of(message_id: int) -> list[tuple[int, int]]:
    spans = Message(pk=message_id).spans.filter(kind=Span.Kind.QUOTED)
    return list(spans.values_list("start", "end"))


def texts_beside(message: Message) -> Iterator[tuple[int, str]]:
    """Keys and texts of the messages that quotes in its thread come from, then of the thread's own."""
    for found in (Message.objects.quoted_in_thread(message.thread_id), message.thread.messages.all()):
        stored = found.stored().exclude(pk=message.pk).in_thread_order()
        yield from stored.values_list("pk", "body__text")[:MOST_CANDIDATES]
