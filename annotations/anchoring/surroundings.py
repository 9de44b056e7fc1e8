"""A message with the texts in which the words of targets (`annotations_target`) on it may stand now. Writes nothing.

What several targets of one message ask of its text, and of those beside it, is read and made once: the work for each
further target is bounded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from annotations.anchoring.selectors import (
    ON_WORDS,
    Found,
    How,
    SearchedText,
    Selector,
    fall_back,
    find_again,
    find_exact,
    find_fuzzy,
)
from annotations.models import Displacement, Target
from archive.models import Message, Span

MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a target's words are now, and how they were found."""

    message_id: int
    found: Found


@dataclass(frozen=True)
class Surroundings:
    """A message with its text now; for a missing one, with the texts where its words may stand."""

    message: Message
    text: SearchedText

    def find(self, selector: Selector, *, is_replaced: bool = False) -> Anchor:
        """In the message; else, of a missing one, in what quotes of it lead to, or in these quotes themselves.

        That a passage or message stands there is not enough to move a note to another message. Where the message took
        the place of a missing one, its text is the first of those in which the words may stand.
        """
        if not selector.exact:
            return Anchor(self.message.pk, fall_back(None))
        if is_replaced:
            texts = {self.message.pk: self.text} | self.texts_beside
            if anchor := self.find_beside(selector, texts):
                return anchor
        here = Anchor(self.message.pk, find_again(self.text, selector, self.passages))
        if here.found.how in ON_WORDS or is_replaced or not self.message.is_missing:
            return here
        return self.find_beside(selector, self.texts_beside) or here

    def find_beside(self, selector: Selector, texts: Mapping[int, SearchedText]) -> Anchor | None:
        """The very words come first, in whatever text; else words like them, the first that there are."""
        for find in (find_exact, find_fuzzy):
            for key, text in texts.items():
                if found := find(text, selector):
                    how = How.IN_MESSAGE if found.how is How.IN_PLACE else found.how
                    return Anchor(key, replace(found, how=how))
        return None

    def text_of(self, key: int) -> str:
        """The text of one of these messages, as it was searched."""
        return (self.text if key == self.message.pk else self.texts_beside[key]).text

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


def selector_of(one: Displacement | Target) -> Selector:
    return Selector(one.start, one.end, one.exact, one.prefix, one.suffix)


def kept_by_words(keys: Collection[int]) -> set[int]:
    """Those of these missing messages that hold words with a note on them which stand nowhere else."""
    targets = Target.objects.filter(message__in=keys).exclude(exact="")
    kept: set[int] = set()
    for key, some in groupby(
        targets.select_related("message").order_by("message"), lambda one: one.message_id
    ):
        around: Surroundings | None = None
        for one in some:
            around = around or Surroundings(one.message, SearchedText(""))
            if around.find_beside(selector_of(one), around.texts_beside) is None:
                kept.add(key)
                break
    return kept
