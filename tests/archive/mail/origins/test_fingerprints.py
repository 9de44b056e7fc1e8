"""Fingerprints lead from a quote to the message that holds its words, however the quote is wrapped and marked."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.origins.fingerprints import EVERY, WORDS, own_fingerprints, quoted_fingerprints
from archive.mail.origins.other_threads import left_over
from tests.archive.mail.origins.making import ALICE, answer, quoted, source

CERTAIN = EVERY + WORDS - 1


def kept(text: str) -> set[int]:
    plan = source(1, text, ALICE)
    return set(own_fingerprints(plan.text, plan.spans))


@given(
    st.lists(
        st.sampled_from(["lamp", "quay", "wick.", "Fog", "boat", "grün", "stone,"]),
        min_size=CERTAIN,
        max_size=90,
    ),
    st.data(),
)
def test_so_many_words_in_a_row_are_always_found(words: list[str], data: st.DataObject) -> None:
    """Wherever they begin, wrapped and marked anew, among others."""
    plan = textwrap.fill(" ".join(words), data.draw(st.integers(20, 76)))
    first = data.draw(st.integers(0, len(words) - CERTAIN))
    chosen = words[first : first + data.draw(st.integers(CERTAIN, len(words)))]
    lines = textwrap.fill(" ".join(chosen), data.draw(st.integers(20, 76)))
    reply = answer(2, quoted(f"One two.\n{lines}\nThree."))
    probes = {probe for left in left_over(reply, (), frozenset()) for probe in left.probes}
    assert probes & kept(f"{plan}\n")


def test_each_is_kept_once_and_fits_a_column_of_32_bits() -> None:
    plan = source(1, " ".join(["lamp"] * 500 + [f"lamp{at}" for at in range(2000)]) + "\n", ALICE)
    found = own_fingerprints(plan.text, plan.spans)
    assert len(found) == len(set(found)) == 2000 // EVERY + 1
    assert min(found) < 0 < max(found) < 1 << 31
    assert min(found) >= -(1 << 31)


def test_what_others_wrote_and_signatures_have_none() -> None:
    words = "A register of all the lamps on the northern quay."
    assert kept(f"{words}\n")
    assert not kept(f"On Monday, Bob Baker wrote:\n> {words}\n")
    assert not kept(f"Yes.\n\n-- \n{words}\n")
    assert not kept("Only four words here.\n")


def test_words_without_blanks_between_are_letters() -> None:
    plan = "北の岸壁に立つすべての灯りの台帳と、最後に芯を替えた日。\n"
    assert set(
        quoted_fingerprints(["台帳と、最後に芯", "を替えた日。北の岸壁に立つすべ", "ての灯りの台帳と、"], 100)
    ) & kept(plan)


@pytest.mark.parametrize("text", ["a\ud800b c d e f", "lamp\0 oil wick glass fog boat"])
def test_of_characters_that_cannot_be_stored_too(text: str) -> None:
    assert quoted_fingerprints([text], 9)


@pytest.mark.parametrize("text", ["lamp " * 200_000, "灯" * 300_000, "x" * 1_000_000, "lamp oil " * 100_000])
def test_of_a_megabyte_of_little_variety(text: str) -> None:
    assert len(kept(f"{text}\n")) <= 2
