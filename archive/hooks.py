"""What happens to messages, told to the apps that keep something on them: lists of subscribers, one per happening.

Subscribers are called in the order in which they subscribed, and but for two kinds in the transaction of what happens:
what one raises undoes all of it. An app subscribes in its `AppConfig.ready`. While messages are stored nobody else
stores any: what takes its time is done when `storing_ended`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

Told = ParamSpec("Told")
Answer = TypeVar("Answer")


class Subscribers(Generic[Told, Answer]):
    """The subscribers to one happening, whatever they are told of it."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[Told, Answer]] = []

    def subscribe(self, subscriber: Callable[Told, Answer]) -> None:
        """Adds a subscriber; one that is there already is not called twice (Django may call `ready` again)."""
        if subscriber not in self._subscribers:
            self._subscribers.append(subscriber)

    @property
    def subscribers(self) -> tuple[Callable[Told, Answer], ...]:
        return tuple(self._subscribers)

    def tell(self, *args: Told.args, **kwargs: Told.kwargs) -> list[Answer]:
        """What each subscriber answers."""
        return [subscriber(*args, **kwargs) for subscriber in self._subscribers]


class Hook(Subscribers[[Collection[int]], Answer]):
    """The subscribers to what happens to several messages, who are told their keys."""

    def call(self, keys: Collection[int]) -> list[Answer]:
        """What each subscriber answers; of no messages nobody is told."""
        return self.tell(keys) if keys else []


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that people put on a message, by its key, as they know it and where it is: the message must stay."""

    message: int
    label: str
    url: str


# The texts of these messages were changed, or taken away.
text_changed: Hook[None] = Hook()
# These messages are read from another copy now, of a list that others may read.
copy_changed: Hook[None] = Hook()
# Which of these missing messages must stay, though others were found to be them? Asked before anything is stored.
about_to_replace: Hook[Collection[int]] = Hook()
# A missing message, which has no text any more, is about to be removed: another, told behind it, takes its place.
message_replaced: Subscribers[[int, int], None] = Subscribers()
# What was stored is committed, and others may store. Runs begin with it too: a process may have been lost before it.
storing_ended: Subscribers[[], None] = Subscribers()
# These messages are about to be removed: what stands on them?
about_to_remove: Hook[list[Obstacle]] = Hook()


def obstacles_to_removal(keys: Collection[int]) -> list[Obstacle]:
    """All that people put on these messages, whatever app keeps it."""
    return [obstacle for found in about_to_remove.call(keys) for obstacle in found]
