"""How common the letters of the Cyrillic scripts are: which of two readings of the same bytes is a language."""

from __future__ import annotations

import math
from collections import Counter

# In a thousand letters of Russian; beside them those of Ukrainian, Bulgarian and Serbian, rare on the whole.
IN_A_THOUSAND = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44, "к": 35, "м": 32,
    "д": 30, "п": 28, "у": 26, "я": 20, "і": 20, "г": 17, "з": 17, "б": 16, "ы": 15, "ь": 15, "ч": 14, "й": 12,
    "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "ї": 5, "є": 5, "ј": 5, "щ": 4, "ъ": 4, "э": 3, "ф": 3, "њ": 2, "љ": 2,
    "ё": 1, "ґ": 1, "ћ": 1, "ђ": 1, "џ": 1,
}  # fmt: skip
WEIGHTS = {letter: math.log(count / 1000) for letter, count in IN_A_THOUSAND.items()}
# Of what is no letter of these scripts, one in some ten thousand.
OTHER = -9.0


def likelihood(text: str) -> float:
    """The mean logarithm of how common its letters beyond ASCII are; whatever their case."""
    counts = Counter(letter for letter in text.lower() if letter > "\xa0")
    told = sum(count * WEIGHTS.get(letter, OTHER) for letter, count in counts.items())
    return told / max(1, counts.total())
