"""Quoted words on a page lead to where they were first written, and own words to where they are quoted."""

from __future__ import annotations

import re

import pytest
from django.db.models import F

from archive.models import Message, Origin, Span, Thread
from tests.factories import GROUPS, import_mail, make_list
from tests.mails import mail
from tests.pages import squeezed
from tests.personas import alice, browser_of, charlie, team

pytestmark = pytest.mark.django_db

PLAN = """Two things that I would like to see before the summer ends.

A register of all the lamps that stand along the northern quay.

A second keeper for the months in which the fog never lifts.
"""
REGISTER = "A register of all the lamps that stand along the northern quay."
KEEPER = "A second keeper for the months in which the fog never lifts."


def plan() -> bytes:
    return mail(PLAN, message_id="<plan@example.org>")


def answer(text: str, *, name: str, message_id: str, references: str, hour: int = 11) -> bytes:
    return mail(
        text,
        sender=f"{name} <{name.partition(' ')[0].lower()}@example.org>",
        subject="Re: plans",
        message_id=f"<{message_id}@example.org>",
        references=references,
        date=f"Mon, 1 Jun 2020 {hour}:00:00 +0200",
    )


def bobs(*, hour: int = 11) -> bytes:
    text = f"Alice Archer wrote:\n> {REGISTER}\n\nWho would write it?\n\n> {KEEPER}\n\nYes.\n"
    return answer(text, name="Bob Baker", message_id="bobs", references="<plan@example.org>", hour=hour)


def chens() -> bytes:
    text = f"Bob Baker wrote:\n> > {REGISTER}\n>\n> Who would write it?\n\nI would.\n"
    return answer(
        text,
        name="Chen Clay",
        message_id="chens",
        references="<plan@example.org> <bobs@example.org>",
        hour=12,
    )


def page(message_id: str = "plan", *, signed_in: bool = True, one: bool = False) -> str:
    html = browser_of(alice() if signed_in else None).get(
        f"/lists/plans/{message_id}@example.org/{'' if one else 'T/'}"
    )
    return squeezed(html.content.decode())


def quoted_in(html: str) -> list[int]:
    return [int(number) for number in re.findall(r">(?:also )?quoted in (\d+)<", html)]


def anchor_of(message_id: str, words: str) -> str:
    """The id of these very words on the page."""
    message = Message.objects.get(message_id=f"{message_id}@example.org")
    start = message.body.text.index(words)
    return f"{message.anchor}-{start}-{start + len(words)}"


def test_a_quote_leads_to_the_words_and_the_words_to_their_quotes() -> None:
    import_mail(plan(), bobs(), chens(), to=make_list())
    html = page()
    assert f'<a href="#{anchor_of("plan", REGISTER)}">wrote it here' in html
    assert f'<a href="#{anchor_of("plan", KEEPER)}">wrote it here' in html
    assert f'<a href="#{anchor_of("bobs", "Who would write it?")}">wrote it here' in html
    assert quoted_in(html) == [2, 1, 1]
    assert f'<a href="#{anchor_of("chens", REGISTER)}">Chen Clay, 1 Jun 2020 12:00</a>' in html


def test_every_anchor_that_is_linked_to_is_on_the_page() -> None:
    import_mail(plan(), bobs(), chens(), to=make_list())
    html = page()
    linked = re.findall(r'href="#(m[0-9a-f]{16}-\d+-\d+)"', html)
    assert len(linked) == 8
    assert all(f'id="{anchor}"' in html for anchor in linked)


def test_a_place_within_a_segment_has_an_anchor() -> None:
    both = answer(
        f"Alice Archer wrote:\n> {PLAN.splitlines()[0]}\n> {REGISTER}\n",
        name="Bob Baker",
        message_id="bobs",
        references="<plan@example.org>",
    )
    import_mail(plan(), both, to=make_list())
    anchor = anchor_of("bobs", REGISTER)
    html = page()
    assert f'<span class="said" id="{anchor}">' in html
    assert f'<a href="#{anchor}">Bob Baker' in html


