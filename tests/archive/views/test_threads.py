"""The thread page and the page of one message."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Message
from tests.factories import GROUPS, MEMBERS, import_mail, make_list, make_message, make_note
from tests.mails import mail
from tests.personas import alice, browser_of, charlie, team

pytestmark = pytest.mark.django_db


def long_thread(count: int) -> list[bytes]:
    """Each message answers the one before and quotes it."""
    return [
        mail(
            f"On Monday, Alice wrote:\n> message {number - 1}\n\nmessage {number}\n",
            message_id=f"<long.{number}@example.org>",
            references=" ".join(f"<long.{one}@example.org>" for one in range(max(number - 5, 0), number)),
            date=f"Mon, 1 Jun 2020 {number // 60:02}:{number % 60:02}:00 +0000",
        )
        for number in range(count)
    ]


def page(path: str, *, signed_in: bool = False) -> str:
    return browser_of(alice() if signed_in else None).get(path).content.decode()


def test_a_message_is_laid_out_without_its_quote_markers() -> None:
    make_message(to=make_list(), text="Bob wrote:\n> <b>One</b>\n> two\n\nNo.\n")
    html = page("/lists/plans/plans.1@example.org/T/")
    assert re.search(r'<blockquote class="quote depth-1">', html)
    assert '<span class="line" data-at="13">&lt;b&gt;One&lt;/b&gt;</span>' in html
    assert ">&gt; two" not in html


def test_the_anchor_of_a_message_is_stable() -> None:
    message = make_message(to=make_list())
    assert message.anchor == "m29ec0f01ed460cdb"
    assert f'id="{message.anchor}"' in page("/lists/plans/plans.1@example.org/T/")


def test_missing_messages_stand_in_outline_and_thread() -> None:
    make_message(to=make_list(), references="<gone.1@example.org> <gone.2@example.org>")
    html = page("/lists/plans/plans.1@example.org/T/")
    assert html.count('class="ghost"') == 1
    assert "2 messages not in the archive" in " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_a_very_long_thread_comes_in_parts() -> None:
    import_mail(*long_thread(130), to=make_list())
    first = page("/lists/plans/long.0@example.org/T/")
    assert first.count('<article class="message"') == 60
    assert "Part 1 of 3" in first
    middle = page("/lists/plans/long.70@example.org/T/")
    assert "Part 2 of 3" in middle
    assert ">message 70</span>" in middle
    address = Message.objects.get(message_id="long.120@example.org").thread_url("plans")
    assert f'href="{address}"' in middle, "the pager leads to the next part"


@pytest.mark.parametrize("path", ["/lists/plans/long.0@example.org/T/", "/lists/plans/long.0@example.org/"])
def test_the_number_of_queries_is_constant(path: str) -> None:
    plans = make_list()
    counts = []
    for size in (5, 50):
        import_mail(*long_thread(size), to=plans)
        for message in Message.objects.stored():
            make_note(author=alice(), message=message, words="message", tags=["plan"])
        browser = browser_of(alice())
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 25


class TestWhatMayNotBeSeen:
    def test_a_list_of_others_is_404(self) -> None:
        make_message(to=make_list(visibility=GROUPS, groups=[team()]))
        for path in ("", "T/", "raw", "t.mbox.gz", "t.atom"):
            address = f"/lists/plans/plans.1@example.org/{path}"
            assert browser_of(charlie()).get(address).status_code == 404
            assert browser_of(None).get(address).status_code == 404
            assert browser_of(alice()).get(address).status_code == 200

    def test_answers_on_a_closed_list_look_like_missing_messages(self) -> None:
        closed, opened = make_list(slug="closed", visibility=MEMBERS), make_list(slug="open")
        make_message(to=opened)
        secret = mail(
            "secret words\n",
            sender="Sid Secret <sid@example.org>",
            message_id="<s@example.org>",
            references="<plans.1@example.org>",
        )
        import_mail(secret, to=closed)
        below = mail(
            "below\n", message_id="<b@example.org>", references="<plans.1@example.org> <s@example.org>"
        )
        import_mail(below, to=opened)
        html = page("/lists/open/plans.1@example.org/T/")
        assert "Sid" not in html
        assert "secret words" not in html
        assert html.count('class="ghost"') == 1
        assert "<b>2</b> messages" in html
        assert "Sid" in page("/lists/open/plans.1@example.org/T/", signed_in=True)

    def test_a_message_that_is_not_on_the_list_is_404_there(self) -> None:
        make_message(to=make_list())
        make_list(slug="other")
        assert browser_of(None).get("/lists/other/plans.1@example.org/T/").status_code == 404

    def test_a_missing_message_has_no_page(self) -> None:
        make_message(to=make_list(), references="<gone.1@example.org>")
        assert browser_of(None).get("/lists/plans/gone.1@example.org/").status_code == 404


@pytest.mark.parametrize(("subject", "is_told"), [("[Plans] AW: Re[2]: lamps", True), ("lamps", False)])
def test_a_message_is_titled_without_marks_and_its_subject_is_kept(subject: str, is_told: bool) -> None:
    make_message(to=make_list(), subject=subject)
    html = page("/lists/plans/plans.1@example.org/")
    assert "<h1>lamps</h1>" in html
    assert (f"Subject: {subject}" in html) == is_told


def test_the_page_of_a_message_says_what_was_repaired() -> None:
    raw = mail("Jürgen grüßt.\n").replace(b"charset=utf-8", b"charset=x-unknown")
    import_mail(raw, to=make_list())
    said = "A part names the charset &#x27;x-unknown&#x27;; it was read as utf-8."
    assert said in page("/lists/plans/plans.1@example.org/")
    assert "Jürgen" in page("/lists/plans/plans.1@example.org/")


@pytest.mark.parametrize(
    ("sender", "shown"),
    [
        ("Bob Baker <bob@example.org>", "bob@example.org"),
        ('"Bob Baker" <bob at example.org>', "bob at example.org"),
        ('"Bob Baker" <bob at>', ""),
        ("bob@example.org", ""),
    ],
)
def test_an_address_is_shown_when_it_says_more_than_the_name(sender: str, shown: str) -> None:
    make_message(to=make_list(), sender=sender)
    found = re.findall(r'<p class="address">([^<]*)</p>', page("/lists/plans/plans.1@example.org/T/"))
    assert found == ([shown] if shown else [])
