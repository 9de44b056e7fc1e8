"""What is derived from the table of languages: all words for one thing, and the patterns that search for them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from archive.mail.languages.every_language import LANGUAGES
from archive.mail.languages.language import forms, parted

# Letters whose strokes Unicode does not take apart.
STROKES = str.maketrans("łđøıŁĐØ’", "ldoiLDO'")
# A letter that a program lost stands as one question mark, or as one for each of its two bytes.
LOST = ("?", "??")
SHORTEST_STEM = 3


def unaccented(word: str) -> str:
    """A word as it is typed where the accents are missing; words of other scripts as they are."""
    parts = unicodedata.normalize("NFD", word.translate(STROKES))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return bare if bare.isascii() else word


def every(*fields: str, bare: bool = True) -> tuple[str, ...]:
    """The words of all languages in some fields of the table, longest first; `bare` adds them without accents."""
    found: dict[str, None] = {}
    for language in LANGUAGES:
        for field in fields:
            for word in parted(getattr(language, field)):
                found.update(dict.fromkeys((word, unaccented(word) if bare else word)))
    return longest_first(found)


def every_day(*fields: str) -> tuple[str, ...]:
    """The names of all languages' months or weekdays, with and without accents; longest first."""
    names = {
        spelling
        for language in LANGUAGES
        for field in fields
        for several in forms(getattr(language, field))
        for name in several
        for spelling in (name, unaccented(name))
    }
    return longest_first(names)


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def with_lost_letters(words: Iterable[str]) -> tuple[str, ...]:
    """Words, and those in Latin letters also as they stand where a charset was not known: `a ?crit`."""
    found = dict.fromkeys(words)
    for word in tuple(found):
        if not word.isascii() and unaccented(word).isascii():
            for lost in LOST:
                found["".join(letter if letter.isascii() else lost for letter in word)] = None
    return longest_first(found)


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches the longest of some words; those with one first letter stand together, for speed."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in longest_first(dict.fromkeys(words)):
        by_letter[word[0]].append(re.escape(word[1:]))
    groups = (
        f"{re.escape(letter)}(?:{'|'.join(rests)})" if len(rests) > 1 else re.escape(letter) + rests[0]
        for letter, rests in sorted(by_letter.items())
    )
    return f"(?:{'|'.join(groups)})"


def initials(words: Iterable[str]) -> str:
    """A pattern for the first letters that words may have at the beginning of a line: any beyond ASCII as one."""
    letters = {word[0].upper() for word in words if word[0].isascii()}
    return rf"[{re.escape(''.join(sorted(letters)))}]|[^\x00-\x7f]"


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """Few parts of words, in lower case: each of the words holds one."""
    found: list[str] = []
    for word in sorted({word.lower() for word in words}, key=len):
        if not any(stem in word for stem in found):
            found.append(word[:SHORTEST_STEM])
    return tuple(found)
