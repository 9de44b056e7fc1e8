"""Lines that say that something was left out: "[...]", "<snip>"."""

from __future__ import annotations

TRIMMED = frozenset("[] <>(){}.…-*_~")
SNIPS = frozenset({"snip", "snipped", "cut", "trimmed", "deleted", "removed", "skip", "skipped", "omitted"})


def is_snip(words: str) -> bool:
    bare = "".join(sign for sign in words if sign not in TRIMMED).lower()
    return bare in SNIPS or (not bare and any(sign in "….[" for sign in words))
