"""Finds attribution lines and header blocks in a sheet, and quotes what unmarked text they introduce."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from archive.mail.passages.attributions import (
    Attribution,
    begins_attribution,
    is_verbless,
    read_attribution,
)
from archive.mail.passages.attributions.line_patterns import STARTS_WITH_QUOTING, VERB, may_have_verb
from archive.mail.passages.header_blocks import find_blocks, label_block
from archive.mail.passages.snips import is_snip
from archive.mail.passages.text_lines import BLANK, COLONS, WORDED, Introduction, Sheet
from archive.mail.passages.units import Kind, Known
from archive.mail.passages.unmarked_quotes import Shifts

MOST_LINES = 4
BLANKS_BEFORE_QUOTE = 3
LONGEST_ASIDE = 60
ASIDE_HEADS = "[<({.…"
# How attributions begin that their mailer quotes along with what they introduce.
QUOTED_ALONG = re.compile(
    r"On (?:\w{3} \d{1,2},|\d{1,2} \w{3}) \d{4}, at \d|Il giorno \d{1,2} \w{3} \d{4}, alle ore \d"
)
# An attribution that was cut after the name, or after its verb.
CUT = re.compile(r"On \w{3}, [^:]{4,30}\d{1,2}:\d\d[^:]{0,4}(?::\d\d)?.{2,80}$")
# An address at the end of a line, where a verb might stand.
ADDRESS_AND_COLON = re.compile(r"[\w-]\s?[>)\u200b-\u202c]\s?[:：]\s*$")
ENDS_IN_COLON = re.compile(r":[ \t]*$", re.MULTILINE)
ENDS_IN_ANY_COLON = re.compile(r"[:：][ \t\u200b-\u200f\u202a-\u202e\u2066-\u2069]*$", re.MULTILINE)
SNIPS = ("[", "<snip", "(snip", "...", "…", "-", "*", "8<")


def introduce(sheet: Sheet, text: str) -> None:
    """Labels attribution lines and header blocks; quotes the unmarked rest below them."""
    shifts = Shifts(sheet)
    is_marked = any(sheet.depths)
    answered_at = None if is_marked else first_own_words(sheet)
    for block in find_blocks(sheet, text):
        label_block(sheet, block, shifts)
    for first, last, attribution in lines_before_quotes(sheet) if is_marked else ():
        depth = sheet.depths[first]
        introduces_itself = (
            depth > 0 and QUOTED_ALONG.match(sheet.words(first)) is not None and sheet.leads(first)
        )
        sheet.introduce(first, last, Introduction(attribution, Known.SAID), depth - int(introduces_itself))
    for first, last, attribution in sure_lines(sheet, text):
        is_open = opens_the_rest(sheet, last) and (
            shifts.hold(first) if shifts else answered_at is not None and answered_at < first
        )
        introduce_sure(sheet, first, last, attribution, is_open=is_open)
        if is_open:
            shifts.add(last, 0)
    for at, attribution in lonely_lines(sheet) if is_marked else ():
        depth = sheet.depths[at]
        # Where nothing tells whose quote it begins, the line was quoted along with what it introduces.
        is_led = depth not in sheet.introduced and not goes_deeper(sheet, at + 1, depth)
        sheet.introduce(at, at + 1, Introduction(attribution, Known.SAID), depth - int(is_led))
    shifts.apply()


def introduce_sure(sheet: Sheet, first: int, last: int, attribution: Attribution, *, is_open: bool) -> None:
    """Labels an attribution that nothing deeper follows: of the quote it leads, or of unmarked text below it."""
    depth = sheet.depths[first]
    label = Introduction(attribution, Known.INFERRED if is_open else Known.SAID)
    is_led = depth > 0 and sheet.leads(first) and not goes_deeper(sheet, last, depth)
    sheet.introduce(first, last, label, depth - int(is_led))


def goes_deeper(sheet: Sheet, at: int, depth: int) -> bool:
    """Whether the next quoted words are deeper, though an answer or a mark of what was cut stand before them."""
    while (below := sheet.words_below(at)) is not None:
        if sheet.depths[below] and not is_snip(sheet.words(below)):
            return sheet.depths[below] > depth
        at = below + 1
    return False


def lines_before_quotes(sheet: Sheet) -> Iterator[tuple[int, int, Attribution]]:
    """Attributions right before deeper lines: first line, end, whom they name."""
    for depth, start, _ in sheet.runs():
        at = words_before(sheet, start) if depth else -1
        if at >= 0 and sheet.heads[at] in ASIDE_HEADS and is_aside(sheet.words(at)):
            at = words_before(sheet, at)
        if at < 0 or sheet.depths[at] >= depth or not may_attribute(sheet, at):
            continue
        if (found := read_upwards(sheet, at)) is not None:
            yield found[0], at + 1, found[1]


def words_before(sheet: Sheet, at: int) -> int:
    """The line with words above one, among few blank ones; -1 when there is none."""
    above = at - 1
    while above >= 0 and sheet.heads[above] == BLANK and at - above <= BLANKS_BEFORE_QUOTE:
        above -= 1
    return above


def is_aside(words: str) -> bool:
    """Whether a line may stand between an attribution and its quote: “[...]”, “<snip>”, “[Cc Chen]”."""
    return len(words) <= LONGEST_ASIDE and (is_snip(words) or (words[0] == "[" and words[-1] == "]"))


def may_attribute(sheet: Sheet, at: int) -> bool:
    """Whether a line may end an attribution; cheap, as it is asked of many lines."""
    if sheet.labels[at] not in WORDED:
        return False
    words = sheet.words(at)
    if words.endswith(COLONS) or is_verbless(words):
        return True
    tail = words[-24:]
    return may_have_verb(tail) and VERB.search(tail) is not None


def read_upwards(sheet: Sheet, at: int) -> tuple[int, Attribution] | None:
    """The attribution that ends on a line, with the lines above that belong to it."""
    joined = ""
    best = alone = None
    for first in range(at, max(-1, at - MOST_LINES), -1):
        words = sheet.words(first)
        if not words or sheet.labels[first] not in WORDED or sheet.depths[first] != sheet.depths[at]:
            break
        if first < at and words.endswith(COLONS):
            break
        joined = f"{words} {joined}".strip()
        found = read_attribution(joined)
        if found and begins_attribution(words):
            return first, found
        if first == at and found is not None and found.speaker:
            alone = at, found
        is_named = found is not None and found.speaker not in {"", found.address}
        if found and best is None and (is_named or first == at - 1):
            best = first, found
    return best or alone


def sure_lines(sheet: Sheet, text: str) -> Iterator[tuple[int, int, Attribution]]:
    """Attributions that nothing deeper follows, which say a date and a name all the same."""
    for match in (ENDS_IN_COLON if text.isascii() else ENDS_IN_ANY_COLON).finditer(text):
        at = bisect_right(sheet.starts, match.start()) - 1
        line = sheet.raw[at]
        if sheet.labels[at] not in WORDED or not may_be_sure(line):
            continue
        found = read_upwards(sheet, at)
        if found is not None and found[1].is_sure:
            yield found[0], at + 1, found[1]


def may_be_sure(line: str) -> bool:
    """Whether a line that ends in a colon has a verb before it, or an address and what may be a date."""
    if may_have_verb(line) and VERB.search(line):
        return True
    return bool(ADDRESS_AND_COLON.search(line)) or (
        STARTS_WITH_QUOTING.match(line) is not None and "@" in line
    )


def lonely_lines(sheet: Sheet) -> Iterator[tuple[int, Attribution]]:
    """Attributions that begin a quote and stand alone there, what they introduced having been cut."""
    for depth, first, end in sheet.runs():
        if not depth:
            continue
        at = sheet.words_below(first, end - first) if sheet.heads[first] == BLANK else first
        if at is None or sheet.labels[at] is not Kind.QUOTED:
            continue
        if sheet.heads[at] != "O" and not sheet.raw[at].rstrip().endswith(COLONS):
            continue
        words = sheet.words(at)
        if not words.endswith(COLONS) and not words.startswith("On "):
            continue
        is_alone = at + 1 == end or sheet.is_blank(at + 1)
        found = lonely(words, is_alone=is_alone, is_below=follows_attribution(sheet, at))
        if found and found.speaker:
            yield at, found


def lonely(words: str, *, is_alone: bool, is_below: bool) -> Attribution | None:
    """The attribution of one line: whole, or cut before its end, as where a program wrapped it."""
    if words.endswith(COLONS):
        found = read_attribution(words) if is_alone or is_below else None
        return found if is_alone or (found and found.speaker[:1].isupper() and " " in found.speaker) else None
    if not is_alone or not CUT.match(words):
        return None
    found = read_attribution(words if words.endswith(" wrote") else f"{words} wrote:")
    return found if found and found.is_sure else None


def follows_attribution(sheet: Sheet, at: int) -> bool:
    return at > 0 and isinstance(sheet.labels[at - 1], Introduction)


def first_own_words(sheet: Sheet) -> int | None:
    """The first line of own words that introduces nothing."""
    own = (at for at, label in enumerate(sheet.labels) if label is Kind.OWN and not sheet.is_blank(at))
    return next((at for at in own if not may_attribute(sheet, at)), None)


def opens_the_rest(sheet: Sheet, last: int) -> bool:
    """Whether unmarked text below an attribution is its quote, in a mail where an answer stands above, and no marks."""
    below = sheet.words_below(last)
    if below is None or sheet.labels[below] is not Kind.OWN:
        return False
    words = sheet.words(below)
    return not is_snip(words) and not words.startswith(SNIPS)
