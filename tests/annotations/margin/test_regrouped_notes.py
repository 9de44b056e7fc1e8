"""Notes stay on their words when threads are split and joined: their page, their link and all counts follow."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from annotations.margin.overviews import add_notes
from annotations.models import Annotation
from archive.importing.parallel import Workers
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.threads.regrouping import join_threads, split_thread, undo_regrouping
from archive.models import Message, ThreadListing
from tests.factories import import_mail, make_list, make_note
from tests.mails import mail
from tests.pages import squeezed
from tests.personas import alice, bob, browser_of

pytestmark = pytest.mark.django_db
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WORDS = "The harbour lamp is to be green from June on."


def get(name: str) -> Message:
    return Message.objects.get(message_id=f"{name}@example.org")


def counts() -> dict[str, int]:
    """How many notes bob finds in each thread, by the thread's name."""
    listings = list(ThreadListing.objects.for_rows().newest_first())
    return {row.thread.subject: row.count for row in add_notes(listings, bob())}


def trace() -> None:
    with Workers() as workers:
        trace_new(workers)
    call_command("check_archive")


def thread_page(name: str) -> str:
    answer = browser_of(bob()).get(f"/lists/plans/{name}@example.org/T/")
    assert answer.status_code == 200
    return answer.content.decode()


def facts_of_tag() -> str:
    html = browser_of(bob()).get("/tags/lamps/").content.decode()
    return " ".join(re.findall(r"<b>(\d+)</b> thread", squeezed(html)))


@pytest.fixture
def notes() -> list[Annotation]:
    """bob's message has a note on its words, chen's answer one on words of its own; lamps is on both."""
    import_mail(
        mail("When do we begin?\n", subject="plans", message_id="<a@example.org>"),
        mail(
            f"{WORDS}\n", sender="Bob <bob@example.org>", subject="lamps", message_id="<b@example.org>",
            references="<a@example.org>", date="Tue, 2 Jun 2020 10:00:00 +0000",
        ),
        mail(
            f"> {WORDS}\n\nWho pays for it?\n", sender="Chen <chen@example.org>", subject="Re: money",
            message_id="<c@example.org>", references="<a@example.org> <b@example.org>",
            date="Wed, 3 Jun 2020 10:00:00 +0000",
        ),
        mail("Boats.\n", subject="boats", message_id="<x@example.org>", date="Thu, 4 Jun 2020 10:00:00 +0000"),
        to=make_list(),
    )  # fmt: skip
    return [
        make_note(author=alice(), message=get("b"), words=WORDS, note="Agreed on.", tags=["lamps"]),
        make_note(
            author=alice(), message=get("c"), words="Who pays for it?", note="Nobody knew.", tags=["lamps"]
        ),
    ]


def test_counts_follow(notes: list[Annotation]) -> None:
    assert (counts(), facts_of_tag()) == ({"plans": 2, "boats": 0}, "1")
    split, _ = split_thread(get("c"))
    assert (counts(), facts_of_tag()) == ({"plans": 1, "money": 1, "boats": 0}, "2")
    join, _ = join_threads(get("c"), get("x"))
    assert (counts(), facts_of_tag()) == ({"plans": 1, "boats": 1}, "2")
    undo_regrouping(join)
    undo_regrouping(split)
    assert (counts(), facts_of_tag()) == ({"plans": 2, "boats": 0}, "1")
    trace()


def test_a_note_s_page_and_its_link_lead_to_its_words(notes: list[Annotation]) -> None:
    done = None
    for act in (lambda: split_thread(get("c"))[0], lambda: join_threads(get("c"), get("x"))[0], None):
        done = act() if act else undo_regrouping(done)  # type: ignore[arg-type]
        trace()
        html = (
            browser_of(bob()).get(f"/annotations/{notes[1].pk}/", headers={"accept": HTML}).content.decode()
        )
        assert "Nobody knew." in html
        [link] = set(re.findall(r'href="/lists/plans/(c@example.org/T/#[^"]+)"', html))
        page = thread_page("c")
        assert f'id="{link.partition("#")[2]}"' in page
        assert "Nobody knew." in page


def test_quoted_words_still_lead_to_the_note_on_them(notes: list[Annotation]) -> None:
    anchor = f"#{get('b').anchor}-0-{len(WORDS)}"
    assert f'href="{anchor}"' in thread_page("c")
    done, _ = split_thread(get("c"))
    trace()
    page = thread_page("c")
    assert "Agreed on." in page, "a note is seen wherever its words stand"
    assert f'href="/lists/plans/b@example.org/T/{anchor}"' in page
    assert "Agreed on." in thread_page("b")
    undo_regrouping(done)
    trace()
    assert f'href="{anchor}"' in thread_page("c")


def test_targets_are_found_as_they_were(notes: list[Annotation]) -> None:
    before = [(one.target.message_id, one.target.start, one.target.found) for one in notes]
    done, _ = split_thread(get("c"))
    trace()
    undo_regrouping(done)
    trace()
    after = Annotation.objects.select_related("target").order_by("created_at")
    assert [(one.target.message_id, one.target.start, one.target.found) for one in after] == before


def test_a_note_on_what_quotes_leave_of_a_message_stays() -> None:
    """m is missing: c quotes it and answers it, then goes into a thread of its own."""
    import_mail(
        mail("When do we begin?\n", message_id="<a@example.org>"),
        mail(
            f"Bob <bob@example.org> wrote:\n> {WORDS}\n\nNo.\n", sender="Chen <chen@example.org>",
            message_id="<c@example.org>", references="<a@example.org> <m@example.org>",
            date="Wed, 3 Jun 2020 10:00:00 +0000",
        ),
        to=make_list(),
    )  # fmt: skip
    make_note(author=alice(), message=get("m"), words=WORDS, note="Agreed on.")
    split_thread(get("c"))
    trace()
    assert "Agreed on." in thread_page("m")
    target = Annotation.objects.get().target
    assert (target.message, target.found) == (get("m"), "place")
