"""A list's page: its facts, its months, its threads."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Message
from tests.factories import import_mail, make_list, make_message, make_note, make_threads
from tests.mails import mail
from tests.pages import squeezed
from tests.personas import alice, bob, browser_of

pytestmark = pytest.mark.django_db


def shown(query: str = "", user: User | None = None) -> str:
    response = browser_of(user).get(f"/lists/plans/{query}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def subjects(page: str) -> list[str]:
    return re.findall(r'<td class="subject"><a [^>]*>([^<]*)</a>', page)


def test_facts_count_the_list() -> None:
    make_threads(to=make_list(), count=2, replies=3)
    page = shown()
    facts = re.findall(r"<span><b>([\d,]+)</b> (\w+)</span>", page)
    assert facts == [("8", "messages"), ("2", "threads"), ("4", "people")]
    assert "<span>2020</span>" in page


def test_threads_stand_newest_activity_first() -> None:
    late = mail(
        message_id="<late@example.org>",
        references="<thread.0@example.org>",
        date="Tue, 2 Jun 2020 10:00:00 +0000",
    )
    plans = make_list()
    make_threads(to=plans, count=3)
    import_mail(late, to=plans)
    assert subjects(shown()) == ["plan 0", "plan 2", "plan 1"]


def test_a_row_leads_to_its_thread() -> None:
    make_threads(to=make_list(), count=1)
    assert re.search(r'href="/lists/plans/thread.0@example.org/T/#m[0-9a-f]{16}"', shown())


def test_a_month_shows_threads_with_mail_in_it() -> None:
    plans = make_list()
    make_message(
        to=plans, message_id="may@example.org", subject="may", date="Sun, 31 May 2020 23:59:59 +0000"
    )
    make_message(
        to=plans, message_id="june@example.org", subject="june", date="Mon, 1 Jun 2020 00:00:00 +0000"
    )
    make_message(
        to=plans, message_id="late@example.org", subject="late", date="Wed, 1 Jul 2020 00:00:00 +0000"
    )
    page = shown("?month=2020-06")
    assert subjects(page) == ["june"]
    assert '<a href="?month=2020-05" rel="prev">← May 2020</a>' in page
    assert '<a href="?month=2020-07" rel="next">July 2020 →</a>' in page


def test_the_timeline_leads_to_every_month_with_mail() -> None:
    plans = make_list()
    for number, day in enumerate(("3 Mar 2019", "4 Mar 2019", "1 Nov 2020")):
        make_message(to=plans, message_id=f"{number}@example.org", date=f"{day} 10:00:00 +0000")
    bars = re.findall(r'<a href="\?month=([\d-]+)" aria-label="([^"]*)"', squeezed(shown()))
    assert bars == [("2019-03", "Mar 2019: 2 messages"), ("2020-11", "Nov 2020: 1 message")]


def test_notes_stand_on_the_timeline_for_those_who_are_signed_in() -> None:
    message = make_message(to=make_list())
    make_note(author=alice(), message=message)
    assert 'aria-label="Jun 2020: 1 message, 1 note"' in shown(user=bob())
    assert "notes on them" in shown(user=bob())
    assert 'aria-label="Jun 2020: 1 message"' in shown()


def test_the_timeline_names_no_notes_where_there_are_none() -> None:
    make_message(to=make_list())
    page = shown(user=bob())
    assert 'aria-label="Messages by month"' in page
    assert "notes on them" not in page


def test_a_month_without_mail_says_so() -> None:
    make_threads(to=make_list(), count=1)
    page = shown("?month=1999-12")
    assert "Nothing was sent to this list in December 1999." in page
    assert subjects(page) == []


@pytest.mark.parametrize(
    "month",
    ["2020-13", "2020-00", "0000-01", "9999-12", "2020-6", "x", "", "2020-06-01", "٢٠٢٠-٠٦", "2020-06\n"],
)
def test_what_is_no_month_is_no_page(month: str) -> None:
    make_list()
    assert browser_of(None).get("/lists/plans/", {"month": month}).status_code == 404


def test_fifty_threads_stand_on_a_page() -> None:
    make_threads(to=make_list(), count=60, replies=0)
    first, second = shown(), shown("?page=2")
    assert (len(subjects(first)), len(subjects(second))) == (50, 10)
    assert "1 to 50 of 60 threads" in first
    assert '<a href="?page=2" rel="next">' in first
    assert '<a href="?page=1" rel="prev">' in second


def test_pages_of_a_month_keep_the_month() -> None:
    make_threads(to=make_list(), count=60, replies=0)
    assert '<a href="?month=2020-06&amp;page=2" rel="next">' in shown("?month=2020-06")


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "9" * 400])
def test_a_page_that_is_not_there_is_not_found(page: str) -> None:
    make_threads(to=make_list(), count=60, replies=0)
    assert browser_of(None).get("/lists/plans/", {"page": page}).status_code == 404


def test_rows_carry_counts_and_tags_of_notes_for_those_who_are_signed_in() -> None:
    message = make_message(to=make_list())
    make_note(author=alice(), message=message, tags=["plan/long-term"])
    make_note(author=alice(), message=message, visibility="me")
    assert '<span class="note-count">1</span>' in shown(user=bob())
    assert '<span class="note-count">2</span>' in shown(user=alice())
    assert "long-term" in shown(user=bob())
    assert "note-count" not in shown()
    assert "long-term" not in shown()


def test_a_list_without_mail_says_so() -> None:
    make_list()
    assert "No mail is on this list yet." in shown()


def test_what_people_wrote_is_escaped() -> None:
    make_message(to=make_list(), subject="<script>alert(1)</script>", sender="<b>x</b> <x@example.org>")
    page = shown()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_ten_rows_and_a_hundred_take_the_same_queries() -> None:
    reader = browser_of(alice())
    plans = make_list()
    counted = []
    for count in (10, 100):
        make_threads(to=plans, count=count)
        for message in Message.objects.stored().newest_first()[:count]:
            make_note(author=alice(), message=message, tags=["plan"])
        reader.get("/lists/plans/")
        with CaptureQueriesContext(connection) as queries:
            reader.get("/lists/plans/?month=2020-06")
        counted.append(len(queries))
    assert counted[0] == counted[1]
