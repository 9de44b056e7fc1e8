"""The check of origins by attribution lines: it must find an origin that is false."""

from __future__ import annotations

from collections import Counter

import pytest

from archive.models import Message, Origin
from benchmarks.false_origins import NOT_INTRODUCED, count
from tests.factories import import_mail, make_list
from tests.mails import sent

pytestmark = pytest.mark.django_db
HOW = ["exact", "rewrapped", "fuzzy"]
LAMPS = "A register of all the lamps that stand along the northern quay, with the day of their last wick."
KEEPER = "A second keeper for the months in which the fog never lifts, and a boat for both of them."


def found(*mails: bytes) -> tuple[int, Counter[str]]:
    plans = make_list()
    import_mail(*mails, to=plans)
    return count([plans.slug], HOW, 7, 300)


PLAN = sent(f"{LAMPS}\n", 1, "Alice Archer")
ANSWER = sent(f"{KEEPER}\n", 2, "Chen Clay", references="<m.1@example.org>")


def reply(text: str, references: str = "<m.2@example.org> <m.1@example.org>") -> bytes:
    return sent(f"On Monday, Alice Archer wrote:\n{text}\n", 3, "Bob Baker", references=references)


def test_a_true_origin_agrees() -> None:
    assert found(PLAN, ANSWER, reply(f"> {LAMPS}\n\nNo.\n")) == (1, Counter())


def test_a_false_origin_is_found_and_no_second_look_excuses_it() -> None:
    plans = make_list()
    import_mail(PLAN, ANSWER, reply(f"> {LAMPS}\n\nNo.\n"), to=plans)
    Origin.objects.update(
        origin=Message.objects.get(message_id="m.2@example.org"), origin_start=0, origin_end=len(KEEPER)
    )
    assert count([plans.slug], HOW, 7, 300) == (1, Counter({"": 1}))


def test_words_of_other_mail_below_a_line_disagree_but_their_line_does_not_introduce_them() -> None:
    drawn, disagree = found(PLAN, ANSWER, reply(f"> {LAMPS}\n\nNo.\n\n> {KEEPER}\n\nYes.\n"))
    assert (drawn, disagree) == (2, Counter({NOT_INTRODUCED: 1}))


def test_words_that_the_mail_named_by_the_line_quotes_are_judged() -> None:
    plan = sent(f"{KEEPER}\n", 1, "Chen Clay")
    quoting = sent(f"{LAMPS}\n\n> {KEEPER}\n", 2, "Alice Archer", references="<m.1@example.org>")
    cut = reply(f"> {LAMPS}\n\nNo.\n\n> {KEEPER}\n\nYes.\n", "<m.1@example.org> <m.2@example.org>")
    assert found(plan, quoting, cut) == (2, Counter({"line is wrong": 1}))
