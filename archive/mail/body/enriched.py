"""text/enriched (RFC 1896) and text/richtext (RFC 1341, 7.1.3), as mail of the 1990s has it, as plain text."""

from __future__ import annotations

import re

TOKEN = re.compile(r"<<|<(/?)([A-Za-z0-9-]{1,60})>|\n+|[^<\n]+|<")
DEEPEST = 50
MARKS = {"lt": "<", "nl": "\n", "np": "\n"}


def enriched_text(text: str, is_richtext: bool) -> str:
    """The words, without the tags; excerpts are quoted."""
    pieces: list[str] = []
    hidden, as_it_stands, depth = 0, 0, 0
    for token in TOKEN.finditer(text):
        piece, name = token[0], (token[2] or "").lower()
        step = -1 if token[1] else 1
        if name in {"param", "comment"}:
            hidden = max(0, hidden + step)
        elif name == "nofill":
            as_it_stands = max(0, as_it_stands + step)
        elif name in {"excerpt", "paragraph"}:
            depth = max(0, depth + (step if name == "excerpt" else 0))
            pieces.append("\n" + "\0" * min(depth, DEEPEST))
        elif not hidden:
            words = shown(piece, name, is_richtext, bool(as_it_stands))
            pieces.append(words.replace("\n", "\n" + "\0" * min(depth, DEEPEST)))
    return quoted("".join(pieces))


def shown(piece: str, name: str, is_richtext: bool, is_verbatim: bool) -> str:
    if name:
        return MARKS.get(name, "") if is_richtext else ""
    if piece == "<<":
        return "<<" if is_richtext else "<"
    if piece.startswith("\n") and not is_verbatim:
        return " " if is_richtext or len(piece) == 1 else piece[1:]
    return piece


def quoted(text: str) -> str:
    """Lines with the depth that was noted before them as NULs, which no text has, as quote marks."""
    lines: list[str] = []
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip("\0"))
        content = line[depth:].strip(" ")
        if content or (lines and lines[-1]):
            lines.append(("> " * depth + content).rstrip())
    return "\n".join(lines).rstrip("\n") + "\n" if any(lines) else ""
