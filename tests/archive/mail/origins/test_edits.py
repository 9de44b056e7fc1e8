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


TITLE = "Count the lamps of the northern quay before the fog comes in from the sea."


@pytest.mark.parametrize(("speaker", "found"), [(ALICE, [f"1 fuzzy: {TITLE}"]), (BOB, [])])
def test_nearly_the_same_words_count_in_mail_by_whom_the_line_names_alone(
    speaker: str, found: list[str]
) -> None:
    plan = source(1, f"{TITLE}\n\nThen the boats.\n", ALICE)
    reply = answer(2, quoted(f"bad 95767bde {TITLE}"), speaker=speaker, author=CHEN)
    assert printed(trace(reply, [], [plan]), plan) == found


def test_nearly_the_same_words_count_beside_much_that_is_the_same() -> None:
    plan = source(1, f"{PLAN}\n{TITLE}\n", ALICE)
    reply = answer(2, quoted(f"{PLAN}\n{TITLE.replace('lamps', 'lumps')}\n"), speaker=BOB, author=CHEN)
    assert printed(trace(reply, [], [plan]), plan)[-1] == f"1 fuzzy: {TITLE}"


CODE = "static int lamp_light(struct lamp *lamp)\n\tif (lamp_read(lamp, LAMP_WICK) > 96)\n\t\treturn lamp_trim(lamp);\n"
CHANGED = "\tif (lamp_read(lamp, LAMP_OIL) > 127)\n"


def test_a_line_alone_that_has_the_form_of_another_is_no_match() -> None:
    code = source(1, CODE, ALICE)
    assert trace(answer(2, quoted(CHANGED)), [code]) == ()


def test_the_line_counts_beside_lines_that_are_the_same() -> None:
    code = source(1, CODE, ALICE)
    first, *_, last = CODE.splitlines()
    reply = answer(2, quoted(f"{first}\n{CHANGED}{last}\n"))
    assert [one.partition(":")[0] for one in printed(trace(reply, [code]), code)] == [
        "1 exact", "1 fuzzy", "1 exact",
    ]  # fmt: skip


def test_words_that_run_into_other_words_where_lines_break_are_the_same() -> None:
    """A search from the left finds the first words elsewhere, but the whole line stands in one place."""
    plan = source(1, f"Count the lamps first.\n\nWe shall count the lamps of\nthe quay.\n\n{TITLE}\n", ALICE)
    reply = answer(2, quoted("count the lamps of the quay."))
    assert printed(trace(reply, [plan]), plan) == ["1 rewrapped: count the lamps of the quay."]


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
