"""Cyrillic and Greek that a mail says to be western, or in another Cyrillic charset: every reading fits, one is right.

A name is overruled only when the bytes cannot mean what it says, by their look, and a detector is sure of another
reading, which looks like sentences. Between two Cyrillic charsets the other one's letters must be by far rather those
of a language, for capitals of the one are small letters of the other. Latin scripts are told apart by nothing: there
the name stands.
"""

from __future__ import annotations

import re

from archive.mail.cyrillic_frequencies import likelihood

CYRILLIC = frozenset({"cp1251", "koi8-r", "koi8-u", "iso8859-5"})
CYRILLIC_CANDIDATES = ["koi8_r", "cp1251"]
CANDIDATES = [*CYRILLIC_CANDIDATES, "cp1253"]
SAMPLE = 1 << 16
# Words of three and more letters beyond ASCII, without one within: no western language has them but by the way.
WORD = re.compile(rb"[\xc0-\xff]{3,}")
# A no-break space is no sign of anything.
BEYOND = re.compile(rb"[\x80-\x9f\xa1-\xff]")
FEWEST_LETTERS = 24
IN_WORDS = 0.8
# Of charset-normalizer: how much of a reading looks like noise, and how much its letters like those of a language.
MOST_CHAOS = 0.02
LEAST_COHERENCE = 0.5
LETTERS = 0.95
SMALL_TO_CAPITAL = 3
# A wrong Cyrillic reading of some words is less likely than the right one by a half to four; none is more likely.
CLEARLY_MORE = 0.3


def another_script(data: bytes, codec: str, is_western: bool) -> tuple[str, str] | None:
    """The text of bytes said to be in a charset, and the one that they are in; None when the name may be right."""
    sample = data[:SAMPLE]
    if not (is_western or codec in CYRILLIC) or not is_in_words(sample):
        return None
    if not is_western and not is_inverted(sample, codec):
        return None
    found = detected(sample, CANDIDATES if is_western else CYRILLIC_CANDIDATES)
    if not found or found == codec.replace("-", "_"):
        return None
    try:
        text = data.decode(found)
    except UnicodeError:
        return None
    if not is_western and not is_likelier(sample, found, codec):
        return None
    return (text, found) if is_like_sentences(text) else None


def is_in_words(sample: bytes) -> bool:
    letters = sum(map(len, WORD.findall(sample)))
    return letters >= FEWEST_LETTERS and letters >= IN_WORDS * len(BEYOND.findall(sample))


def is_inverted(sample: bytes, codec: str) -> bool:
    """Whether it has more capitals than small letters: KOI8 has them where the other charsets have the others."""
    beyond = [letter for letter in sample.decode(codec, "replace") if letter > "\x7f"]
    return sum(map(str.isupper, beyond)) > sum(map(str.islower, beyond))


def is_likelier(sample: bytes, found: str, codec: str) -> bool:
    other, declared = (likelihood(sample.decode(name, "replace")) for name in (found, codec))
    return other - declared >= CLEARLY_MORE


def detected(sample: bytes, candidates: list[str]) -> str:
    # Imported when needed: it takes longer to load than most archives need it.
    import charset_normalizer  # noqa: PLC0415

    best = charset_normalizer.from_bytes(sample, cp_isolation=candidates).best()
    is_sure = best and best.chaos <= MOST_CHAOS and best.coherence >= LEAST_COHERENCE
    return str(best.encoding) if best and is_sure else ""


def is_like_sentences(text: str) -> bool:
    beyond = [letter for letter in text if letter > "\xa0"]
    small, capital = sum(map(str.islower, beyond)), sum(map(str.isupper, beyond))
    return small >= SMALL_TO_CAPITAL * capital and sum(map(str.isalpha, beyond)) >= LETTERS * len(beyond)
