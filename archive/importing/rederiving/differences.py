"""What `rederive` tells: how many messages and threads came out different, and in what, with examples."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from archive.importing.rederiving.stored_messages import StoredMail

EXAMPLES = 3
SHORT = 60


@dataclass(slots=True)
class Differences:
    """`messages` counts messages by what differs in them; `threads` counts threads by what differs.

    `examples` has a line for the first of each; `unreadable`, a sentence for each message that is left as it is.
    """

    looked_at: int = 0
    changed: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    threads: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[str] = field(default_factory=list)

    def compare(self, stored: StoredMail, today: dict[str, Any]) -> list[str]:
        """Names of what differs; it is counted."""
        names = [name for name, value in stored.derived.items() if today[name] != value]
        for name in names:
            self.messages[name] += 1
            if len(self.examples[name]) < EXAMPLES:
                before, after = stored.derived[name], today[name]
                self.examples[name].append(f"{stored.message_id}: {first_difference(before, after)}")
        self.changed += bool(names)
        return names

    @property
    def is_none(self) -> bool:
        return not +self.messages and not +self.threads


def first_difference(before: Any, after: Any) -> str:
    """The first place where two values differ, in short."""
    if isinstance(before, str) and isinstance(after, str):
        at = next((i for i, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
        at = max((min(len(before), len(after)) if at is None else at) - 10, 0)
        return f"{short(before[at:])} → {short(after[at:])}"
    if is_collection(before) and is_collection(after):
        only_before = [one for one in before if one not in after]
        only_after = [one for one in after if one not in before]
        return f"{short(plain(only_before))} → {short(plain(only_after))}"
    if isinstance(before, tuple) and isinstance(after, tuple):
        return f"{short(' '.join(map(str, before)))} → {short(' '.join(map(str, after)))}"
    return f"{short(str(before))} → {short(str(after))}"


def is_collection(value: Any) -> bool:
    return isinstance(value, set | tuple) and all(isinstance(one, tuple) for one in value)


def plain(values: list[Any]) -> str:
    return (
        ", ".join(" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in values)
        or "nothing"
    )


def short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"
