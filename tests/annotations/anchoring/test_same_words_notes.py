"""A note on words is seen at their origin and at all their quotes."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import delete_annotation
from archive.models import Message
from tests.factories import GROUPS, import_mail, make_list, make_note
from tests.mails import mail
from tests.pages import squeezed
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db

PLAN = """A register of all the lamps that stand along the northern quay.

A second keeper for the months in which the fog never lifts.
"""
BOBS = """Alice Archer wrote:
> A register of all the lamps that stand
> along the northern quay.

Who would write it?
"""
CHENS = """Bob Baker wrote:
> > A register of all the lamps that stand
> > along the northern quay.
>
> Who would write it?

I would.
"""
PLANS, ANSWER, LAST = "plan@example.org", "bobs@example.org", "chens@example.org"


def import_thread() -> None:
    make = make_list()
    import_mail(mail(PLAN, message_id=f"<{PLANS}>"), bobs(), chens(), to=make)


def bobs() -> bytes:
    return mail(BOBS, sender="Bob Baker <bob@example.org>", message_id=f"<{ANSWER}>", references=f"<{PLANS}>")


def chens() -> bytes:
    return mail(
        CHENS,
        sender="Chen Clay <chen@example.org>",
        message_id=f"<{LAST}>",
        references=f"<{PLANS}> <{ANSWER}>",
    )


def message(message_id: str) -> Message:
    return Message.objects.get(message_id=message_id)


def page(reader: User | None, message_id: str = PLANS, *, one: bool = False) -> str:
    path = f"/lists/plans/{message_id}/{'' if one else 'T/'}"
    return browser_of(reader).get(path).content.decode()


def marked(html: str) -> dict[str, str]:
    """The marked words of each message, by the anchor of the message."""
    found = {}
    for article in html.split('<article class="message"')[1:]:
        marks = re.findall(r"<mark[^>]*>(.*?)</mark>", article)
        found[re.findall(r'id="(m[0-9a-f]{16})"', article)[0]] = " ".join(marks)
    return found


def test_a_note_where_the_words_were_written_is_seen_at_their_quotes() -> None:
    import_thread()
    make_note(author=alice(), message=message(PLANS), words="stand along the northern", note="By May.")
    html = page(bob())
    assert marked(html) == {
        message(PLANS).anchor: "stand along the northern",
        message(ANSWER).anchor: "stand along the northern",
        message(LAST).anchor: "stand along the northern",
    }
    assert html.count("By May.") == 3
    assert html.count("where Alice Archer wrote them") == 2
    assert re.search(r"<b>1</b> note<", html), "it is one note"


def test_a_note_on_a_quote_is_seen_at_the_origin_and_at_other_quotes() -> None:
    import_thread()
    note = make_note(author=alice(), message=message(LAST), words="northern quay", note="By May.")
    html = squeezed(page(bob()))
    assert set(marked(html).values()) == {"northern quay"}
    assert html.count("as Chen Clay quoted them") == 2
    one = squeezed(page(bob(), PLANS, one=True))
    assert f'/lists/plans/{LAST}/T/#n-{note.pk}">as Chen Clay quoted them' in one
    delete_annotation(alice(), note)
    assert "By May." not in page(bob())


def test_other_words_of_the_message_are_not_marked() -> None:
    import_thread()
    make_note(author=alice(), message=message(PLANS), words="A second keeper", note="Two.")
    assert page(bob()).count("Two.") == 1


def test_a_private_note_and_one_on_a_closed_list_are_seen_by_nobody_else() -> None:
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    import_mail(mail(PLAN, message_id=f"<{PLANS}>"), to=make_list())
    import_mail(bobs(), to=closed)
    make_note(author=alice(), message=message(ANSWER), words="northern quay", note="In the team.")
    make_note(author=alice(), message=message(PLANS), words="lamps", note="Mine.", visibility="me")
    assert "In the team." in page(bob())
    assert "In the team." not in page(charlie())
    assert "<mark" not in page(charlie())
    assert "Mine." not in page(bob())
    assert "Mine." in browser_of(alice()).get(f"/lists/closed/{ANSWER}/").content.decode()


def test_notes_on_what_is_left_of_a_missing_message_are_seen_at_its_quotes() -> None:
    import_mail(bobs(), chens(), to=make_list())
    make_note(author=alice(), message=message(PLANS), words="northern quay", note="By May.")
    assert page(bob(), ANSWER).count("By May.") == 3


def test_as_many_queries_for_many_notes_as_for_few() -> None:
    import_thread()
    make_note(author=alice(), message=message(PLANS), words="lamps")
    few = queries()
    for number in range(10):
        make_note(author=alice(), message=message(PLANS), words="quay", tags=[f"tag{number}"])
        make_note(author=alice(), message=message(LAST), words="all the", note=f"{number}")
    assert queries() == few


def queries() -> int:
    browser = browser_of(alice())
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(f"/lists/plans/{PLANS}/T/").status_code == 200
    return len(counted)


def test_a_write_brings_the_passages_of_the_page_that_say_the_same() -> None:
    import_thread()
    note = make_note(author=alice(), message=message(PLANS), words="northern quay", note="By May.")
    shown = [message(one).pk for one in (PLANS, ANSWER, LAST)]
    path = f"/annotations/{note.pk}/resolve/"
    html = browser_of(bob()).post(path, {"shown": shown}, headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r'data-message="(\d+)"', html) == [str(key) for key in shown]
    assert html.count("By May.") == 3
    assert html.count("hx-swap-oob") == 3, "two passages, and the count of the message"
    alone = browser_of(bob()).post(path, headers={"HX-Request": "true"}).content.decode()
    assert alone.count("By May.") == 1
