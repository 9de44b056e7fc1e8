"""Text → spans: whose words each stretch of a text is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.mail.passages.attributions import Attribution
from archive.mail.passages.endings import find_armour, find_footers, lines_with_clues
from archive.mail.passages.introductions import introduce
from archive.mail.passages.name_prefixes import adopt_cited
from archive.mail.passages.patches import DIGITS, find_normal_diffs, find_patches
from archive.mail.passages.signatures import label_signatures
from archive.mail.passages.text_lines import BLANK, Introduction, Label, Sheet, adopt_other_marks
from archive.mail.passages.units import Kind, Known, Span
from archive.mail.passages.unmarking import unmark
from archive.mail.passages.wrapping import mend_wrapped


def find_spans(text: str) -> tuple[Span, ...]:
    """Divides a text (LF line ends) into spans of whole lines that cover it exactly, in order.

    Linear in the length of the text. Depth is counted up to 1,000.
    """
    if not text:
        return ()
    sheet = Sheet.of(text)
    unmark(sheet, text)
    may_be_footers = lines_with_clues(text, sheet.starts)
    label_unquoted(sheet, text, may_be_footers)
    adopt_cited(sheet, text)
    adopt_other_marks(sheet, text)
    mend_wrapped(sheet)
    introduce(sheet, text)
    if may_be_footers:
        label_quoted_footers(sheet, may_be_footers)
    return tuple(with_speakers(sheet, settle_blanks(sheet, groups(sheet))))


def label_unquoted(sheet: Sheet, text: str, may_be_footers: Sequence[int]) -> None:
    """Labels patches, footers, armour and signatures."""
    for first, last in find_patches(text, sheet.raw, sheet.heads):
        sheet.label(first, last, Kind.PATCH)
    for first, last in find_normal_diffs(text, sheet.raw, sheet.lines_with(DIGITS)):
        sheet.label(first, last, Kind.PATCH)
    footers = find_footers(sheet.raw, may_be_footers)
    for kind, found in ((Kind.FOOTER, footers), (Kind.SIGNATURE, find_armour(text, sheet.raw))):
        for first, last in found:
            if sheet.labels[first] is Kind.OWN:
                sheet.label(first, last, kind)
    label_signatures(sheet)


def label_quoted_footers(sheet: Sheet, may_be_footers: Sequence[int]) -> None:
    """Labels footers that were quoted along: they keep their depth, and are nobody's words there either."""
    for depth, first, end in sheet.runs():
        candidates = may_be_footers[bisect_left(may_be_footers, first) : bisect_left(may_be_footers, end)]
        if depth and candidates and sheet.labels[first] is Kind.QUOTED:
            words = [sheet.words(at) for at in range(first, end)]
            for start, stop in find_footers(words, [at - first for at in candidates]):
                sheet.labels[first + start : first + stop] = [Kind.FOOTER] * (stop - start)


@dataclass(slots=True)
class Group:
    """Lines that share label and depth; those that stand apart are no words of whom an attribution names."""

    label: Label
    depth: int
    first: int
    last: int
    is_blank: bool = False
    is_apart: bool = False


def groups(sheet: Sheet) -> Iterator[Group]:
    labels, depths, heads = sheet.labels, sheet.depths, sheet.heads
    for first, end in sheet.groups():
        is_blank = heads[first] == BLANK and not heads[first:end].strip(BLANK)
        yield Group(labels[first], depths[first], first, end, is_blank, first in sheet.apart)


def settle_blanks(sheet: Sheet, found: Iterator[Group]) -> list[Group]:
    """Gives blank lines to what stands above: they are nobody's words, and no passage of their own.

    Blank lines above all else go with what follows.
    """
    above = next(found)
    settled = [above]
    for group in found:
        is_same = (
            above.depth == group.depth and above.label == group.label and above.is_apart == group.is_apart
        )
        if group.is_blank or is_same:
            above.last = group.last
        elif above.is_blank:
            group.first = above.first
            settled[-1] = above = group
        else:
            if sheet.heads[group.first] == BLANK:
                group.first = first_words(sheet, group)
            above.last = group.first
            settled.append(group)
            above = group
    return settled


def first_words(sheet: Sheet, group: Group) -> int:
    """The line where the words of a group begin."""
    at = sheet.words_below(group.first)
    return group.first if at is None else at


def with_speakers(sheet: Sheet, settled: list[Group]) -> Iterator[Span]:
    """Spans, each passage with what the attribution line of its depth says."""
    said: list[Introduction | None] = []
    starts, quoted, unknown = sheet.starts, Kind.QUOTED, Known.UNKNOWN
    for group in settled:
        start, end, depth = starts[group.first], starts[group.last], group.depth
        label = group.label
        if isinstance(label, Introduction):
            del said[depth + 1 :]
            said += [None] * (depth + 1 - len(said)) + [label]
            yield told(Kind.ATTRIBUTION, start, end, depth, label.attribution, Known.SAID)
        elif label is quoted and depth < len(said) and (by := said[depth]) is not None and not group.is_apart:
            yield told(quoted, start, end, depth, by.attribution, by.known)
        else:
            yield Span(label, start, end, depth, "", "", "", unknown)


def told(kind: Kind, start: int, end: int, depth: int, by: Attribution, known: Known) -> Span:
    known = known if by.speaker else Known.UNKNOWN
    return Span(kind, start, end, depth, by.speaker, by.address, by.said_on, known)
