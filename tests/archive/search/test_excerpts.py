"""Where marks stand in a text, and the lines around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.mail.passages import find_spans
from archive.reading.layout import LaidLine
from archive.search.excerpts import CLOSE, OPEN, find_words, mark_line, places

words = st.text(st.characters(exclude_characters=OPEN + CLOSE, exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(words, words), max_size=6), words)
def test_marks_stand_where_they_were_put(pairs: list[tuple[str, str]], rest: str) -> None:
    text = "".join(before + word for before, word in pairs) + rest
    marked = "".join(f"{before}{OPEN}{word}{CLOSE}" for before, word in pairs) + rest
    assert [text[start:end] for start, end in places(marked, text)] == [word for _, word in pairs]


def test_a_copy_that_is_none_has_no_places() -> None:
    assert places(f"cold {OPEN}lamps{CLOSE}", "warm lamps") == []


def test_a_copy_of_the_beginning_is_enough() -> None:
    assert places(f"cold {OPEN}lamps{CLOSE}", "cold lamps and more") == [(5, 10)]


def test_a_mark_over_a_line_end_is_marked_on_both_lines() -> None:
    first, second = LaidLine(0, 4, "cold"), LaidLine(7, 12, "lamps")
    assert mark_line(first, [(0, 12)]) == '<mark class="found">cold</mark>'
    assert mark_line(second, [(0, 12)]) == '<mark class="found">lamps</mark>'


def test_only_the_first_segments_are_shown() -> None:
    text = "\n\n".join(f"lamp {number}" for number in range(9)) + "\n"
    found = [(at, at + 4) for at in range(len(text)) if text.startswith("lamp", at)]
    shown = find_words(text, find_spans(text), found, 3)
    assert [str(one.words) for one in shown] == [
        f'<mark class="found">lamp</mark> {number}' for number in range(3)
    ]


def test_a_very_long_line_is_cut_around_the_answer() -> None:
    text = "a" * 5000 + " lamp " + "b" * 5000 + "\n"
    [shown] = find_words(text, find_spans(text), [(5001, 5005)], 3)
    assert str(shown.words) == "a" * 119 + ' <mark class="found">lamp</mark> ' + "b" * 115


def test_an_empty_text_has_no_words() -> None:
    assert find_words("", [], [], 3) == []
