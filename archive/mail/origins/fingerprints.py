"""Fingerprints of words in a row, by which messages are found that may hold a quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from zlib import crc32

from archive.mail.origins.compared_words import UNSPACED
from archive.mail.passages import Kind, Span

# So many words give a fingerprint. Of own words it is kept from each so manieth word on, of quotes from every word:
# EVERY + WORDS - 1 words in a row are found wherever they begin, fewer of them by luck.
WORDS = 5
EVERY = 20
KINDS = frozenset({Kind.OWN, Kind.PATCH})
SIGN = 1 << 31
UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


def own_fingerprints(text: str, spans: Iterable[Span]) -> tuple[int, ...]:
    """Those of a message's own words that are kept, each once, as signed numbers of 32 bits."""
    words: list[str] = []
    for span in spans:
        if span.kind in KINDS and not span.depth:
            words += words_in(text[span.start : span.end])
    return tuple(dict.fromkeys(fingerprints(words, EVERY)))


def quoted_fingerprints(lines: Iterable[str], most: int) -> tuple[int, ...]:
    """Those of lines without marks, from every word on, each once; at most so many."""
    words = [word for line in lines for word in words_in(line)]
    return tuple(islice(dict.fromkeys(fingerprints(words)), most))


def words_in(text: str) -> list[str]:
    """What stands between blanks, whatever it is; in scripts without blanks each letter, as lines break anywhere."""
    if text.isascii() or not UNSPACED_LETTER.search(text):
        return text.split()
    return WORD.findall(text)


def fingerprints(words: Sequence[str], every: int = 1) -> list[int]:
    runs = zip(*(words[at::every] for at in range(WORDS)), strict=False)
    return [(crc32(" ".join(run).encode(errors="replace")) ^ SIGN) - SIGN for run in runs]