def test_the_page_of_one_message_leads_to_the_thread() -> None:
    import_mail(plan(), bobs(), to=make_list())
    html = page("bobs", one=True)
    assert f'<a href="/lists/plans/plan@example.org/T/#{anchor_of("plan", REGISTER)}">wrote it here' in html


def test_a_list_that_one_may_not_read_is_neither_named_nor_counted() -> None:
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    import_mail(plan(), to=make_list())
    import_mail(bobs(), to=closed)
    assert quoted_in(page()) == [1, 1]
    for reader in (None, charlie()):
        html = squeezed(browser_of(reader).get("/lists/plans/plan@example.org/T/").content.decode())
        assert quoted_in(html) == []
        assert "Bob" not in html


def import_quotes_of_a_closed_list() -> None:
    """Alice's plan on a closed list; on an open one bob's answer, and chen's to that, who name nobody."""
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    import_mail(plan(), to=closed)
    bare = f"> {REGISTER}\n\nWho would write it?\n\n> Words that she never wrote to anybody at all.\n\nYes.\n"
    import_mail(
        answer(bare, name="Bob Baker", message_id="bobs", references="<plan@example.org>"),
        chens(),
        to=make_list(),
    )


@pytest.mark.parametrize("path", ["bobs@example.org/T/", "bobs@example.org/", "chens@example.org/"])
def test_an_origin_on_a_closed_list_is_neither_linked_nor_counted_nor_named(path: str) -> None:
    import_quotes_of_a_closed_list()
    inside = browser_of(alice()).get(f"/lists/plans/{path}").content.decode()
    assert anchor_of("plan", REGISTER) in inside
    for reader in (None, charlie()):
        html = browser_of(reader).get(f"/lists/plans/{path}").content.decode()
        hidden = Message.objects.get(message_id="plan@example.org").anchor
        for secret in (
            f"{hidden}-",
            anchor_of("bobs", REGISTER),
            "closed",
            "plan@",
            "Archer",
            "told by",
            "probably",
        ):
            assert secret not in html


def test_where_the_writer_may_not_be_known_the_attribution_line_is_believed() -> None:
    closed, plans = make_list(slug="closed", visibility=GROUPS, groups=[team()]), make_list()
    import_mail(plan(), to=closed)
    wrong = f"Dora Day wrote:\n> {REGISTER} {KEEPER}\n\nWhy?\n"
    import_mail(answer(wrong, name="Bob Baker", message_id="bobs", references="<plan@example.org>"), to=plans)
    inside = browser_of(alice()).get("/lists/plans/bobs@example.org/").content.decode()
    assert "not by the line above" in inside
    for reader in (None, charlie()):
        for path in ("lists/plans/bobs@example.org/", "search/?q=lamps"):
            html = squeezed(browser_of(reader).get(f"/{path}").content.decode())
            assert "<b>Dora Day</b>" in html.replace(' title="Dora Day"', "")
            for secret in ("Archer", "told by", "not by the line", "Unknown speaker"):
                assert secret not in html


def test_pages_of_an_origin_on_a_closed_list_are_not_there() -> None:
    import_quotes_of_a_closed_list()
    for reader, status in ((None, 404), (charlie(), 404), (alice(), 200)):
        for path in ("closed/plan@example.org/T/", "closed/quoted/"):
            assert browser_of(reader).get(f"/lists/{path}").status_code == status
        asked = "message=plan@example.org&start=0&end=200"
        assert browser_of(reader).get(f"/lists/closed/quoted/in/?{asked}").status_code == status
        assert browser_of(reader).get(f"/lists/plans/quoted/in/?{asked}").status_code == 404


def links_of_origins(html: str) -> list[str]:
    found = re.findall(r'<span title="[^"]*"><a href="[^"]*">([^<]* ↗)<|<span>(in another thread)<', html)
    return [words or place for words, place in found]


