"""Which words of one text are which of another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail import word_alignment
from archive.mail.word_alignment import Block, common_blocks, likeness
from archive.mail.words import words_of

words = st.lists(st.sampled_from("abcdef"), max_size=30)


def common_count(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, as it is defined."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = list(row)
        for at, theirs in enumerate(other):
            row[at + 1] = before[at] + 1 if word == theirs else max(before[at + 1], row[at])
    return row[-1]


def are_common(one: Sequence[str], other: Sequence[str], blocks: Sequence[Block]) -> bool:
    """Whether blocks name equal words, and go forward in both."""
    here = there = 0
    for block in blocks:
        if block.here < here or block.there < there or not block.size:
            return False
        here, there = block.here + block.size, block.there + block.size
        if one[block.here : here] != other[block.there : there]:
            return False
    return True


@given(words, words)
def test_all_words_in_common_are_found(one: list[str], other: list[str]) -> None:
    blocks = common_blocks(one, other)
    assert are_common(one, other, blocks)
    assert sum(block.size for block in blocks) == common_count(one, other)


@given(words, words)
def test_likeness_is_twice_what_is_common_over_what_both_have(one: list[str], other: list[str]) -> None:
    both = len(one) + len(other)
    assert likeness(one, other) == pytest.approx(2 * common_count(one, other) / both if both else 1.0)
    assert likeness("".join(one), "".join(other)) == pytest.approx(likeness(one, other))


def test_likeness_below_the_least_is_none() -> None:
    assert likeness("abcd", "abxy", 0.6) == 0


@given(words, words)
def test_runs_of_too_many_words_are_compared_in_parts(one: list[str], other: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_alignment, "MOST_PAIRS", 12)
        patch.setattr(word_alignment, "FEWEST_IN_PART", 2)
        assert are_common(one, other, common_blocks(one, other))


def test_a_megabyte_of_words_that_mostly_stand_once_is_aligned_in_full() -> None:
    one = [f"word{at}" for at in range(150_000)]
    other = [word for at, word in enumerate(one) if at % 1_000]
    assert sum(block.size for block in common_blocks(one, other)) == len(other)


def test_a_megabyte_of_equal_words_is_aligned_in_step() -> None:
    one, other = ["same"] * 150_000, ["same"] * 149_000
    assert sum(block.size for block in common_blocks(one, other)) > 148_000


def test_words_have_places_and_quote_marks_are_none() -> None:
    text = "> é 漢字 😀\n>>b"
    found = words_of(text)
    assert found.texts == ["é", "漢字", "😀", "b"]
    assert [text[start : found.end(at)] for at, start in enumerate(found.starts)] == found.texts


@given(st.text(alphabet="ab >\n", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_the_words_of_a_range_are_those_that_stand_in_it(text: str, start: int, end: int) -> None:
    found = words_of(text)
    first, past = found.numbers(start, end)
    within = [at for at, begin in enumerate(found.starts) if begin < end and found.end(at) > start]
    if start < end:
        assert list(range(first, past)) == within
