"""Ends of quoted lines that a program wrapped on the way, and that lost their marks."""

from __future__ import annotations

import re

from archive.mail.passages.sheet import WORDED, Sheet
from archive.mail.passages.snips import is_snip

# Code points that the tail of a wrapped line has at the most; a line that is marked already is seldom an answer.
LONGEST_TAIL = 40
LONGEST_QUOTED_TAIL = 60
SHORTEST_WRAPPED = 40
WIDTH = 70
SENTENCE_ENDS = (".", "!", "?", ":", "!)", "?)", ".)", ":)", ":-)", ";-)", ";)")
# What a short answer begins with.
ANSWERS = frozenset(
    "ack acked nack nak ok okay yes yep yeah nope agreed thanks thx ja nein oui non".split()  # noqa: SIM905
)
LONGEST_ANSWER = 4
# Where there is no further run of lines.
NOTHING = (0, 0, 0)
# How readers mend words of the line above: s/foo/bar/, or a mark below them.
CORRECTION = re.compile(r"^s/|\^|->|=>")
BARE = re.compile(r"\W+")


def mend_wrapped(sheet: Sheet) -> None:
    """Gives tails of quoted lines that a mailer wrapped, and that lost marks, the depth of their line."""
    if not any(sheet.depths):
        return
    runs = sheet.runs()
    before = runs[0][0]
    for (depth, first, end), (after, _, _) in zip(runs[1:], [*runs[2:], NOTHING], strict=False):
        if depth < before and sheet.labels[first] in WORDED and ends_quote(sheet, before, first, end, after):
            sheet.quote(first, first + 1, before)
        else:
            before = depth


def ends_quote(sheet: Sheet, before: int, first: int, end: int, after: int) -> bool:
    """Whether the first line of a run is the tail of the line before, of depth `before`; `after` is the next run's.

    It stands alone among deeper lines, or a blank line parts it from an answer.
    """
    depth, words, above = sheet.depths[first], sheet.words(first), sheet.words(first - 1)
    if not words or not above or CORRECTION.search(words) or (not depth and sheet.raw[first][:1].isspace()):
        return False
    is_alone = end - first == 1 and depth < after <= before
    if not is_alone and (not depth or words[0].isupper() or not is_above_answer(sheet, first, end)):
        return False
    if is_alone and depth and before - depth > 1 and after == before and goes_on(above, words):
        return True
    longest = LONGEST_QUOTED_TAIL if depth else LONGEST_TAIL
    return is_tail(words, sheet.raw[first - 1], above, longest)


def is_above_answer(sheet: Sheet, first: int, end: int) -> bool:
    """Whether a blank line follows the first line of a run, and words follow that."""
    if end - first < 3 or not sheet.is_blank(first + 1):
        return False
    return sheet.words_below(first + 2, end - first - 2) is not None


def goes_on(above: str, words: str) -> bool:
    """Whether words may go on where those above them end, however long the lines are."""
    return not (not above or above.endswith(SENTENCE_ENDS) or words[0].isupper() or is_snip(words))


def is_tail(words: str, line: str, above: str, longest: int) -> bool:
    """Whether words on a line of their own were the end of the quoted line before; a long word may be all of it.

    `line` has the marks and words of the line before, `above` its words alone.
    """
    first = words.split(" ", 1)[0]
    if not first or len(line) + len(first) < WIDTH or is_snip(words):
        return False
    if first == words and len(words) > longest:
        return True
    if len(words) > longest or len(line.rstrip()) < SHORTEST_WRAPPED or is_answer(words):
        return False
    if above.endswith(SENTENCE_ENDS) or (" " not in above and "://" in above):
        return False
    return words[0].islower() or len(words) < 20


def is_answer(words: str) -> bool:
    said = BARE.sub(" ", words).split()
    return 0 < len(said) <= LONGEST_ANSWER and said[0].lower() in ANSWERS
