"""Quote marks: how deep a line is quoted, and where its words begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.mail.passages.units import Kind, Line

DEEPEST = 1_000
BEFORE_WORDS = " \t\xa0>"
# Marks of at most so many characters are remembered, and so many of them.
USUAL = 80
MOST_KEPT = 4096
MARKS = re.compile(r" ?>(?: {0,2}>)*+ ?")
# Marks that are none by themselves: a bar, a colon, initials with an angle.
OTHER = re.compile(r"(?:[|:]|[A-Z][A-Za-z]{1,2}>)(?: |$)")
SHORTEST_RUN = 2
# Colons before so many lines are marks though some of the lines begin with no letter.
LONG_RUN = 5
# How the lines of a tree drawn with bars go on.
BRANCH = re.compile(r" *(?:\||`-|\+-|\\_|--)")
TAG = re.compile(r"[A-Z][\w-]{1,30}-[Bb]y: |(?:Closes|Fixes|Link|Cc): |$")
RULE = re.compile(r"[-=_+]{8,}")


# What is known of a line from what stands before its words: depth, where its marks end (code points), its kind.
Marked = tuple[int, int, Kind]
UNMARKED: Marked = (0, 0, Kind.OWN)


class Marks(dict[str, Marked]):
    """What stands before a line's words → what it says of the line; depth at most DEEPEST."""

    def __missing__(self, beginning: str) -> Marked:
        match = MARKS.match(beginning)
        found = UNMARKED
        if match:
            found = (min(beginning.count(">", 0, match.end()), DEEPEST), match.end(), Kind.QUOTED)
        if len(beginning) <= USUAL and len(self) < MOST_KEPT:
            self[beginning] = found
        return found


MARKS_OF = Marks()


def other_mark(line: str) -> str:
    """The bar, colon or initials that a line begins with; "" when with none."""
    match = OTHER.match(line)
    return match[0].strip() if match else ""


def is_quote_run(mark: str, words: Sequence[str], edges: Sequence[str]) -> bool:
    """Whether lines with one such mark are a quote: several, in prose, and no table, tree or box.

    `edges` are the lines above and below them.
    """
    if len(words) < SHORTEST_RUN or any(line.rstrip().endswith("|") or is_branch(line) for line in words):
        return False
    if any(RULE.fullmatch(line.strip()) for line in edges) or all(TAG.match(line) for line in words):
        return False
    if mark != ":":
        return True
    worded = [line for line in words if line.strip()]
    lettered = sum(line[:1].isalpha() for line in worded)
    return lettered == len(worded) or (len(worded) >= LONG_RUN and lettered * 2 >= len(worded))


def is_branch(line: str) -> bool:
    return BRANCH.match(line) is not None and not RULE.fullmatch(line.strip())


def lines(text: str, start: int, end: int) -> tuple[Line, ...]:
    """The lines between two offsets, each with where its words begin and how deep it is marked."""
    found = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        match = MARKS.match(text, start, stop)
        words = match.end() if match else start
        found.append(Line(start, words, stop, min(text.count(">", start, words), DEEPEST)))
        start = stop + 1
    return tuple(found)