def test_words_of_several_people_in_one_passage_are_told_apart() -> None:
    plain = f"Bob Baker wrote:\n> {REGISTER}\n> Who would write it?\n\nI would.\n"
    chen = answer(
        plain,
        name="Chen Clay",
        message_id="chens",
        references="<plan@example.org> <bobs@example.org>",
        hour=12,
    )
    import_mail(plan(), bobs(), chen, to=make_list())
    assert links_of_origins(page("chens", one=True)) == ["wrote it here ↗", "words of Alice Archer ↗"]


def test_words_of_another_thread_say_so() -> None:
    carried = mail(
        f"Alice Archer wrote:\n> {REGISTER}\n>\n> {KEEPER}\n\nStill true.\n",
        sender="Bob Baker <bob@example.org>", subject="lamps", message_id="<later@example.org>",
        references="<lamps@example.org>",
        date="Tue, 2 Jun 2020 11:00:00 +0200",
    )  # fmt: skip
    import_mail(plan(), carried, to=make_list())
    html = page("later", one=True)
    assert links_of_origins(html) == ["wrote it here ↗", "in another thread"]
    assert 'wrote it here ↗<span class="only-read-aloud">: Alice Archer, 1 Jun 2020 10:00</span>' in html


def test_an_original_that_comes_late_is_found() -> None:
    plans = make_list()
    import_mail(bobs(), to=plans)
    assert all(row.origin.is_missing for row in Origin.objects.select_related("origin"))
    assert Origin.objects.count() == 2
    import_mail(plan(), to=plans)
    assert (
        list(Origin.objects.values_list("origin__message_id", "origin__is_missing"))
        == [("plan@example.org", False)] * 2
    )
    assert not Thread.objects.exclude(traced_revision=F("revision")).exists()


def test_words_without_an_attribution_line_are_told_by_their_origin() -> None:
    bare = answer(
        f"> {REGISTER}\n\nNo.\n", name="Bob Baker", message_id="bobs", references="<plan@example.org>"
    )
    import_mail(plan(), bare, to=make_list())
    span = Span.objects.get(kind="quoted")
    assert (span.speaker, span.known) == ("Alice Archer", "traced")
    assert "told by its origin" in page()


def test_so_are_those_that_a_missing_message_quoted() -> None:
    named = f"Alice Archer wrote:\n> {REGISTER}\n\nNo.\n"
    dora = answer(named, name="Dora Day", message_id="doras", references="<plan@example.org>")
    import_mail(dora, chens(), to=make_list())
    span = Span.objects.get(kind="quoted", message__message_id="bobs@example.org")
    assert (span.message.is_missing, span.speaker, span.known) == (True, "Alice Archer", "traced")


def test_words_that_nobody_can_trace_are_only_inferred() -> None:
    bare = answer(
        "> Something else altogether, from a call.\n\nNo.\n",
        name="Bob Baker",
        message_id="bobs",
        references="<plan@example.org>",
    )
    import_mail(plan(), bare, to=make_list())
    span = Span.objects.get(kind="quoted")
    assert (span.speaker, span.known) == ("Alice Archer", "inferred")
    assert "probably, as answered" in page()
    assert "wrote it here" not in page()


def test_more_threads_than_one_process_takes_are_all_traced() -> None:
    mails = []
    for number in range(450):
        words = f"The lamp with the number {number} on the northern quay is out again."
        first = f"<first.{number}@example.org>"
        mails.append(mail(words + "\n", message_id=first, subject=f"lamp {number}"))
        mails.append(
            answer(
                f"Alice Archer wrote:\n> {words}\n\nYes.\n",
                name="Bob Baker",
                message_id=f"second.{number}",
                references=first,
            )
        )
    import_mail(*mails, to=make_list())
    assert Origin.objects.count() == 450
    assert not Thread.objects.exclude(traced_revision=F("revision")).exists()
