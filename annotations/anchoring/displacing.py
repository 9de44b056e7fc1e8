"""Displacements: targets whose words are not at their place any more, put at their whole message until they are found.

Writes `annotations_displacement` and targets, in the transaction that changes texts. Others wait for the end of it, so
nothing is searched for here: `annotations.anchoring.reanchoring` does that when it is over.
"""

from __future__ import annotations

from collections.abc import Collection

from annotations.anchoring import sql
from annotations.anchoring.selectors import CONTEXT
from annotations.models import Displacement, Target
from archive.importing.database import execute
from archive.models import Body


def displace_targets(keys: Collection[int]) -> None:
    """Puts the targets on these messages whose words are not at their place at the messages as a whole."""
    targets = list(Target.objects.filter(message__in=keys).select_related("displacement"))
    texts = texts_of({one.message_id for one in targets})
    sought = [one.pk for one in targets if is_displaced(one) or not is_in_place(one, texts)]
    if sought:
        execute(sql.DISPLACE, targets=sought)
        execute(sql.PUT_AT_MESSAGE, targets=sought)


def follow_message(held: int, writer: int) -> None:
    """Takes targets from a missing message to the one that was found to be it. The missing one has no text any more."""
    execute(sql.FOLLOW, held=held, writer=writer)


def quote_anew(keys: Collection[int]) -> None:
    """Lets targets quote the copy that their messages are read from now: the one before is not for all its readers."""
    targets = list(Target.objects.filter(message__in=keys).select_related("displacement"))
    if not targets:
        return
    texts = texts_of({one.message_id for one in targets})
    displaced = {one.pk for one in targets if is_displaced(one)}
    quotes = [
        ("", "", "") if one.pk in displaced else quote_at(texts.get(one.message_id, ""), one.start, one.end)
        for one in targets
    ]
    exacts, prefixes, suffixes = (list(parts) for parts in zip(*quotes, strict=True))
    execute(
        sql.QUOTE, targets=[one.pk for one in targets], exacts=exacts, prefixes=prefixes, suffixes=suffixes
    )
    execute(sql.QUOTE_WHAT_IS_FOUND, targets=list(displaced))


def texts_of(messages: Collection[int]) -> dict[int, str]:
    """The texts of those of these messages that have one."""
    if not messages:
        return {}
    return dict(Body.objects.filter(message__in=messages).values_list("message_id", "text"))


def quote_at(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words of a range, and what stands before and after them."""
    return text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]


def is_displaced(target: Target) -> bool:
    """Whether its words are searched for already."""
    try:
        return bool(target.displacement)
    except Displacement.DoesNotExist:
        return False


def is_in_place(target: Target, texts: dict[int, str]) -> bool:
    text = texts.get(target.message_id)
    return text is not None and text[target.start : target.end] == target.exact
