"""Quotes that were carried in from another thread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.mail.origins import Source, Trace, trace
from archive.mail.origins.compared_words import OwnWords
from archive.mail.origins.fingerprints import WORDS, own_fingerprints, quoted_fingerprints
from archive.mail.origins.other_threads import MOST_LEFT, MOST_LINES, left_over, trace_elsewhere
from tests.archive.mail.origins.making import ALICE, BOB, CHEN, answer, printed, quoted, source

LAMPS = "A register of all the lamps that stand along the northern quay, with the day of their last wick."
KEEPER = "A second keeper for the months in which the fog never lifts, and a boat for both of them."
ROPES = "Ropes, oil and glass are bought in autumn, when the chandler by the old gate wants to be rid of all he has."
PLAN = f"{LAMPS}\n\n{KEEPER}\n\nThat is all.\n\n{ROPES}\n"
LEGAL = (
    "Redistribution of these lamps in whatever form is permitted by the licence, without any warranty at all."
)


def carried(reply: Source, *others: Source) -> list[Trace]:
    own = [OwnWords(other) for other in others]
    return [one for left in left_over(reply, (), frozenset()) for one in trace_elsewhere(reply, left, own)]


def test_what_the_thread_itself_holds_is_not_left() -> None:
    plan, reply = source(1, PLAN, ALICE), answer(2, quoted(f"{LAMPS}\n{ROPES}"))
    traces = trace(reply, [plan])
    assert left_over(reply, traces, frozenset({1})) == []
    [left] = left_over(reply, traces[:1], frozenset({1}))
    assert [line.key for line in left.lines] == [ROPES]


def test_it_is_looked_for_by_words_in_a_row() -> None:
    plan = source(1, PLAN, ALICE)
    [left] = left_over(answer(2, quoted(KEEPER)), (), frozenset())
    assert len(left.probes) == len(KEEPER.split()) - WORDS + 1
    assert set(left.probes) & set(own_fingerprints(plan.text, plan.spans))


def test_legal_and_common_lines_are_not_looked_for() -> None:
    lines = [LEGAL, KEEPER, "Signed-off-by: Alice Archer of the northern quay <alice@example.org>"]
    [left] = left_over(answer(2, quoted("\n".join(lines))), (), frozenset())
    assert left.probes == quoted_fingerprints([KEEPER], 100)


def test_legal_words_alone_are_not_looked_for() -> None:
    assert left_over(answer(2, quoted(LEGAL)), (), frozenset()) == []


def test_words_of_one_speaker_are_looked_for_together() -> None:
    """Each of the three quotes is short; nobody would look for one of them."""
    parts = [KEEPER.split(", ", maxsplit=1)[0], "and a boat for both of them.", "That is all."]
    text = "\nYes.\n\n".join(quoted(part) for part in parts)
    [left] = left_over(answer(2, text), (), frozenset())
    assert [line.key for line in left.lines] == parts
    assert len(left.runs) == 3


def test_a_line_too_short_to_decide_goes_with_the_message_that_holds_the_others() -> None:
    plan = source(1, PLAN, ALICE)
    parts = [LAMPS, KEEPER, ROPES, "That is all."]
    reply = answer(2, "\nYes.\n\n".join(map(quoted, parts)))
    assert printed(carried(reply, plan), plan) == [f"1 exact: {words}" for words in parts]


def test_own_words_between_two_quotes_are_in_no_trace() -> None:
    plan = source(1, f"{LAMPS}\n{KEEPER}\n", ALICE)
    reply = answer(2, f"{quoted(LAMPS)}\nOnly eleven.\n\n{quoted(KEEPER)}")
    assert [reply.text[one.start : one.end] for one in carried(reply, plan)] == [LAMPS, KEEPER]


def test_somebody_else_is_no_origin_of_what_alice_said() -> None:
    plan, copy = source(1, PLAN, ALICE), source(2, PLAN, CHEN)
    reply = answer(3, quoted(PLAN))
    assert {one.origin for one in carried(reply, copy, plan)} == {1}
    assert carried(reply, copy) == []


def test_words_of_nobody_named_must_be_many() -> None:
    plan = source(1, PLAN, ALICE)
    assert carried(answer(2, quoted(LAMPS), speaker=""), plan) == []
    assert carried(answer(2, quoted(PLAN), speaker=""), plan) != []


def test_a_slightly_edited_quote_is_no_match() -> None:
    plan = source(1, PLAN, ALICE)
    edited = LAMPS.replace("lamps", "lanterns").replace("northern", "southern").replace("wick", "pane")
    assert carried(answer(2, quoted(edited)), plan) == []


def test_common_lines_alone_are_not_left() -> None:
    lines = "Signed-off-by: Alice Archer <alice@example.org>\nSubject: lamps and boats and ropes and oil and glass\n"
    assert left_over(answer(2, quoted(lines * 9)), (), frozenset()) == []


def test_only_so_much_of_a_long_quote_is_looked_for() -> None:
    lines = [f"The lamp of number {at} wants a wick in spring and a pane in autumn." for at in range(5_000)]
    found = left_over(answer(2, quoted("\n".join(lines))), (), frozenset())
    assert len(found) == MOST_LEFT
    assert {len(left.lines) for left in found} == {MOST_LINES}


SENTENCES = st.lists(
    st.sampled_from(["lamp", "quay", "keeper", "wick", "glass", "fog", "boat", "night", "harbour", "stone"]),
    min_size=12,
    max_size=20,
)


@given(st.lists(SENTENCES, min_size=2, max_size=5, unique_by=tuple), st.data())
def test_the_planted_message_is_found_among_others(texts: list[list[str]], data: st.DataObject) -> None:
    """Each message has a word of its own in every third place, so that none holds the words of another."""
    plans = [
        source(
            key, " ".join(f"{word}{key}" if at % 3 else word for at, word in enumerate(words)) + "\n", ALICE
        )
        for key, words in enumerate(texts, 1)
    ]
    chosen = data.draw(st.sampled_from(plans))
    reply = answer(9, quoted(chosen.text), author=BOB)
    found = carried(reply, *data.draw(st.permutations(plans)))
    assert printed(found, *plans) == [f"{chosen.key} exact: {chosen.text.strip()}"]
