"""Names of people compared: whether two that mail tells may be of one person, and whether they surely are.

Charsets that were not known left `?` for letters in many of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, normalize

LETTERS = r"[^\W\d_]"
NAME = re.compile(rf"{LETTERS}{{2,}}")
# Signs in the place of letters.
LOST = "?\ufffd"
HOLES = re.compile(f"[{LOST}]+")
ONE_OR_TWO = rf"{LETTERS}{{1,2}}"
MAYBE_SPOILT = re.compile(rf"[\w{LOST}]+")
NAME_OR_SPOILT = re.compile(rf"(?:{LETTERS}|\?){{2,}}")
UMLAUT_SPELLED_OUT = re.compile(r"(?<=[aou])(?:e|\")(?=\w)")
# Letters of a name without which its spoilt form may be anybody's.
FEWEST_LEFT = 4
# Letters that a short form of a name lacks, and has, at the least; letters of a name of which one may be wrong.
FEWEST_CUT = 3
FEWEST_LETTERS = 6


# Characters that turn the direction of what follows them: in a name they would turn what stands beside it.
TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))


def without_turns(name: str) -> str:
    """A name as its letters stand, each script in its own direction."""
    return name if name.isascii() else name.translate(TURNS)


def may_be_same(speaker: str, author: str) -> bool:
    """Whether two names may be of one person: one is not known, or they share a name, be it with spoilt letters."""
    first, second = names_in(speaker), names_in(author)
    if not first or not second or not first.isdisjoint(second):
        return True
    return any(map(unspoilt(speaker).fullmatch, second)) or any(map(unspoilt(author).fullmatch, first))


@lru_cache(2048)
def names_in(person: str) -> frozenset[str]:
    """The words of a name, in lower case; none of an address, which need not be alike any name."""
    if "@" in person or " at " in person:
        return frozenset()
    return frozenset(NAME.findall(person.lower()))


@lru_cache(2048)
def unspoilt(person: str) -> re.Pattern[str]:
    """What the spoilt words of a name may have been: one or two letters for each hole."""
    likely = [
        HOLES.sub(lambda hole: ONE_OR_TWO, word)
        for word in MAYBE_SPOILT.findall(person.lower())
        if HOLES.search(word) and len(HOLES.sub("", word)) >= FEWEST_LEFT
    ]
    return re.compile("|".join(likely) or r"(?!)")


def is_same(speaker: str, author: str) -> bool:
    """Whether two names, or a name and an author's address, are of one person.

    All names of the shorter one are among those of the other: but for letters that somebody lost, for one that is
    wrong, or for one name in its short form.
    """
    if speaker == author:
        return True
    said, known = folded_names(speaker), folded_names(author)
    if is_surname_in(said, author):
        return True
    fewer, more = sorted((said, known), key=len)
    missing = [name for name in fewer if not any(is_same_name(name, other) for other in more)]
    if len(missing) == 1:
        return any(is_misspelt(missing[0], other, is_only_one=len(fewer) == 1) for other in more)
    return bool(fewer) and not missing


def folded_names(person: str) -> list[str]:
    """The words of a name, in lower case and without accents; umlauts that were spelled out are the letter alone."""
    bare = "".join(sign for sign in normalize("NFKD", person.lower()) if not combining(sign))
    return NAME_OR_SPOILT.findall(UMLAUT_SPELLED_OUT.sub("", bare))


def is_surname_in(said: Sequence[str], author: str) -> bool:
    """Whether an author of whom an address is known alone has the last of several names in it: `b.baker@`."""
    mailbox, sign, _ = author.partition("@")
    return bool(sign) and len(said) > 1 and len(said[-1]) >= FEWEST_LETTERS and said[-1] in mailbox.lower()


def is_same_name(name: str, other: str) -> bool:
    return name == other or is_spoilt(name, other) or is_spoilt(other, name)


def is_spoilt(name: str, whole: str) -> bool:
    """Whether a name is another with `?` for letters, one for each of their bytes."""
    if "?" not in name:
        return False
    pattern = HOLES.sub(lambda hole: f".{{0,{len(hole[0])}}}", name)
    return re.fullmatch(pattern, whole) is not None


def is_misspelt(name: str, other: str, *, is_only_one: bool) -> bool:
    """Whether one name may be the other with an error; beside others that agree, a short form may be, too."""
    return is_swapped(name, other) or (not is_only_one and is_near(name, other))


def is_swapped(name: str, other: str) -> bool:
    """Whether two letters that stand side by side changed places."""
    if len(name) != len(other) or len(name) < FEWEST_LETTERS:
        return False
    at = next((at for at, (one, its) in enumerate(zip(name, other, strict=True)) if one != its), 0)
    return name[at : at + 2] == other[at : at + 2][::-1] and name[at + 2 :] == other[at + 2 :]


def is_near(name: str, other: str) -> bool:
    """Whether one name may be the other, shortened or with one letter wrong, where all other names are the same."""
    shorter, longer = sorted((name, other), key=len)
    if len(longer) - len(shorter) >= FEWEST_CUT and len(shorter) >= FEWEST_CUT:
        return longer.startswith(shorter)
    if len(shorter) < FEWEST_LETTERS:
        return False
    cuts = ((longer[:at] + longer[at + 1 :], shorter[:at] + shorter[at + 1 :]) for at in range(len(longer)))
    return any(cut in {shorter, other_cut} for cut, other_cut in cuts)
