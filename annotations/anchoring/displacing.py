"""Displacements: targets whose words are not at their place any more, put at their whole message until they are found.

Writes `annotations_displacement` and targets, in the transaction that changes texts. Others wait for the end of it, so
nothing is searched for here: `annotations.anchoring.reanchoring` does that when it is over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from annotations.anchoring.selectors import CONTEXT
from annotations.models import Displacement, Target
from archive.importing.database import execute
from archive.models import Body

# What is searched for already stays what it was; what was found meanwhile is of a text that is gone.
DISPLACE = """
    INSERT INTO annotations_displacement
        (target_id, start, "end", exact, prefix, suffix, is_replaced, quotes_anew, since)
    SELECT id, start, "end", exact, prefix, suffix, false, false, clock_timestamp()
    FROM annotations_target WHERE id = ANY(%(targets)s)
    ON CONFLICT (target_id) DO UPDATE SET since = excluded.since
"""
# Lets targets stand at their messages as a whole.
PUT_AT_MESSAGE = """
    UPDATE annotations_target SET start = 0, "end" = 0, found = 'message', score = 0 WHERE id = ANY(%(targets)s)
"""
# Takes the targets on a message to the one that takes its place, and searches for their words there.
FOLLOW = """
    WITH followed AS (
        UPDATE annotations_target SET message_id = %(writer)s WHERE message_id = %(held)s RETURNING id
    )
    UPDATE annotations_displacement AS displacement SET is_replaced = true, since = clock_timestamp()
    FROM followed WHERE followed.id = displacement.target_id
"""
# Gives targets other quotes.
QUOTE = """
    UPDATE annotations_target AS target SET exact = quote.exact, prefix = quote.prefix, suffix = quote.suffix
    FROM unnest(%(targets)s::bigint[], %(exacts)s::text[], %(prefixes)s::text[], %(suffixes)s::text[])
        AS quote (target, exact, prefix, suffix)
    WHERE target.id = quote.target
"""
# Lets displaced targets quote the words that will be found.
QUOTE_WHAT_IS_FOUND = """
    UPDATE annotations_displacement SET quotes_anew = true, since = clock_timestamp() WHERE target_id = ANY(%(targets)s)
"""


def displace_targets(keys: Collection[int]) -> None:
    """Puts the targets on these messages whose words are not at their place at the messages as a whole."""
    targets = list(Target.objects.filter(message__in=keys).select_related("displacement"))
    texts = texts_under(targets)
    sought = [one.pk for one in targets if is_displaced(one) or not is_in_place(one, texts)]
    if sought:
        execute(DISPLACE, targets=sought)
        execute(PUT_AT_MESSAGE, targets=sought)


def follow_message(held: int, writer: int) -> None:
    """Takes targets from a missing message to the one that was found to be it. The missing one has no text any more."""
    execute(FOLLOW, held=held, writer=writer)


def quote_anew(keys: Collection[int]) -> None:
    """Lets targets quote the copy that their messages are read from now: the one before is not for all its readers."""
    targets = list(Target.objects.filter(message__in=keys).select_related("displacement"))
    if not targets:
        return
    texts = texts_under(targets)
    displaced = {one.pk for one in targets if is_displaced(one)}
    quotes = [
        ("", "", "") if one.pk in displaced else quote_at(texts.get(one.message_id, ""), one.start, one.end)
        for one in targets
    ]
    exacts, prefixes, suffixes = (list(parts) for parts in zip(*quotes, strict=True))
    execute(QUOTE, targets=[one.pk for one in targets], exacts=exacts, prefixes=prefixes, suffixes=suffixes)
    execute(QUOTE_WHAT_IS_FOUND, targets=list(displaced))


def texts_under(targets: Iterable[Target]) -> dict[int, str]:
    """The texts of the messages that targets are on, where there are any; each is read once."""
    messages = {one.message_id for one in targets}
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
