"""Re-anchoring: targets are put on their words again, after a text changed or a message came that quotes had told of.

Writes the targets of annotations whose words are searched for (`annotations_displacement`), and these away. Searching
is done while others may store: in what was read before, and it is written only where that is still so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from annotations.anchoring import sql
from annotations.anchoring.displacing import quote_at, texts_of
from annotations.anchoring.selectors import SearchedText
from annotations.anchoring.surroundings import Anchor, Surroundings, selector_of
from annotations.models import Displacement
from archive.importing.database import execute, hold_storing_lock

# Whoever changes texts searches afterwards, so what changes over and over is not left for ever.
MOST_ROUNDS = 10
PLACE = ("targets", "sinces", "messages", "starts", "ends", "ways", "scores")
COLUMNS = (*PLACE, "exacts", "prefixes", "suffixes")
NOT_QUOTED = (None, None, None)


@dataclass(frozen=True, slots=True)
class Reanchored:
    """The anchor that was found for a displaced target, and the text that it is in."""

    displacement: Displacement
    anchor: Anchor
    text: str

    @property
    def has_left(self) -> bool:
        """Whether the words stand in another message: its text may change without a word to this target."""
        return self.anchor.message_id != self.displacement.target.message_id

    @property
    def quote(self) -> tuple[str | None, str | None, str | None]:
        found = self.anchor.found
        return quote_at(self.text, found.start, found.end) if self.displacement.quotes_anew else NOT_QUOTED


def reanchor_displaced() -> None:
    """Puts all displaced targets on their words, also those that a lost process left."""
    for _ in range(MOST_ROUNDS):
        displaced = list(Displacement.objects.select_related("target__message").order_by("target__message"))
        if not displaced:
            return
        write_anchors(list(reanchored(displaced)))


def reanchored(displaced: Iterable[Displacement]) -> Iterator[Reanchored]:
    """What several of one message ask of its text, and of those beside it, is read and made once."""
    displaced = list(displaced)
    texts = texts_of({one.target.message_id for one in displaced})
    for key, some in groupby(displaced, key=lambda one: one.target.message_id):
        around: Surroundings | None = None
        for one in some:
            around = around or Surroundings(one.target.message, SearchedText(texts.get(key, "")))
            anchor = around.find(selector_of(one), is_replaced=one.is_replaced)
            yield Reanchored(one, anchor, around.text_of(anchor.message_id))


def write_anchors(found: list[Reanchored]) -> None:
    """Writes them while nobody stores, but for those whose texts have changed since they were searched."""
    with transaction.atomic():
        hold_storing_lock()
        there = texts_of({one.anchor.message_id for one in found if one.has_left})
        rows = [
            row_of(one) for one in found if not one.has_left or there.get(one.anchor.message_id) == one.text
        ]
        if rows:
            values = map(list, zip(*rows, strict=True))
            execute(sql.WRITE_ANCHORS, **dict(zip(COLUMNS, values, strict=True)))


def row_of(one: Reanchored) -> tuple[object, ...]:
    found = one.anchor.found
    place = (one.anchor.message_id, found.start, found.end, str(found.how), found.score)
    return one.displacement.target_id, one.displacement.since, *place, *one.quote
