from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.body.flowed import unflowed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One \nparagraph.\n", "One paragraph.\n"),
        ("> One \n> paragraph.\n", "> One paragraph.\n"),
        ("> quoted \nown words\n", "> quoted \nown words\n"),
        (">> deep\n> less deep\n", ">> deep\n> less deep\n"),
        (" >no quote\n From here\n", ">no quote\nFrom here\n"),
        ("words \n-- \nAlice\n", "words \n-- \nAlice\n"),
        (">\n> a\n", ">\n> a\n"),
        ("open \n", "open \n"),
    ],
)
def test_flowed_lines_are_joined_below_their_marks(text: str, shown: str) -> None:
    assert unflowed(text) == shown


def test_delsp_takes_the_blank_away() -> None:
    assert unflowed("一つの \n文です。", delsp=True) == "一つの文です。"


@given(st.text(alphabet="> a-\n"))
def test_all_words_stay(text: str) -> None:
    assert unflowed(text).count("a") == text.count("a")


@pytest.mark.parametrize("worst", [">", ">\n", "a \n", "> a \n", " "])
def test_a_megabyte_of_the_worst(worst: str) -> None:
    text = worst * (1_000_000 // len(worst))
    assert unflowed(text).count("a") == text.count("a")
