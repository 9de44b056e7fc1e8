"""Words with the places where they stand."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.words import word_places, words_of


def placed(text: str, start: int = 0, end: int = sys.maxsize) -> list[tuple[str, int, int]]:
    """Each word with where it begins and ends."""
    words = words_of(text, start, end)
    return [(word, words.starts[at], words.end(at)) for at, word in enumerate(words.texts)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" > \n", []),
        ("the lamps, please.", [("the", 0, 3), ("lamps,", 4, 10), ("please.", 11, 18)]),
        ("> the\n>lamps", [("the", 2, 5), ("lamps", 7, 12)]),
        ("a>b", [("a", 0, 1), ("b", 2, 3)]),
        ("Ümläut 日本語 😀!", [("Ümläut", 0, 6), ("日本語", 7, 10), ("😀!", 11, 13)]),
        ("no\u00a0break\u2028line", [("no", 0, 2), ("break", 3, 8), ("line", 9, 13)]),
    ],
)
def test_blanks_and_quote_marks_part_words(text: str, found: list[tuple[str, int, int]]) -> None:
    assert placed(text) == found


def test_a_word_is_cut_where_the_stretch_ends() -> None:
    assert placed("the lamps, please", 1, 8) == [("he", 1, 3), ("lamp", 4, 8)]


def test_other_patterns_find_other_words() -> None:
    assert list(word_places("lamps, please", 0, 13, re.compile(r"\w+"))) == [(0, 5), (7, 13)]


@pytest.mark.parametrize(
    ("start", "end", "numbers"),
    [(0, 3, (0, 1)), (1, 5, (0, 2)), (3, 4, (1, 1)), (4, 17, (1, 3)), (17, 20, (3, 3))],
)
def test_the_words_of_a_range(start: int, end: int, numbers: tuple[int, int]) -> None:
    assert words_of("the lamps, please").numbers(start, end) == numbers


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_every_word_stands_where_it_is_said_to_stand(text: str, start: int, length: int) -> None:
    end = start + length
    words = placed(text, start, end)
    assert all(word and text[first:last] == word for word, first, last in words)
    assert "".join(word for word, _, _ in words) == "".join(text[start:end].replace(">", " ").split())
