"""The outline of a thread: its tree as one reader may see it, flat, with nesting told as counts.

Messages that are not in the archive, and those on lists that this reader may not see, look the same:
a missing message that answers to no name. They are shown only above something that the reader can read, or where
quotes leave words of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from archive.models import Message
from archive.reading.regrouping_notices import Regrouped

DEEPEST = 12


@dataclass(slots=True)
class Entry:
    """One line of the outline. `opens` and `closes` count the nested lists that begin and end with it."""

    message: Message
    is_readable: bool
    is_rebuilt: bool = False
    depth: int = 0
    opens: bool = False
    closes: int = 0
    closing: range = range(0)
    missing_count: int = 1
    href: str = ""
    when: str = ""
    parent: Entry | None = None
    children: list[Entry] = field(default_factory=list)
    regrouped: Regrouped | None = None

    @property
    def who(self) -> str:
        """The name that a reader may know: the sender's, or whom quotes name."""
        return self.message.who if self.is_readable or self.is_named else "Unknown sender"

    @property
    def is_named(self) -> bool:
        """Whether all quotes that name the writer of a missing message are the reader's to see."""
        return self.is_rebuilt

    @property
    def has_words(self) -> bool:
        """Whether there is something to read: the message, or what quotes leave of it."""
        return self.is_readable or self.is_rebuilt

    def above(self, steps: int) -> Entry | None:
        """The message so many answers above this one."""
        entry: Entry | None = self
        for _ in range(steps):
            entry = entry.parent if entry else None
        return entry

    @property
    def answers(self) -> list[Entry]:
        return [child for child in self.children if child.is_readable]


def make_outline(
    messages: Sequence[Message], readable: Iterable[int], rebuilt: Collection[int] = ()
) -> list[Entry]:
    """Entries in thread order. `messages` is a whole thread, in order; `readable` the keys this reader may see.

    `rebuilt` are keys of missing messages of which quotes are left that this reader may see.
    """
    entries = {message.pk: Entry(message, False, message.pk in rebuilt) for message in messages}
    for key in readable:
        entries[key].is_readable = True
    for entry in entries.values():
        parent = entries.get(entry.message.parent_id) if entry.message.parent_id else None
        entry.parent = parent
    kept = worth_showing(list(entries.values()))
    shown = [entry for entry in entries.values() if entry.message.pk in kept]
    return nest(fold_missing(shown))


def worth_showing(entries: Sequence[Entry]) -> set[int]:
    """Messages with words to read, their own or what quotes leave of them, and all that stand above one."""
    kept: set[int] = set()
    for entry in entries:
        above: Entry | None = entry if entry.is_readable or entry.is_rebuilt else None
        while above and above.message.pk not in kept:
            kept.add(above.message.pk)
            above = above.parent
    return kept


def fold_missing(entries: Sequence[Entry]) -> list[Entry]:
    """A chain of missing messages of which nothing is known stands as one entry with a count."""
    for entry in entries:
        if entry.parent:
            entry.parent.children.append(entry)
    result: list[Entry] = []
    for entry in entries:
        above = entry.parent
        if above and is_nameless(entry) and is_nameless(above) and len(above.children) == 1:
            above.missing_count += entry.missing_count
            above.children = entry.children
            for child in entry.children:
                child.parent = above
        else:
            result.append(entry)
    return result


def is_nameless(entry: Entry) -> bool:
    return not entry.is_readable and not entry.is_named


def nest(entries: list[Entry]) -> list[Entry]:
    for entry in entries:
        entry.depth = min(entry.parent.depth + 1, DEEPEST) if entry.parent else 0
    for at, entry in enumerate(entries):
        after = entries[at + 1].depth if at + 1 < len(entries) else 0
        entry.opens = after > entry.depth
        entry.closes = max(entry.depth - after, 0)
        entry.closing = range(entry.closes)
    return entries
