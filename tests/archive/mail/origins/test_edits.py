"""Quotes that somebody or some program changed on the way."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.origins import How, trace, trace_thread
from tests.archive.mail.origins.making import ALICE, BOB, CHEN, answer, printed, quoted, source

SENTENCE = "Ask the keeper at keeper@example.org for the register of lamps before the fog comes in."
PLAN = f"The northern quay has eleven lamps.\n\n{SENTENCE}\n\nNobody has counted the boats this year.\n"


@pytest.mark.parametrize(
    "hidden",
    ["keeper at example.org", "keeper@...", "keeper@xxxxxxx.xxx", "[address hidden]", "kee...@example.org"],
)
def test_an_address_that_was_hidden(hidden: str) -> None:
    plan = source(1, PLAN, ALICE)
    reply = answer(2, quoted(SENTENCE.replace("keeper@example.org", hidden)))
    [found] = printed(trace(reply, [plan]), plan)
    assert found.endswith(SENTENCE)


def test_other_words_in_the_same_form_are_no_match() -> None:
    plan = source(1, PLAN, ALICE)
    reply = answer(2, quoted("Ask the harbour master for the list of ropes before the tide goes out."))
    assert trace(reply, [plan]) == ()


@pytest.mark.parametrize("marks", ["", "> > ", "> > \n> "])
def test_a_wrapped_end_that_stands_at_another_depth(marks: str) -> None:
    """A program wrapped Bob's quote of Alice, and the ends of its lines lost or gained a mark."""
    plan = source(1, PLAN, ALICE)
    first = answer(2, quoted(PLAN))
    body = (
        f"> {ALICE} wrote:\n> > Ask the keeper at keeper@example.org for the register of lamps before the\n"
        f"{marks or '> '}fog comes in.\n> Quite so.\n"
    )
    second = answer(3, body, speaker=BOB, author=CHEN)
    found = trace_thread([plan, first, second], {1: None, 2: 1, 3: 2})[3]
    assert (
        " ".join(line.partition(": ")[2] for line in printed(found, plan, first)) == f"{SENTENCE} Quite so."
    )


def test_a_stray_line_that_does_not_go_on_there_is_left_alone() -> None:
    plan = source(1, PLAN, ALICE)
    first = answer(2, quoted(PLAN))
    body = f"> {ALICE} wrote:\n{quoted(SENTENCE, '> > ')}> boats\n"
    second = answer(3, body, speaker=BOB, author=CHEN)
    found = trace_thread([plan, first, second], {1: None, 2: 1, 3: 2})[3]
    assert printed(found, plan) == [f"1 exact: {SENTENCE}"]


def test_short_lines_count_where_they_are_expected_alone() -> None:
    plan = source(1, "Lamps first.\n\nThen the boats, of which there are more than anybody counted.\n", ALICE)
    other = source(2, "Lamps first.\n\nNot so.\n", CHEN)
    to_plan, to_nobody = answer(3, "> Lamps first.\n"), answer(4, "> Lamps first.\n", speaker="Dana Dale")
    traces = trace_thread([plan, other, to_plan, to_nobody], {1: None, 2: None, 3: 1, 4: None})
    assert printed(traces[3], plan) == ["1 exact: Lamps first."]
    assert traces[4] == ()


WORDS = st.lists(st.from_regex(r"[a-z]{4,9}", fullmatch=True), min_size=12, max_size=40, unique=True)


@given(WORDS, st.integers(30, 80), st.data())
def test_one_word_in_ten_may_be_mistyped(words: list[str], width: int, data: st.DataObject) -> None:
    plan = source(1, textwrap.fill(" ".join(words), 60) + "\n", ALICE)
    typed = list(words)
    for start in range(0, len(words) - 9, 10):
        at = data.draw(st.integers(start + 3, start + 6))
        typed[at] = typed[at][:-1] + "-" + typed[at][-1]
    reply = answer(2, quoted(" ".join(typed)))
    found = trace(reply, [plan])
    assert {one.origin for one in found} == {1}
    assert " ".join(line.partition(": ")[2] for line in printed(found, plan)) == " ".join(words)
    assert {one.how for one in found} == {How.FUZZY}
