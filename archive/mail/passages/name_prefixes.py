"""Quotes whose lines begin with the name of who is quoted, as Emacs writes them.

“>>>>> "Alice" == Alice Archer <address> writes:”, and below it “    Alice> words” and “    >> older words”.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict

from archive.mail.passages.text_lines import Sheet

CLUE = '" == '
# The five angles are no marks; those before them are.
HEAD = re.compile(r'^(>{0,20})>{5} "([^"\n]{1,40})" == .{2,120} (?:writes|wrote):[ \t]*$', re.MULTILINE)
OLDER = re.compile(r"[ \t]{2,8}(>{2,9})(?: |$)")
LONGEST_INDENT = 8


def adopt_cited(sheet: Sheet, text: str) -> None:
    """Quotes such lines; the line that names who is quoted is no quote itself."""
    if '"' not in sheet.heads or CLUE not in text:
        return
    heads = {bisect_right(sheet.starts, head.start()) - 1: head for head in HEAD.finditer(text)}
    names: dict[int, set[str]] = defaultdict(set)
    for at in range(min(heads, default=0), len(sheet.raw) if heads else 0):
        if (head := heads.get(at)) is not None:
            adopt_head(sheet, at, len(head[1]))
            names[sheet.depths[at]].add(head[2])
        elif sheet.depths[at] in names:
            adopt_line(sheet, at, names[sheet.depths[at]])


def adopt_head(sheet: Sheet, at: int, depth: int) -> None:
    sheet.own(at)
    if depth:
        quote(sheet, at, depth, depth)


def adopt_line(sheet: Sheet, at: int, names: set[str]) -> None:
    """Quotes a line that has one of the names for its mark, or that stands below such lines with older marks."""
    line, depth, inner = sheet.raw[at], sheet.depths[at], sheet.inner[at]
    name, mark, words = line[inner:].partition(">")
    bare = name.lstrip(" \t")
    older = OLDER.match(line, inner)
    if mark and bare in names and len(name) - len(bare) <= LONGEST_INDENT:
        quote(sheet, at, depth + 1, len(line) - len(words) + int(words[:1] == " "))
    elif older:
        quote(sheet, at, depth + len(older[1]), older.end())


def quote(sheet: Sheet, at: int, depth: int, inner: int) -> None:
    sheet.quote(at, at + 1, depth)
    sheet.inner[at] = inner
