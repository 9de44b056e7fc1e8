"""Marks that quote nothing: programs put them before lines of their own."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.mail.passages.text_lines import COLONS, Sheet

FROM_HEADS = re.compile("F")
COMPARED_HEADS = re.compile("=")
COMPARED = re.compile(r">= ?[\w(]")
REPORT = "new ones prefixed by >>"
REPORT_HEADS = re.compile("[A-Za-z]")
# What stands behind the marks of a report: numbered code, a compiler's complaint, where a linker looked.
COMPLAINTS = {
    1: re.compile(r"\d{1,6}\t"),
    2: re.compile(
        r"`|\S{1,200}:[\d(]|.{0,200}\b(?:error|warning|undefined|missing|cannot|conflict|unused|obsolete)",
        re.IGNORECASE,
    ),
    3: re.compile(r"(?:re)?defined |referenced |did you |\S{1,200}\.[ao]\b"),
}
# What a kernel says of memory around a fault, the line in question marked: address and bytes.
DUMP = "Memory state around the buggy address"
DUMP_HEADS = re.compile("M")
DUMPED = re.compile(r"[0-9a-f]{8,16}: (?:[0-9a-f]{2} ?){8,16}")
DUMPED_LINES = 8


# An arrow of a programming language, where a program wrapped the line after its dash: in quotes, and in own words.
ARROW = re.compile(r"- ?\n>(?:[> ]*>(?=[A-Za-z_])|(?<=[\w)\]]-\n>)(?=[a-z_]))")


def unmark(sheet: Sheet, text: str) -> None:
    if not any(sheet.depths):
        return
    if "F" in sheet.heads and ">From " in text:
        unmark_from(sheet)
    if "=" in sheet.heads and ">=" in text:
        unmark_comparisons(sheet)
    if "-\n>" in text or "- \n>" in text:
        unmark_arrows(sheet, text)
    if REPORT in text:
        unmark_reports(sheet)
    if "M" in sheet.heads:
        unmark_dumps(sheet)


def lift(sheet: Sheet, at: int, depth: int) -> None:
    """Puts a line at a lower depth."""
    sheet.depths[at] = depth
    if not depth:
        sheet.own(at)


def unmark_from(sheet: Sheet) -> None:
    """Takes back the mark that mail programs put before a line that begins with “From ”.

    Such a line stands one deeper than the lines above and below it.
    """
    for at in sheet.lines_with(FROM_HEADS):
        inner = sheet.inner[at]
        if inner and sheet.raw[at].startswith(">From ", inner - 1) and is_one_deeper(sheet, at):
            lift(sheet, at, sheet.depths[at] - 1)


def unmark_comparisons(sheet: Sheet) -> None:
    """Takes an angle for words where an equals sign follows: “at least” at the beginning of a line."""
    for at in sheet.lines_with(COMPARED_HEADS):
        inner = sheet.inner[at]
        if inner and COMPARED.match(sheet.raw[at], inner - 1) and is_one_deeper(sheet, at):
            lift(sheet, at, sheet.depths[at] - 1)


def unmark_arrows(sheet: Sheet, text: str) -> None:
    """Takes an angle for words where it ends an arrow that began on the line above: `queue-`, `>lock`."""
    for match in ARROW.finditer(text):
        at = bisect_left(sheet.starts, match.end() - 1)
        at -= int(at == len(sheet.raw) or sheet.starts[at] >= match.end())
        outer, below = sheet.depths[at - 1], sheet.depths[at + 1] if at + 1 < len(sheet.raw) else 0
        if sheet.depths[at] == outer + 1 and below <= outer:
            lift(sheet, at, outer)


def is_one_deeper(sheet: Sheet, at: int) -> bool:
    """Whether a line stands one deeper than those around it; deeper quotes above count when a blank line parts them."""
    above = sheet.words_above(at)
    if above is not None and above < at - 1 and begins_paragraph(sheet, at):
        return True
    if above is not None and (sheet.depths[above] >= sheet.depths[at] or sheet.words(above).endswith(COLONS)):
        return False
    below = sheet.words_below(at + 1)
    return below is None or sheet.depths[below] < sheet.depths[at]


def begins_paragraph(sheet: Sheet, at: int) -> bool:
    """Whether the words of a line go on right below it, one less deep, as deep as the blank line above it is."""
    outer = sheet.depths[at] - 1
    is_below = at + 1 < len(sheet.raw) and not sheet.is_blank(at + 1) and sheet.depths[at + 1] == outer
    return is_below and sheet.depths[at - 1] == outer


def unmark_reports(sheet: Sheet) -> None:
    """Compilers' complaints that a test program marks as new, and numbered lines of code that it marks."""
    done = 0
    for at in sheet.lines_with(REPORT_HEADS):
        if at < done or REPORT not in sheet.raw[at]:
            continue
        depth, done = sheet.depths[at], at + 1
        while done < len(sheet.raw) and (sheet.depths[done] >= depth or sheet.is_blank(done)):
            deeper = sheet.depths[done] - depth
            if deeper in COMPLAINTS and COMPLAINTS[deeper].match(sheet.words(done)):
                lift(sheet, done, depth)
            done += 1


def unmark_dumps(sheet: Sheet) -> None:
    """The line of memory that a kernel marks among those that it shows."""
    for head in sheet.lines_with(DUMP_HEADS):
        if DUMP not in sheet.raw[head]:
            continue
        depth = sheet.depths[head]
        for at in range(head + 1, min(head + DUMPED_LINES, len(sheet.raw))):
            if sheet.depths[at] == depth + 1 and DUMPED.match(sheet.words(at)):
                lift(sheet, at, depth)
