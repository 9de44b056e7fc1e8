"""The first page: lists, recent threads and recent notes, each for those who may see them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Message
from tests.factories import GROUPS, MEMBERS, make_list, make_message, make_note, make_threads
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db


def home(user: User | None = None) -> str:
    response = browser_of(user).get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_sees_the_lists_that_they_may_read() -> None:
    make_list(slug="open")
    make_list(slug="inside", visibility=MEMBERS)
    make_list(slug="secret", visibility=GROUPS, groups=[team()])
    shown = {
        name: [slug for slug in ("open", "inside", "secret") if f"/lists/{slug}/" in page]
        for name, page in {"nobody": home(), "charlie": home(charlie()), "alice": home(alice())}.items()
    }
    assert shown == {"nobody": ["open"], "charlie": ["open", "inside"], "alice": ["open", "inside", "secret"]}


def test_threads_of_lists_that_one_may_not_read_are_not_named() -> None:
    make_message(to=make_list(slug="secret", visibility=GROUPS, groups=[team()]), subject="the plan")
    make_list(slug="open")
    assert "the plan" in home(alice())
    assert "the plan" not in home(charlie())
    assert "the plan" not in home()


def test_a_list_is_shown_with_its_counts_and_last_day() -> None:
    make_threads(to=make_list(), count=3, replies=2)
    page = home()
    assert '<td class="number threads-count">3</td>' in page
    assert '<td class="number">9<span class="unit"> messages</span></td>' in page
    assert "1 Jun 2020" in page


def test_the_newest_fifteen_threads_stand_there() -> None:
    make_threads(to=make_list(), count=20, replies=0)
    page = home()
    assert page.count('<td class="subject">') == 15
    assert page.index("plan 19<") < page.index("plan 18<") < page.index("plan 5<")
    assert "plan 4<" not in page


def test_notes_are_for_those_who_are_signed_in() -> None:
    message = make_message(to=make_list(), text="We ship on Monday.\n")
    make_note(author=alice(), message=message, note="Did **they**?", words="ship on Monday")
    page = home(bob())
    assert "Did <strong>they</strong>?" in page
    assert "“ship on Monday”" in page
    assert "Did" not in home()


def test_a_private_note_is_for_its_author_alone() -> None:
    message = make_message(to=make_list())
    make_note(author=alice(), message=message, note="Not yet to be told", visibility="me")
    assert "Not yet to be told" in home(alice())
    assert "Not yet to be told" not in home(bob())


def test_an_empty_archive_says_what_to_do() -> None:
    admin = alice()
    admin.is_staff = True
    admin.save()
    assert "/admin/archive/importrun/add/" in home(admin)
    assert "Ask an administrator" in home(bob())
    assert "manage.py import_archive SOURCE" in home()
    assert "/accounts/login/?next=%2F" in home()


def test_ten_rows_and_a_hundred_take_the_same_queries() -> None:
    reader = browser_of(alice())
    reader.get("/")
    counted = []
    for slug, count in (("few", 10), ("many", 90)):
        for number in range(count // 10):
            make_threads(to=make_list(slug=f"{slug}-{number}"), count=2, date=f"{number + 1} Jun 2020")
        for message in Message.objects.stored().newest_first()[:20]:
            make_note(author=alice(), message=message)
        with CaptureQueriesContext(connection) as queries:
            reader.get("/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_message_id_leads_to_its_message() -> None:
    make_message(to=make_list(slug="secret", visibility=MEMBERS), message_id="a@example.org")
    assert browser_of(None).get("/m/a@example.org/").status_code == 404
    answer = browser_of(bob()).get("/m/a@example.org/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/lists/secret/a@example.org/")


def test_it_leads_to_a_list_that_the_reader_may_see() -> None:
    for slug, visibility in (("a-secret", GROUPS), ("open", "public")):
        make_message(to=make_list(slug=slug, visibility=visibility), message_id="a@example.org")
    assert browser_of(None).get("/m/a@example.org/").headers["Location"] == "/lists/open/a@example.org/"
