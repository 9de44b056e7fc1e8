"""Notes (annotations) that stand on messages which somebody wants to take away: they are in the way of it."""

from __future__ import annotations

from collections.abc import Collection

from annotations.models import Annotation
from archive.hooks import Obstacle

WORDS_SHOWN = 60


def notes_standing_on(keys: Collection[int]) -> list[Obstacle]:
    """All notes on these messages; also deleted ones, which their author may take back."""
    notes = Annotation.objects.on_messages(list(keys)).select_related("author", "target").in_text_order()
    return [obstacle(note) for note in notes]


def obstacle(note: Annotation) -> Obstacle:
    """The note, by its author and the words that it is on; what it says is for those who may see it."""
    words = note.target.words
    words = words if len(words) <= WORDS_SHOWN else f"{words[:WORDS_SHOWN].rstrip()}…"
    is_open = note.visibility == Annotation.Visibility.TEAM and note.deleted_at is None
    what = "Deleted note" if note.deleted_at else "Note" if is_open else "Private note"
    return Obstacle(
        note.target.message_id,
        f"{what} by {note.author}, on “{words}”",
        note.get_absolute_url() if is_open else "",
    )
