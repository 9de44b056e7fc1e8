"""Re-anchoring: targets stay on their words when a text changes, or when a message comes that was known from quotes.

Writes the targets of annotations, in the transaction that changes the text. What several targets of one message ask
of its text, and of those beside it, is read and made once: the work for each further target is bounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import connection

from annotations.anchoring.selectors import (
    CONTEXT,
    ON_WORDS,
    Found,
    How,
    SearchedText,
    Selector,
    find_again,
    find_exact,
    find_fuzzy,
)
from annotations.models import Target
from archive.models import Body, Message, Span

# The words where targets are now, with what stands around them.
QUOTED_ANEW = """
    UPDATE annotations_target AS target SET
        exact = substr(body.text, target.start + 1, target."end" - target.start),
        prefix = substr(body.text, greatest(target.start - %(around)s, 0) + 1, least(target.start, %(around)s)),
        suffix = substr(body.text, target."end" + 1, %(around)s)
    FROM archive_body AS body WHERE body.message_id = target.message_id AND target.message_id = ANY(%(messages)s)
"""
MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a target's words are now, and how they were found."""

    message_id: int
    found: Found


def reanchor_targets(keys: Collection[int]) -> None:
    """Finds the words of all targets on these messages again, where they are not at their place."""
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(message__in=keys).select_related("message"):
        targets[target.message_id].append(target)
    texts = dict(Body.objects.filter(message__in=targets).values_list("message_id", "text"))
    moved = [
        target
        for key, some in targets.items()
        for target in reanchored(some, texts.get(key, ""), is_there=key in texts)
    ]
    Target.objects.bulk_update(moved, ["message", "start", "end", "found", "score"])


def quote_anew(keys: Collection[int]) -> None:
    """Lets targets quote the copy that their messages are read from now: the one before is not for all its readers."""
    with connection.cursor() as cursor:
        cursor.execute(QUOTED_ANEW, {"around": CONTEXT, "messages": list(keys)})


def reanchored(targets: Iterable[Target], text: str, *, is_there: bool) -> Iterator[Target]:
    """Those of the targets of one message, with new anchors, whose words are not at their place in its text."""
    around: Surroundings | None = None
    for target in targets:
        if is_there and text[target.start : target.end] == target.exact:
            continue
        around = around or Surroundings(target.message, SearchedText(text))
        anchor = around.find(Selector(target.start, target.end, target.exact, target.prefix, target.suffix))
        target.message_id = anchor.message_id
        target.start, target.end = anchor.found.start, anchor.found.end
        target.found, target.score = anchor.found.how, anchor.found.score
        yield target


@dataclass(frozen=True)
class Surroundings:
    """A message with its text now; for a missing one, with the texts where its words may stand."""

    message: Message
    text: SearchedText

    def find(self, selector: Selector) -> Anchor:
        """In the message; else, of a missing one, in what quotes of it lead to, or in these quotes themselves.

        That a passage or message stands there is not enough to move a note to another message.
        """
        here = Anchor(self.message.pk, find_again(self.text, selector, self.passages))
        if here.found.how in ON_WORDS or not self.message.is_missing:
            return here
        return self.find_beside(selector) or here

    def find_beside(self, selector: Selector) -> Anchor | None:
        """The very words come first, in whatever text; else words like them, the first that there are."""
        for find in (find_exact, find_fuzzy):
            for key, text in self.texts_beside.items():
                if found := find(text, selector):
                    how = How.IN_MESSAGE if found.how is How.IN_PLACE else found.how
                    return Anchor(key, replace(found, how=how))
        return None

    @cached_property
    def passages(self) -> list[tuple[int, int]]:
        quoted = self.message.spans.filter(kind=Span.Kind.QUOTED)
        return list(quoted.values_list("start", "end"))

    @cached_property
    def texts_beside(self) -> dict[int, SearchedText]:
        """Messages that quotes in its thread come from, then the thread's own."""
        thread = self.message.thread
        found: dict[int, SearchedText] = {}
        for some in (Message.objects.quoted_in_thread(thread.pk), thread.messages.all()):
            stored = some.stored().exclude(pk=self.message.pk).in_thread_order()
            for key, text in stored.values_list("pk", "body__text")[:MOST_CANDIDATES]:
                found.setdefault(key, SearchedText(text))
        return found
