"""Mail that is made to be slow: a megabyte or 20,000 lines of it give a result."""

from __future__ import annotations

import pytest

from archive.mail.origins import trace, trace_thread
from archive.mail.origins.compared_words import OwnWords, is_common, quoted_lines
from archive.mail.origins.fingerprints import EVERY, own_fingerprints
from archive.mail.origins.other_threads import LEGAL, MOST_LEFT, MOST_PROBES, left_over, trace_elsewhere
from archive.mail.passages import Kind
from tests.archive.mail.origins.making import ALICE, BOB, answer, quoted, source

MANY = 20_000
LINES = [f"Lamp {at} stands by post {at * 7} of the northern quay." for at in range(MANY)]


def test_as_many_passages_as_lines() -> None:
    plan = source(1, "\n".join(LINES) + "\n", ALICE)
    reply = answer(2, "\nYes.\n\n".join(quoted(line) for line in LINES))
    found = trace(reply, [plan])
    assert len(found) == MANY
    assert left_over(reply, found, frozenset({1})) == []


def test_every_second_line_is_nobodys() -> None:
    plan = source(1, "\n\n".join(LINES) + "\n", ALICE)
    known = [line if at % 2 else f"Nobody{at} ever wrote{at} this line{at}." for at, line in enumerate(LINES)]
    reply = answer(2, quoted("\n".join(known)))
    found = trace(reply, [plan])
    assert len(found) == MANY / 2
    assert [left.depth for left in left_over(reply, found, frozenset({1}))] == [1] * MOST_LEFT


def test_short_lines_of_frequent_words_that_stand_nowhere() -> None:
    plan = source(1, "lamp boat " * 60_000 + "\n", ALICE)
    assert trace(answer(2, quoted("lamp rope\n" * MANY)), [plan]) == ()


def test_depths_that_go_up_and_down() -> None:
    plan = source(1, "\n".join(LINES) + "\n", ALICE)
    reply = answer(2, "".join(f"{'>' * (1 + at % 9)} {line}\n" for at, line in enumerate(LINES)))
    assert len(trace(reply, [plan])) == MANY


@pytest.mark.parametrize("text", ["lamp " * 200_000, "灯" * 300_000, "lamp oil " * 100_000, "." * 1_000_000])
def test_a_line_of_little_variety(text: str) -> None:
    plan, reply = source(1, text + "\n", ALICE), answer(2, f"> {text}\n", author=BOB)
    spans = [span for span in reply.spans if span.kind is Kind.QUOTED]
    words = [key for span in spans for key in quoted_lines(reply.text, span).keys]
    found = trace_thread([plan, reply], {1: None, 2: 1})[2]
    assert [one.origin for one in found] == [1] * bool(words)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "A-" * 500_000, "x | " * 250_000, "licenc " * 150_000])
def test_forms_of_lines_are_told_in_a_megabyte(text: str) -> None:
    assert not is_common(text)
    assert LEGAL.search(text) is None


def test_a_megabyte_that_is_left_over() -> None:
    long = " ".join(f"lamp{at}" for at in range(90_000))
    plan, reply = source(1, long + "\n", ALICE), answer(2, f"> {long}\n")
    [left] = left_over(reply, (), frozenset())
    assert len(left.probes) == MOST_PROBES
    kept = own_fingerprints(plan.text, plan.spans)
    assert len(kept) == 90_000 // EVERY
    assert len(set(left.probes) & set(kept)) == MOST_PROBES // EVERY
    [one] = trace_elsewhere(reply, left, [OwnWords(plan)])
    assert (one.origin_start, one.origin_end) == (0, len(long))
