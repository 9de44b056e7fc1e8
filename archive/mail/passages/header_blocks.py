"""Header blocks in a sheet, and the quotes below them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.mail.passages.attributions.blocks import (
    FIELD_HEADS,
    FORWARDED,
    TITLE_HEADS,
    Block,
    field_key,
    find_block,
    is_title,
    may_be_title,
)
from archive.mail.passages.text_lines import Introduction, Sheet
from archive.mail.passages.units import Kind, Known
from archive.mail.passages.unmarked_quotes import Shifts

# What the lines of a block begin with.
BLOCK_HEADS = re.compile(f"{TITLE_HEADS.pattern}|{FIELD_HEADS.pattern}")
# Names of fields end so far into their line.
LONGEST_NAME = 28
# Fields that patches do not have; mail that is answered or forwarded does.
ADDRESSED = ("to", "sent")
# Lines right above which header fields are those of a patch, not of a quote.
PATCH_ABOVE = re.compile(r"From [0-9a-f]{12,40} |[-\s]*(?:8<|>8|%<|>%|cut here)")
TITLE_ENDS = "-_=*"
RULE = re.compile(r"_{5,}")
LOOKED_AT = (Kind.OWN, Kind.QUOTED, Kind.SIGNATURE)
NEAR = 8
# Lines of nearly all blocks; others name very many people.
USUAL_BLOCK = 16
LONGEST_BLOCK = 64


def find_blocks(sheet: Sheet, text: str) -> Iterator[Block]:
    """The header blocks of a text, from the top."""
    fields = field_lines(sheet)
    # A text that names no sender has titles at the most.
    has_from = "from" in fields.values()
    last_patch = last_with(sheet, Kind.PATCH) if has_from else -1
    done = 0
    for at in sheet.lines_with(BLOCK_HEADS if has_from else TITLE_HEADS):
        if at < done or sheet.labels[at] not in LOOKED_AT:
            continue
        if not (has_from and at in fields) and not may_be_titled(sheet, at, has_from=has_from):
            continue
        block = block_at(sheet, at)
        if block is not None and (
            block.has_title or block.is_sent or not starts_patch(sheet, block, last_patch)
        ):
            done = block.last
            yield block


def field_lines(sheet: Sheet) -> dict[int, str]:
    """The lines that begin with a field, and what it says."""
    found = {}
    for at in sheet.lines_with(FIELD_HEADS):
        begin = sheet.raw[at][:LONGEST_NAME]
        if (":" in begin or "：" in begin) and (key := field_key(sheet.words(at))) is not None:
            found[at] = key
    return found


def may_be_titled(sheet: Sheet, at: int, *, has_from: bool) -> bool:
    """Whether a line may be the title of a block; cheap, as it is asked of many lines."""
    if sheet.heads[at] not in TITLE_ENDS and not sheet.raw[at].endswith((":", "：", ": ")):
        return False
    words = sheet.words(at)
    return is_title(words) or (has_from and may_be_title(words))


def last_with(sheet: Sheet, label: Kind) -> int:
    """The last line that is labelled so, -1 when none is."""
    return len(sheet.labels) - 1 - sheet.labels[::-1].index(label) if label in sheet.labels else -1


def block_at(sheet: Sheet, at: int) -> Block | None:
    """The block that begins on a line, among lines at its depth; all but the first may stand one deeper."""
    inner, found = fields_at(sheet, at, USUAL_BLOCK)
    if found is not None and found.last == USUAL_BLOCK:
        inner, found = fields_at(sheet, at, LONGEST_BLOCK)
    if found is None:
        return None
    last = at + found.last
    below = sheet.words_below(last, NEAR)
    is_deeper = inner > sheet.depths[at] or (below is not None and sheet.depths[below] > inner)
    leads = found.is_sent and not found.has_title and not is_deeper and inner > 0 and begins_quote(sheet, at)
    if not (found.is_whole or is_deeper or leads):
        return None
    return Block(at, last, found.attribution, found.has_title or is_deeper, found.is_whole, leads)


def fields_at(sheet: Sheet, at: int, longest: int) -> tuple[int, Block | None]:
    """The depth of all but the first of the lines that may be of a block, and the block that they make."""
    end, inner = at + 1, sheet.depths[at]
    for line in range(at + 1, min(len(sheet.raw), at + longest)):
        if not sheet.is_blank(line):
            if end == at + 1 and sheet.depths[line] == inner + 1:
                inner += 1
            if sheet.depths[line] != inner:
                break
        end = line + 1
    return inner, find_block([sheet.words(line) for line in range(at, end)])


def starts_patch(sheet: Sheet, block: Block, last_patch: int) -> bool:
    """Whether header fields stand where a patch begins: at the top, below its cutting line, or to nobody."""
    above = sheet.words_above(block.first)
    if above is None or PATCH_ABOVE.match(sheet.words(above)) is not None:
        return True
    if sheet.depths[block.first] or last_patch < block.last:
        return False
    return not any(field_key(sheet.words(at)) in ADDRESSED for at in range(block.first, block.last))


def label_block(sheet: Sheet, block: Block, shifts: Shifts) -> None:
    """Labels a block. Unmarked text below it is its quote; marked text that it leads has its own depth."""
    depth = sheet.depths[block.first]
    below = sheet.words_below(block.last, NEAR)
    is_led = depth > 0 and (sheet.leads(block.first) or is_quoted_along(sheet, block))
    is_marked = sheet.depths[block.last - 1] > depth or (below is not None and sheet.depths[below] > depth)
    is_marked = is_marked or is_answered_within(sheet, block)
    label = Introduction(block.attribution, Known.SAID)
    sheet.introduce(with_rule(sheet, block.first), block.last, label, depth - int(is_led))
    if not is_led and not is_marked and below is not None and sheet.depths[below] == depth:
        shifts.add(block.last, depth)


def is_answered_within(sheet: Sheet, block: Block) -> bool:
    """Whether the answer stands between marked quotes below: a block above all else, of mail that is not forwarded."""
    if sheet.depths[block.first] or sheet.words_above(block.first) is not None:
        return False
    return not FORWARDED.search(sheet.raw[block.first]) and any(sheet.depths[block.last :])


def is_quoted_along(sheet: Sheet, block: Block) -> bool:
    """Whether fields begin a quote, below an attribution: the header of the very message that it introduces."""
    return block.is_sent or (not block.has_title and begins_quote(sheet, block.first))


def begins_quote(sheet: Sheet, at: int) -> bool:
    above = sheet.words_above(at)
    return above is None or sheet.depths[above] < sheet.depths[at]


def with_rule(sheet: Sheet, first: int) -> int:
    """The line of the rule above a block, or its own first line."""
    is_ruled = (
        first > 0
        and sheet.depths[first - 1] == sheet.depths[first]
        and RULE.fullmatch(sheet.words(first - 1))
    )
    return first - 1 if is_ruled else first
