"""Quoted words are traced to the own words where they were first written, or not at all."""

from __future__ import annotations

import datetime as dt
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.origins import How, Source, Trace, trace, trace_thread
from archive.mail.passages import find_spans

ALICE, BOB, CHEN = "Alice Archer", "Bob Baker", "Chen Clay"
PLAN = """The northern quay has eleven lamps and one keeper, who is old.

Each of the lamps wants a wick in spring and a pane of glass in autumn.

A second keeper would cost less than one ship that misses the harbour.
"""


def source(key: int, text: str, author: str, *, day: int | None = None) -> Source:
    sent_at = dt.datetime(2020, 6, day or key, 10, tzinfo=dt.UTC)
    return Source(key, text, find_spans(text), author, sent_at)


def quoted(text: str, marks: str = "> ") -> str:
    return "".join(f"{marks}{line}".rstrip() + "\n" for line in text.splitlines())


def pairs(message: Source, traces: tuple[Trace, ...], *origins: Source) -> list[tuple[str, str, str]]:
    """Each trace as the words that are quoted, the words where they were written, and how they are the same."""
    by_key = {origin.key: origin for origin in origins}
    return [
        (
            " ".join(message.text[one.start : one.end].replace(">", "").split()),
            " ".join(by_key[one.origin].text[one.origin_start : one.origin_end].split()),
            one.how,
        )
        for one in traces
    ]


def answer(body: str, *, key: int = 2, speaker: str = ALICE, author: str = BOB) -> Source:
    return source(key, f"{speaker} wrote:\n{body}\nQuite so.\n", author)


PARAGRAPHS = [" ".join(paragraph.split()) for paragraph in PLAN.split("\n\n")]


def test_word_for_word() -> None:
    plan, reply = source(1, PLAN, ALICE), answer(quoted(PLAN))
    assert pairs(reply, trace(reply, [plan]), plan) == [(words, words, How.EXACT) for words in PARAGRAPHS]


def test_in_other_lines() -> None:
    plan = source(1, PLAN, ALICE)
    reply = answer("".join(quoted(textwrap.fill(paragraph, 38)) + ">\n" for paragraph in PARAGRAPHS))
    assert {how for *_, how in pairs(reply, trace(reply, [plan]), plan)} == {How.REWRAPPED}
    found = pairs(reply, trace(reply, [plan]), plan)
    assert " ".join(words for words, *_ in found) == " ".join(words for _, words, _ in found)


@pytest.mark.parametrize("cut", ["[...]", "<snip>", "[…]", "..."])
def test_trimmed(cut: str) -> None:
    plan = source(1, PLAN, ALICE)
    reply = answer(quoted(f"{PARAGRAPHS[0]}\n{cut}\n{PARAGRAPHS[2]}"))
    found = [words for _, words, _ in pairs(reply, trace(reply, [plan]), plan)]
    assert found == [PARAGRAPHS[0], PARAGRAPHS[2]]


def test_slightly_edited() -> None:
    plan = source(1, PLAN, ALICE)
    reply = answer(quoted(PARAGRAPHS[2].replace("misses", "mises").replace("cost less", "costs less")))
    [(_, words, how)] = pairs(reply, trace(reply, [plan]), plan)
    assert (words, how) == (PARAGRAPHS[2], How.FUZZY)
    [one] = trace(reply, [plan])
    assert 0.6 <= one.score < 1


def test_through_two_re_quotings() -> None:
    plan = source(1, PLAN, ALICE)
    first = answer(quoted(PLAN))
    second = source(3, f"{BOB} wrote:\n{quoted(first.text)}\nAnd I say no.\n", CHEN)
    traces = trace_thread([plan, first, second], {2: 1, 3: 2})[3]
    assert [
        (words, one.origin)
        for (words, *_), one in zip(pairs(second, traces, plan, first), traces, strict=True)
    ] == [
        *((words, 1) for words in PARAGRAPHS),
        ("Quite so.", 2),
    ]


def test_common_lines_alone_decide_nothing() -> None:
    other = source(1, "Thanks,\nint i;\nSigned-off-by: Alice Archer <alice@example.org>\n", ALICE)
    reply = source(
        3, f"{BOB} wrote:\n> Thanks,\n> int i;\n> Signed-off-by: Alice Archer <alice@example.org>\n", CHEN
    )
    assert trace_thread([other, reply], {1: None, 3: 2})[3] == ()


def test_a_trailer_is_no_other_trailer_edited() -> None:
    patch = source(1, f"{PLAN}\nCc: Bob Baker <bob at example.org>\n", "Bob Archer")
    thanks = source(2, "Bob Baker wrote:\n> Acked-by: Bob Baker <bob at example.org>\n\nThanks.\n", CHEN)
    assert trace(thanks, [patch]) == ()


def test_the_message_that_is_answered_comes_before_others() -> None:
    words = PARAGRAPHS[1] + "\n"
    elsewhere, parent = source(1, words, CHEN), source(2, "I repeat:\n\n" + words, ALICE)
    reply = source(3, f"{ALICE} wrote:\n{quoted(words)}\nYes.\n", BOB)
    [one] = trace_thread([elsewhere, parent, reply], {1: None, 2: None, 3: 2})[3]
    assert one.origin == 2


