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
BARE = re.compile(r"\W+")


def mend_wrapped(sheet: Sheet) -> None:
    """Gives tails of quoted lines that a mailer wrapped, and that lost their marks, the depth of their line."""
    if not any(sheet.depths):
        return
    runs = sheet.runs()
    for (before, _, _), (depth, first, end), (after, _, _) in zip(runs, runs[1:], runs[2:], strict=False):
        if end - first != 1 or before != after or depth >= before or sheet.labels[first] not in WORDED:
            continue
        if not depth and sheet.raw[first][:1].isspace():
            continue
        longest = LONGEST_QUOTED_TAIL if depth else LONGEST_TAIL
        if is_tail(sheet.words(first), sheet.raw[first - 1], sheet.words(first - 1), longest):
            sheet.quote(first, end, before)


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
