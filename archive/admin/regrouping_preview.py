"""What splitting, joining and undoing will do, in numbers of what the person may see."""

from __future__ import annotations

from dataclasses import dataclass

from archive.access import Reader
from archive.admin.base import figure, messages_seen_by
from archive.models import Message, Regrouping
from archive.models.messages import MessageQuerySet

NO_SUBJECT = "(no subject)"


@dataclass(frozen=True, slots=True)
class Part:
    """Messages, people and the name of what is or will be a thread."""

    messages: int
    people: int
    name: str

    @property
    def size(self) -> str:
        messages = "message" if self.messages == 1 else "messages"
        people = "person" if self.people == 1 else "people"
        return f"{figure(self.messages)} {messages} by {figure(self.people)} {people}"


@dataclass(frozen=True, slots=True)
class Told:
    """What goes, and what it leaves or comes to."""

    moving: Part
    other: Part


def told_of_split(message: Message, reader: Reader) -> Told:
    below = seen(reader).at_or_below(message)
    whole = seen(reader).in_thread(message.thread_id)
    return Told(part(below), part(whole.exclude(pk__in=below.values("pk"))))


def told_of_join(message: Message, onto: Message, reader: Reader) -> Told:
    return Told(part(seen(reader).in_thread(message.thread_id)), part(seen(reader).in_thread(onto.thread_id)))


def told_of_undoing(done: Regrouping, reader: Reader) -> Told:
    """What goes back below what it answered, or leaves the thread that it was joined to."""
    if done.answered:
        return Told(
            part(seen(reader).at_or_below(done.message)),
            part(seen(reader).in_thread(done.answered.thread_id)),
        )
    return told_of_split(done.message, reader)


def seen(reader: Reader) -> MessageQuerySet:
    messages: MessageQuerySet = messages_seen_by(reader).stored()
    return messages


def part(messages: MessageQuerySet) -> Part:
    first = messages.in_thread_order().first()
    name = first.bare_subject if first else ""
    return Part(messages.count(), messages.count_people(), name or NO_SUBJECT)
