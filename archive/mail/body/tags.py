"""Takes HTML apart in linear time: tags and words, in their order, whatever is unclosed.

The standard library's parser takes quadratic time on unclosed tags and comments, and mail is anybody's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

TAG = re.compile(r"""<(/?)([A-Za-z][^\s/<>]{0,60})((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
LOOSE_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,60})([^<>]*)>?")
ATTRIBUTE = r"""(?:^|[\s"'/]){}\s{{0,20}}=\s{{0,20}}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
ATTRIBUTES = {name: re.compile(ATTRIBUTE.format(name), re.IGNORECASE) for name in ("href", "alt", "style")}
# What stands between these tags is not for readers.
HIDDEN = {
    name: re.compile(f"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style", "title", "template")
}
LONGEST_TAG = 20_000
MOST_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag by its name in lower case; `fields` is what stands after the name, undone by `attribute`."""

    name: str
    is_end: bool
    fields: str

    def attribute(self, name: str) -> str:
        match = ATTRIBUTES[name].search(self.fields)
        return unescape(next(filter(None, match.groups()), "")) if match else ""


def unescape(text: str) -> str:
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:
        # A number of thousands of digits is no character.
        return text


def tokens(source: str) -> Iterator[Tag | str]:
    """Tags and the text between them. Comments, declarations and scripts are left out."""
    at, failures = 0, 0
    last_marks = {mark: source.rfind(mark) for mark in ("-->", ">")}
    while (start := source.find("<", at)) >= 0:
        if start > at:
            yield unescape(source[at:start])
        if source.startswith(("<!", "<?"), start):
            at = after_declaration(source, start, last_marks)
            continue
        match = TAG.match(source, start, start + LONGEST_TAG) if failures < MOST_FAILURES else None
        failures += match is None
        match = match or LOOSE_TAG.match(source, start)
        if match is None:
            yield "<"
            at = start + 1
            continue
        tag = Tag(match[2].lower(), bool(match[1]), match[3])
        yield tag
        at = after_hidden(source, match.end(), tag)
    if at < len(source):
        yield unescape(source[at:])


def after_declaration(source: str, start: int, last_marks: dict[str, int]) -> int:
    """Where a comment, declaration or instruction ends; just behind its beginning when it never does.

    `last_marks` tells where the marks stand last, so that none is looked for in vain.
    """
    for mark in ("-->", ">") if source.startswith("<!--", start) else (">",):
        if last_marks[mark] >= start:
            return source.index(mark, start) + len(mark)
    return start + (4 if source.startswith("<!--", start) else 2)


def after_hidden(source: str, at: int, tag: Tag) -> int:
    """Behind the end tag of a script, style or title that begins at `at`; at the end when there is none."""
    if tag.is_end or tag.name not in HIDDEN:
        return at
    end = HIDDEN[tag.name].search(source, at)
    return end.end() if end else len(source)
