"""The check of origins by attribution lines: it must find an origin that is false."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import F

from archive.models import Message, Origin
from benchmarks.false_origins import NOT_INTRODUCED, Counts, count
from tests.factories import import_mail, make_list
from tests.mails import sent

pytestmark = pytest.mark.django_db
HOW = ["exact", "rewrapped", "fuzzy"]
LAMPS = "A register of all the lamps that stand along the northern quay, with the day of their last wick."
KEEPER = "A second keeper for the months in which the fog never lifts, and a boat for both of them."


def found(*mails: bytes) -> Counts:
    plans = make_list()
    import_mail(*mails, to=plans)
    return count([plans.slug], HOW, 7, 300)


PLAN = sent(f"{LAMPS}\n", 1, "Alice Archer")
ANSWER = sent(f"{KEEPER}\n", 2, "Chen Clay", references="<m.1@example.org>")


def reply(text: str, references: str = "<m.2@example.org> <m.1@example.org>") -> bytes:
    return sent(f"On Monday, Alice Archer wrote:\n{text}\n", 3, "Bob Baker", references=references)


def test_a_true_origin_agrees() -> None:
    assert found(PLAN, ANSWER, reply(f"> {LAMPS}\n\nNo.\n")) == Counts(1, Counter(), 1, 0)


def test_words_that_are_the_same_however_they_are_wrapped_agree() -> None:
    wrapped = LAMPS.replace("that stand", "\n> > that stand").replace("with", "\n> > with")
    assert found(PLAN, ANSWER, reply(f"> > {wrapped}\n\nNo.\n")).other_words == 0


def test_a_range_beside_the_words_is_found() -> None:
    plans = make_list()
    import_mail(PLAN, reply(f"> {LAMPS}\n\nNo.\n", "<m.1@example.org>"), to=plans)
    Origin.objects.update(origin_start=F("origin_start") + 11)
    assert count([plans.slug], HOW, 7, 300) == Counts(1, Counter(), 1, 1)


def test_a_false_origin_is_found_and_no_second_look_excuses_it() -> None:
    plans = make_list()
    import_mail(PLAN, ANSWER, reply(f"> {LAMPS}\n\nNo.\n"), to=plans)
    Origin.objects.update(
        origin=Message.objects.get(message_id="m.2@example.org"), origin_start=0, origin_end=len(KEEPER)
    )
    assert count([plans.slug], HOW, 7, 300) == Counts(1, Counter({"": 1}), 1, 1)


def test_words_of_other_mail_below_a_line_disagree_but_their_line_does_not_introduce_them() -> None:
    counts = found(PLAN, ANSWER, reply(f"> {LAMPS}\n\nNo.\n\n> {KEEPER}\n\nYes.\n"))
    assert counts == Counts(2, Counter({NOT_INTRODUCED: 1}), 2, 0)


def test_words_that_the_mail_named_by_the_line_quotes_are_judged() -> None:
    plan = sent(f"{KEEPER}\n", 1, "Chen Clay")
    quoting = sent(f"{LAMPS}\n\n> {KEEPER}\n", 2, "Alice Archer", references="<m.1@example.org>")
    cut = reply(f"> {LAMPS}\n\nNo.\n\n> {KEEPER}\n\nYes.\n", "<m.1@example.org> <m.2@example.org>")
    assert found(plan, quoting, cut) == Counts(2, Counter({"line is wrong": 1}), 2, 0)
