"""Plain texts that mailers put beside HTML to say that the words stand there."""

from __future__ import annotations

import re

LONGEST_STUB = 600
WORD = re.compile(r"[^\W_]+")
MENTIONS = re.compile(
    r"\b(?:html|mime|browser|multi-?part)\b|(?:can(?:no|')t|cannot|unable|does not|doesn't)"
    r" (?:show|display|view|read|support)",
    re.IGNORECASE,
)
FEW_HELD = 0.34
MANY_TIMES = 6


def is_stub(plain: str, html: str) -> bool:
    """Whether HTML says much that a plain text does not, and that one hardly anything of it."""
    ours, theirs = WORD.findall(plain.lower()), WORD.findall(html.lower())
    if not ours or len(theirs) <= len(ours):
        return False
    held = sum(word in set_of for set_of in [set(theirs)] for word in ours) / len(ours)
    is_other = held <= FEW_HELD and (
        MENTIONS.search(plain) is not None or len(theirs) >= MANY_TIMES * len(ours)
    )
    return is_other or (MENTIONS.search(plain) is not None and len(theirs) >= MANY_TIMES * len(ours))
