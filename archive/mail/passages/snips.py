"""Lines that say that something was left out: "[...]", "<snip>"."""

from __future__ import annotations

TRIMMED = str.maketrans("", "", "[] <>(){}.…-*_~")
SNIPS = frozenset(
    "snip snipped cut trimmed deleted deletions removed skip skipped omitted".split()  # noqa: SIM905
)


def is_snip(words: str) -> bool:
    bare = words.translate(TRIMMED).lower()
    return bare in SNIPS or (not bare and any(sign in "….[" for sign in words))