def test_what_was_written_later_is_no_origin() -> None:
    later = source(5, PLAN, ALICE)
    reply = answer(quoted(PLAN))
    assert trace_thread([reply, later], {2: None, 5: None})[2] == ()


def test_the_name_of_the_speaker_rules_others_out() -> None:
    words = "Wicks are to be had at the chandler's by the old gate.\n"
    alices, bobs = source(1, words, ALICE), source(2, words, BOB)
    reply = source(3, f"{BOB} wrote:\n{quoted(words)}\nGood.\n", CHEN)
    [one] = trace_thread([alices, bobs, reply], {1: None, 2: 1, 3: 2})[3]
    assert one.origin == 2


def test_a_line_that_somebody_else_wrote_too_stays_with_the_words_around_it() -> None:
    line = "The wicks of all eleven lamps are trimmed on Mondays.\n"
    rest = "I read this on the door of the old lighthouse, where nobody has lived for years.\n"
    plan = source(1, f"{line}{PLAN}", ALICE)
    reply = answer(quoted(f"{rest}{line}{rest}"), key=3, speaker=BOB, author=CHEN)
    assert trace_thread([plan, reply], {1: None, 2: 1, 3: 2})[3] == ()
    alone = answer(quoted(line), key=3, speaker=BOB, author=CHEN)
    assert [one.origin for one in trace_thread([plan, alone], {1: None, 2: 1, 3: 2})[3]] == [1]


@pytest.mark.parametrize(
    "words",
    [
        "北埠頭には灯台が十一あり、番人は一人しかいない。その番人も年老いている。",
        "Die elf Lampen der nördlichen Mole brauchen im Frühjahr neue Dochte.",
        "Chaque lampe du quai reçoit une mèche neuve à l’arrivée du printemps.",
        "Eleven lamps 🏮🏮 and one keeper 👴 stand on the northern quay.",
    ],
)
def test_in_other_languages(words: str) -> None:
    plan = source(1, f"🏮 é\n{words}\n", ALICE)
    reply = answer(quoted(words))
    [one] = trace(reply, [plan])
    assert plan.text[one.origin_start : one.origin_end] == words
    assert reply.text[one.start : one.end] == words


def test_japanese_in_other_lines() -> None:
    words = "北埠頭には灯台が十一あり、番人は一人しかいない。その番人も年老いている。"
    plan = source(1, words + "\n", ALICE)
    reply = answer(quoted(f"{words[:17]}\n{words[17:]}"))
    found = trace(reply, [plan])
    assert "".join(plan.text[one.origin_start : one.origin_end] for one in found) == words


def test_twenty_thousand_equal_lines_give_a_result() -> None:
    plan = source(1, "The lamp is lit and nobody knows why it is.\n" * 20_000, ALICE)
    reply = answer(quoted("The lamp is lit and nobody knows why it is.\n" * 20_000))
    assert trace(reply, [plan])[0].start == reply.text.index("The lamp")


def test_a_megabyte_on_one_line_gives_a_result() -> None:
    long = "".join(f"lamp{at} " for at in range(90_000)).strip()
    plan, reply = source(1, long + "\n", ALICE), answer(f"> {long}\n")
    [one] = trace(reply, [plan])
    assert (one.origin_start, one.origin_end) == (0, len(long))


WORDS = st.lists(
    st.sampled_from(
        ["lamp", "quay", "keeper", "wick", "glass", "fog", "boat", "night", "harbour", "stone", "rope", "oil"]
    ),
    min_size=9,
    max_size=30,
)


@given(st.lists(WORDS, min_size=2, max_size=5, unique_by=tuple), st.data())
def test_the_planted_range_is_found_again(paragraphs: list[list[str]], data: st.DataObject) -> None:
    """A reply quotes one paragraph of a message: re-wrapped, trimmed at its end, quoted twice."""
    numbered = [[f"{at}th", *words, f"end{at}"] for at, words in enumerate(paragraphs)]
    plan = source(1, "\n\n".join(textwrap.fill(" ".join(words), 50) for words in numbered) + "\n", ALICE)
    chosen = data.draw(st.integers(0, len(numbered) - 1))
    kept = numbered[chosen][: data.draw(st.integers(8, len(numbered[chosen])))]
    width = data.draw(st.integers(30, 90))
    marks = data.draw(st.sampled_from(["> ", ">> ", "> > "]))
    attributions = f"{BOB} wrote:\n> {ALICE} wrote:\n" if len(marks) > 2 else f"{ALICE} wrote:\n"
    reply = source(3, attributions + quoted(textwrap.fill(" ".join(kept), width), marks) + "\nYes.\n", CHEN)
    middle = source(2, f"{ALICE} wrote:\n{quoted(plan.text)}\nHm.\n", BOB)
    found = trace_thread([plan, middle, reply], {1: None, 2: 1, 3: 2})[3]
    words = [word for one in found for word in plan.text[one.origin_start : one.origin_end].split()]
    assert {one.origin for one in found} == {1}
    assert words == kept
