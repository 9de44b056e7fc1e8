"""What happens to messages, told to the apps that keep something on them: lists of subscribers, one per happening.

Subscribers are called in the transaction of what happens, in the order in which they subscribed, with keys of messages;
what one raises undoes all of it. An app subscribes in its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Hook(Generic[Answer]):
    """The subscribers to one happening."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[[Collection[int]], Answer]] = []

    def subscribe(self, subscriber: Callable[[Collection[int]], Answer]) -> None:
        """Adds a subscriber; one that is there already is not called twice (Django may call `ready` again)."""
        if subscriber not in self._subscribers:
            self._subscribers.append(subscriber)

    @property
    def subscribers(self) -> tuple[Callable[[Collection[int]], Answer], ...]:
        return tuple(self._subscribers)

    def call(self, keys: Collection[int]) -> list[Answer]:
        """What each subscriber answers; of no messages nobody is told."""
        return [subscriber(keys) for subscriber in self._subscribers] if keys else []


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
# These messages are about to be removed: what stands on them?
about_to_remove: Hook[list[Obstacle]] = Hook()


def obstacles_to_removal(keys: Collection[int]) -> list[Obstacle]:
    """All that people put on these messages, whatever app keeps it."""
    return [obstacle for found in about_to_remove.call(keys) for obstacle in found]
