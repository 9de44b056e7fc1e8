"""Finds attribution lines and header blocks in a sheet, and quotes what unmarked text they introduce."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from archive.mail.passages.attributions import Attribution, begins_attribution, find_block, read_attribution
from archive.mail.passages.attributions.blocks import FROM_WORDS, LONGEST_BLOCK, Block, is_closing, is_title
from archive.mail.passages.attributions.words import VERB
from archive.mail.passages.kinds import Kind, Known
from archive.mail.passages.marks import DEEPEST
from archive.mail.passages.sheet import Introduction, Sheet

MOST_LINES = 4
BLANKS_BEFORE_QUOTE = 3
COLONS = (":", "：")
TITLE_GATES = ("riginal", "RIGINAL", "orwarded", "ORWARDED", "rsprünglich", "eitergeleitet", "mensagem", "ensaje", "essaggio", "bericht", "eddelande", "elding", "eddelelse", "zpráva", "iadomość", "сообщение", "邮件", "郵件", "메시지")  # fmt: skip
FROM_GATES = ("From:", "From :", "From*", "Von:", "De:", "De :", "Da:", "Van:", "Från:", "Fra:", "Od:", "От:", "发件人", "寄件者", "差出人", "보낸")  # fmt: skip
SNIPS = ("[", "<snip", "(snip", "...", "…", "-", "*", "8<")


def introduce(sheet: Sheet, text: str) -> None:
    """Labels attribution lines and header blocks; quotes the unmarked rest below them."""
    shifts: dict[int, int] = {}
    for block in list(find_blocks(sheet, text)):
        label_block(sheet, block, shifts)
    for first, last, attribution in list(lines_before_quotes(sheet)):
        label_lines(sheet, first, last, Introduction(attribution, Known.SAID))
    for first, last, attribution in sure_lines(sheet):
        is_open = not shifts and opens_the_rest(sheet, first, last)
        label_lines(sheet, first, last, Introduction(attribution, Known.INFERRED if is_open else Known.SAID))
        if is_open:
            shift(sheet, last, shifts)
    apply_shifts(sheet, shifts)


def label_lines(sheet: Sheet, first: int, last: int, label: Introduction) -> None:
    depth = sheet.depths[first]
    for at in range(first, last):
        sheet.labels[at] = label
        sheet.depths[at] = depth


def lines_before_quotes(sheet: Sheet) -> Iterator[tuple[int, int, Attribution]]:
    """Attributions right before deeper lines: first line, end, whom they name."""
    for depth, start, _ in sheet.runs():
        at = start - 1
        while at >= 0 and start - at <= BLANKS_BEFORE_QUOTE and sheet.is_blank(at):
            at -= 1
        if at < 0 or sheet.depths[at] >= depth or not may_attribute(sheet, at):
            continue
        if (found := read_upwards(sheet, at)) is not None:
            yield found[0], at + 1, found[1]


def may_attribute(sheet: Sheet, at: int) -> bool:
    """Whether a line may end an attribution; cheap, as it is asked of many lines."""
    if sheet.labels[at] not in {Kind.OWN, Kind.QUOTED}:
        return False
    words = sheet.words(at)
    return words.endswith(COLONS) or VERB.search(words[-24:]) is not None


def read_upwards(sheet: Sheet, at: int) -> tuple[int, Attribution] | None:
    """The attribution that ends on a line, with the lines above that belong to it."""
    depth = sheet.depths[at]
    joined = ""
    alone = None
    for first in range(at, max(-1, at - MOST_LINES), -1):
        if (
            sheet.is_blank(first)
            or sheet.labels[first] not in {Kind.OWN, Kind.QUOTED}
            or not same_depth(sheet, first, at)
        ):
            break
        words = sheet.words(first)
        if first < at and words.endswith(COLONS):
            break
        joined = f"{words} {joined}".strip()
        found = read_attribution(joined)
        if found and begins_attribution(words):
            return first, found
        if found and alone is None and found.speaker and found.speaker != found.address:
            alone = first, found
        if found and first == at - 1 and alone is None and depth == sheet.depths[first]:
            alone = first, found
    return alone


def same_depth(sheet: Sheet, first: int, at: int) -> bool:
    """Whether two lines can be of one attribution: its wrapped end may have lost a mark."""
    return sheet.depths[first] == sheet.depths[at]


def sure_lines(sheet: Sheet) -> Iterator[tuple[int, int, Attribution]]:
    """Attributions that nothing deeper follows, which say a date and a name all the same."""
    for at, line in enumerate(sheet.raw):
        if line.rstrip()[-1:] not in COLONS or not VERB.search(line) or not may_attribute(sheet, at):
            continue
        found = read_upwards(sheet, at)
        if found is not None and found[1].is_sure:
            yield found[0], at + 1, found[1]


def opens_the_rest(sheet: Sheet, first: int, last: int) -> bool:
    """Whether unmarked text below an attribution is its quote: an answer stands above, no marked quote anywhere."""
    if sheet.depths[first] or any(sheet.depths[:first]):
        return False
    below = next((at for at in range(last, len(sheet.raw)) if not sheet.is_blank(at)), None)
    if below is None or sheet.depths[below] or sheet.labels[below] is not Kind.OWN:
        return False
    if sheet.words(below).startswith(SNIPS):
        return False
    return any(sheet.labels[at] is Kind.OWN and not sheet.is_blank(at) for at in range(first))


def find_blocks(sheet: Sheet, text: str) -> Iterator[Block]:
    has_title = any(gate in text for gate in TITLE_GATES)
    has_from = any(gate in text for gate in FROM_GATES)
    if not has_title and not has_from:
        return
    done = 0
    for at, line in enumerate(sheet.raw):
        if at < done or sheet.labels[at] not in {Kind.OWN, Kind.QUOTED, Kind.SIGNATURE} or len(line) < 4:
            continue
        if not (has_title and is_title(sheet.words(at))) and not (
            has_from and FROM_WORDS.match(sheet.words(at)[:24])
        ):
            continue
        block = block_at(sheet, at)
        if block is not None and (block.has_title or not starts_text(sheet, at)):
            done = block.last
            yield block


def block_at(sheet: Sheet, at: int) -> Block | None:
    """The block that begins on a line, among lines at its depth; below a title it may stand one deeper."""
    end = at + 1
    inner = sheet.depths[at]
    for below in range(at + 1, min(len(sheet.raw), at + LONGEST_BLOCK + 4)):
        if not sheet.is_blank(below):
            if end == at + 1 and sheet.depths[below] == inner + 1:
                inner += 1
            if sheet.depths[below] != inner:
                break
        end = below + 1
    words = [sheet.words(line) for line in range(at, end)]
    block = find_block(words, 0, len(words))
    return Block(at + block.first, at + block.last, block.attribution, block.has_title) if block else None


def starts_text(sheet: Sheet, at: int) -> bool:
    """Whether nothing stands above: there, From: and Date: name the author of a patch."""
    return all(sheet.is_blank(above) for above in range(at)) if at < 20 else False


def label_block(sheet: Sheet, block: Block, shifts: dict[int, int]) -> None:
    depth = sheet.depths[block.first]
    below = next(
        (at for at in range(block.last, min(len(sheet.raw), block.last + 8)) if not sheet.is_blank(at)), None
    )
    stood_deeper = sheet.depths[block.last - 1] > depth
    is_marked = stood_deeper or (below is not None and sheet.depths[below] > depth)
    label_lines(sheet, block.first, block.last, Introduction(block.attribution, Known.SAID))
    if not is_marked and below is not None and sheet.depths[below] == depth:
        shift(sheet, block.last, shifts, depth)


def shift(sheet: Sheet, first: int, shifts: dict[int, int], depth: int = 0) -> None:
    """Notes that lines from `first` on, down to where the quote around them ends, are one deeper."""
    end = first
    while end < len(sheet.raw) and not ends_quote(sheet, end, depth):
        end += 1
    shifts[first] = shifts.get(first, 0) + 1
    shifts[end] = shifts.get(end, 0) - 1


def ends_quote(sheet: Sheet, at: int, depth: int) -> bool:
    if sheet.depths[at] < depth:
        return not sheet.is_blank(at)
    return sheet.raw[at][-1:] == "-" and sheet.depths[at] == depth and is_closing(sheet.words(at))


def apply_shifts(sheet: Sheet, shifts: dict[int, int]) -> None:
    if not shifts:
        return
    steps = [shifts.get(at, 0) for at in range(len(sheet.raw))]
    for at, deeper in enumerate(accumulate(steps)):
        label = sheet.labels[at]
        if not deeper or label is Kind.FOOTER:
            continue
        sheet.depths[at] = min(sheet.depths[at] + deeper, DEEPEST)
        if not isinstance(label, Introduction):
            sheet.labels[at] = Kind.QUOTED
