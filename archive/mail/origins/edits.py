"""Looks again at lines whose words were found nearly the same: a line by itself must be the same but for a trifle.

In a text there are many lines of one form, in code and logs most of all. Beside a line that stands right before or
after it in the origin too, an edited line is in its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.mail.origins.compared_words import words_of
from archive.mail.origins.found_lines import Found
from archive.mail.origins.joined_lines import WIDEST_GAP
from archive.mail.origins.traces import How
from archive.mail.word_alignment import likeness

# Shares of the words that are the same, below which a line by itself is no match; the lesser one counts where many
# are. Of 245 lines on three lists, read one by one, two thirds of those below had only the form of another line.
LEAST_ALONE = 0.9
LEAST_OF_MANY = 0.75
MANY = 8


def look_again(text: str, found: list[Found | None]) -> None:
    """Forgets edited lines that stand alone and differ much."""
    for at, one in enumerate(found):
        if one is not None and one.how is How.FUZZY:
            found[at] = compared(text, one)
    for at in [
        at for at, one in enumerate(found) if one and differs(text, one) and not is_in_place(found, at)
    ]:
        found[at] = None


def compared(text: str, one: Found) -> Found:
    """The line with the share of words that are the same, in order, in it and in its place."""
    return one._replace(score=round(min(likeness(*both(text, one)), 0.999), 3))


def both(text: str, one: Found) -> tuple[list[str], list[str]]:
    """The words of a line, and those of its place."""
    origin = one.own.source.text[one.origin_start : one.origin_end]
    return words_of(text[one.start : one.end]), words_of(origin)


def differs(text: str, one: Found) -> bool:
    if one.how is not How.FUZZY or one.score >= LEAST_ALONE:
        return False
    equal = one.score * sum(map(len, both(text, one))) / 2
    return one.score < LEAST_OF_MANY or equal < MANY


def is_in_place(found: Sequence[Found | None], at: int) -> bool:
    """Whether the line stands in the origin beside lines that it stands beside here, and one of them is the same."""
    return any(leads_to_same(found, at, step) for step in (-1, 1))


def leads_to_same(found: Sequence[Found | None], at: int, step: int) -> bool:
    one = found[at]
    while one is not None and 0 <= (at := at + step) < len(found):
        other = found[at]
        if other is None or not is_beside(*((one, other) if step > 0 else (other, one))):
            return False
        if other.how is not How.FUZZY:
            return True
        one = other
    return False


def is_beside(before: Found, after: Found) -> bool:
    return before.own is after.own and abs(after.origin_start - before.origin_end) <= WIDEST_GAP
