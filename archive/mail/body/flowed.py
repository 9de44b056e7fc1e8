"""Undoes format=flowed (RFC 3676): paragraphs are joined again, quote marks kept."""

from __future__ import annotations

SIGNATURE = "-- "
# What a line begins with that may not stand in the text as it is.
STUFFED = frozenset({">", " "})


def unflowed(text: str, delsp: bool = False) -> str:
    """Text with LF line ends, its flowed lines joined; quoted lines begin with their marks and a blank."""
    result: list[str] = []
    paragraph: list[str] = []
    depth = 0
    for line in text.removesuffix("\n").split("\n"):
        if not paragraph and line[-1:] != " " and (line[:1] not in STUFFED or line[:2] == "> "):
            result.append(line)
            continue
        content = line.lstrip(">")
        line_depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if paragraph and line_depth != depth:
            result.append(quoted("".join(paragraph), depth))
            paragraph = []
        depth = line_depth
        if content == SIGNATURE and paragraph:
            result.append(quoted("".join(paragraph), depth))
            paragraph = []
        if content.endswith(" ") and content != SIGNATURE:
            paragraph.append(content[:-1] if delsp else content)
            continue
        result.append(quoted("".join(paragraph) + content, depth))
        paragraph = []
    if paragraph:
        result.append(quoted("".join(paragraph), depth))
    return "\n".join(result) + text[len(text.removesuffix("\n")) :]


def quoted(content: str, depth: int) -> str:
    if not depth:
        return content
    return f"{'>' * depth} {content}" if content else ">" * depth
