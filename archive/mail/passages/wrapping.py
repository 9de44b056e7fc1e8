"""Ends of quoted lines that a program wrapped on the way, and that lost their marks."""

from __future__ import annotations

import re

from archive.mail.passages.attributions import begins_attribution
from archive.mail.passages.attributions.line_patterns import VERBS
from archive.mail.passages.snips import is_snip
from archive.mail.passages.text_lines import COLONS, WORDED, Sheet

# Code points that the tail of a wrapped line has at the most; a line that is marked already is seldom an answer.
LONGEST_TAIL = 40
LONGEST_QUOTED_TAIL = 60
SHORTEST_WRAPPED = 40
# Few words, with which an answer seldom begins where it looks like a tail.
SHORTEST = 20
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
# A word that a line ends before: an address, too, whose sign a list hides.
FIRST_WORD = re.compile(r"(?:<\S+ at )?\S*")
OPENED = "<([{'\"/"
ATTRIBUTION_END = re.compile(rf"(?:<[^<>\s]+(?: at [^<>\s]+)?> ?)?{VERBS} ?[:：]", re.IGNORECASE)
LINK = re.compile(r"[<(]?\w{2,8}://\S+")


def mend_wrapped(sheet: Sheet) -> None:
    """Gives tails of quoted lines that a mailer wrapped, and that lost marks, the depth of their line."""
    if not any(sheet.depths):
        return
    runs = sheet.runs()
    before = runs[0][0]
    # The line that was wrapped, with its tails so far, and the line behind them.
    wrapped, behind = "", -1
    for (depth, first, end), (after, _, _) in zip(runs[1:], [*runs[2:], NOTHING], strict=False):
        if depth < before and sheet.labels[first] in WORDED:
            lies_between, is_alone = depth < after <= before, end - first == 1
            so_far = wrapped if behind == first else ""
            if lies_between and is_alone and ends_quote(sheet, before, first, after, so_far):
                wrapped, behind = f"{so_far or line_before(sheet, first)} {sheet.words(first)}", end
                sheet.quote(first, end, before)
                continue
            if depth and not is_alone and ends_above(sheet, first, end, so_far):
                sheet.quote(first, first + 1, before)
            if (depth and lies_between and ends_spaced(sheet, first, end)) or (
                is_alone and ends_attribution(sheet, first)
            ):
                sheet.quote(first, end, before)
                continue
        before = depth


def line_before(sheet: Sheet, at: int) -> str:
    """The line above one, with its marks."""
    return wrapped_above(sheet, at - 1) if sheet.depths[at] else sheet.raw[at - 1]


def wrapped_above(sheet: Sheet, at: int) -> str:
    """A line as it was before programs wrapped it: with the line above it, when it is a tail that kept its marks."""
    words = sheet.words(at)
    if (
        at
        and len(words) <= SHORTEST
        and sheet.depths[at - 1] == sheet.depths[at]
        and not sheet.is_blank(at - 1)
    ):
        above = sheet.raw[at - 1]
        if len(above) + len(first_word(words)) >= WIDTH:
            return f"{above} {words}"
    return sheet.raw[at]


def ends_quote(sheet: Sheet, before: int, first: int, after: int, so_far: str) -> bool:
    """Whether a line alone among deeper ones is the tail of what was wrapped above it, of depth `before`.

    `so_far` is the wrapped line with the tails above this one, where there are any.
    """
    depth, words, above = sheet.depths[first], sheet.words(first), sheet.words(first - 1)
    if not words or CORRECTION.search(words) or (not depth and sheet.raw[first][:1].isspace()):
        return False
    if not above:
        # A link that is too long for any line stands below the marks of its own.
        return depth > 0 and len(words) > LONGEST_QUOTED_TAIL and LINK.fullmatch(words) is not None
    is_far = depth and before - depth > 1 and after == before
    # A program that wraps a line leaves the blank where it broke.
    if (is_far or sheet.raw[first - 1].endswith(" ")) and goes_on(above, words):
        return True
    wrapped = so_far or line_before(sheet, first)
    # Who answers stands one less deep than what is answered, or parts the answer from it.
    is_deep = depth > 0 and min(before, after) - depth > 1
    if (
        depth
        and sheet.raw[first][-1] == " "
        and len(words) < SHORTEST
        and sheet.words(first + 1)[:1].islower()
    ):
        # A sentence begins at the end of a line, and goes on in the next.
        return len(wrapped) + len(first_word(words)) >= WIDTH and not is_answer(words)
    return is_tail(words, wrapped, above, LONGEST_QUOTED_TAIL if depth else LONGEST_TAIL, is_sure=is_deep)


def ends_spaced(sheet: Sheet, first: int, end: int) -> bool:
    """Whether a line is the tail of one above, where a program put blank lines that end in blanks between the two."""
    if end - first != 2 or not sheet.is_blank(first + 1) or first < 2 or not sheet.is_blank(first - 1):
        return False
    if not (sheet.raw[first - 1].endswith("  ") and sheet.raw[first + 1].endswith("  ")):
        return False
    words, above = sheet.words(first), sheet.words(first - 2)
    if not words or not above or CORRECTION.search(words):
        return False
    return is_tail(words, sheet.raw[first - 2].rstrip(), above, LONGEST_QUOTED_TAIL)


def ends_attribution(sheet: Sheet, first: int) -> bool:
    """Whether a line is the end of an attribution that begins on the line above."""
    words = sheet.words(first)
    return (
        words.endswith(COLONS)
        and ATTRIBUTION_END.fullmatch(words) is not None
        and begins_attribution(sheet.words(first - 1))
    )


def ends_above(sheet: Sheet, first: int, end: int, so_far: str) -> bool:
    """Whether the first of several lines is the tail of the line above, and a blank line parts it from an answer."""
    if end - first <= 2 or not sheet.is_blank(first + 1):
        return False
    words, above = sheet.words(first), sheet.words(first - 1)
    if not words or not above or words[0].isupper() or CORRECTION.search(words):
        return False
    if sheet.words_below(first + 2, end - first - 2) is None:
        return False
    return is_tail(words, so_far or line_before(sheet, first), above, LONGEST_QUOTED_TAIL)


def goes_on(above: str, words: str) -> bool:
    """Whether words may go on where those above them end, however long the lines are."""
    return not (not above or above.endswith(SENTENCE_ENDS) or words[0].isupper() or is_snip(words))


def is_tail(words: str, line: str, above: str, longest: int, *, is_sure: bool = False) -> bool:
    """Whether words on a line of their own were the end of the quoted line before; a long word may be all of it.

    `line` has the marks and words of the line before, `above` its words alone. `is_sure` says that how deep the
    words stand tells it as much as how they begin.
    """
    first = first_word(words)
    if not first or len(line) + len(first) < WIDTH or is_snip(words):
        return False
    if first == words and len(words) > longest:
        return True
    if len(words) > longest or len(line.rstrip()) < SHORTEST_WRAPPED or is_answer(words):
        return False
    if above.endswith(SENTENCE_ENDS) or (" " not in above and "://" in above):
        return False
    is_code = first == words and "_" in words
    return is_sure or is_code or words.lstrip(OPENED)[:1].islower() or len(words) < SHORTEST


def first_word(words: str) -> str:
    match = FIRST_WORD.match(words)
    return match[0] if match else ""


def is_answer(words: str) -> bool:
    said = BARE.sub(" ", words).split()
    return 0 < len(said) <= LONGEST_ANSWER and said[0].lower() in ANSWERS
