"""The words of a list or a thread that most messages quote."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Message
from tests.factories import GROUPS, import_mail, make_list
from tests.mails import mail
from tests.pages import squeezed
from tests.personas import alice, browser_of, charlie, team

pytestmark = pytest.mark.django_db


def thread(name: str, *quotes: int) -> list[bytes]:
    """A message of several paragraphs and answers to it, the first of which quotes paragraph `quotes[0]` …"""
    paragraphs = [
        f"{name} number {at} wants a new wick and a pane of glass." for at in range(max(quotes) + 1)
    ]
    first = mail("\n\n".join(paragraphs) + "\n", message_id=f"<{name}@example.org>", subject=name)
    answers = [
        mail(
            f"Alice Archer wrote:\n> {paragraphs[quote]}\n\nYes.\n",
            sender="Bob Baker <bob@example.org>",
            message_id=f"<{name}.{at}@example.org>",
            references=f"<{name}@example.org>",
            date=f"Mon, 1 Jun 2020 11:{at:02}:00 +0200",
        )
        for at, quote in enumerate(quotes)
    ]
    return [first, *answers]


def words(html: str) -> list[tuple[str, int]]:
    cards = re.findall(
        r'">quoted in (\d+)<span.*?</span></a></span>.*?<p class="words[^"]*">(.*?)</p>',
        squeezed(html),
        re.DOTALL,
    )
    return [(text.split(" wants")[0], int(count)) for count, text in cards]


def test_the_most_quoted_comes_first_and_what_is_quoted_once_does_not_count() -> None:
    import_mail(*thread("lamp", 0, 1, 1, 1, 2, 2), *thread("clock", 0, 0), to=make_list())
    html = browser_of(None).get("/lists/plans/quoted/").content.decode()
    assert words(html) == [("lamp number 1", 3), ("lamp number 2", 2), ("clock number 0", 2)]
    link, *_ = re.findall(
        r'href="(/lists/plans/lamp@example.org/T/)#(m[0-9a-f]{16}-\d+)">lamp<span', squeezed(html)
    )
    assert f'id="{link[1]}"' in browser_of(None).get(link[0]).content.decode()


def test_words_that_people_cut_differently_are_told_once() -> None:
    text = "The lamp wants a new wick.\nThe clock wants a pane of glass.\nThe boat wants a second oar."
    lines = text.splitlines()
    cuts = [lines, lines, lines[1:], lines[1:], lines[:1]]
    answers = [
        mail(
            "Alice Archer wrote:\n" + "".join(f"> {line}\n" for line in cut) + "\nYes.\n",
            sender="Bob Baker <bob@example.org>",
            message_id=f"<answer.{at}@example.org>",
            references="<lamp@example.org>",
            date=f"Mon, 1 Jun 2020 11:{at:02}:00 +0200",
        )
        for at, cut in enumerate(cuts)
    ]
    import_mail(mail(text, message_id="<lamp@example.org>"), *answers, to=make_list())
    html = browser_of(None).get("/lists/plans/quoted/").content.decode()
    assert words(html) == [("The lamp", 5)]
    [asked] = re.findall(r'href="([^"]+)">quoted in 5', squeezed(html))
    assert "Quoted in 5 messages" in browser_of(None).get(asked.replace("&amp;", "&")).content.decode()


def test_what_is_no_sentence_is_left_out() -> None:
    lines = [
        "Hello Bob,",
        "The lamp wants a new wick.",
        "灯台の北の岸壁に新しい灯芯が要る。",
        "https://example.org/lamps/that/stand/along/the/quay.html",
        "Acked-by: Somebody Important <somebody@example.org>",
    ]
    first = mail(
        "\n\n".join(lines) + "\n\n-- \nAlice Archer, keeper of the lamps\n", message_id="<lamp@example.org>"
    )
    answers = [
        mail(
            "Alice Archer wrote:\n"
            + "".join(f"> {line}\n>\n" for line in (*lines, "-- ", "Alice Archer, keeper of the lamps"))
            + "\nYes.\n",
            sender="Bob Baker <bob@example.org>",
            message_id=f"<answer.{at}@example.org>",
            references="<lamp@example.org>",
            date=f"Mon, 1 Jun 2020 11:{at:02}:00 +0200",
        )
        for at in range(2)
    ]
    import_mail(first, *answers, to=make_list())
    found = words(browser_of(None).get("/lists/plans/quoted/").content.decode())
    assert found == [("The lamp", 2), (lines[2], 2)]


def test_words_of_a_missing_message_count_too() -> None:
    _, *answers = thread("lamp", 0, 0)
    import_mail(*answers, to=make_list())
    missing = Message.objects.get(is_missing=True)
    for path in ("", f"?thread={missing.message_id}"):
        html = browser_of(None).get(f"/lists/plans/quoted/{path}").content.decode()
        assert words(html) == [("lamp number 0", 2)]


def test_many_stand_on_several_pages() -> None:
    import_mail(*thread("lamp", *range(60), *range(60)), to=make_list())
    html = browser_of(None).get("/lists/plans/quoted/?thread=lamp@example.org").content.decode()
    assert len(words(html)) == 50
    assert "1 to 50 of 60 sentences" in html
    [after] = re.findall(r'href="([^"]+)" rel="next"', html)
    assert after == "?thread=lamp%40example.org&amp;page=2"
    rest = browser_of(None).get("/lists/plans/quoted/" + after.replace("&amp;", "&")).content.decode()
    assert len(words(rest)) == 10
    assert browser_of(None).get("/lists/plans/quoted/?page=3").status_code == 404


def test_one_thread_alone() -> None:
    import_mail(*thread("lamp", 1, 1), *thread("clock", 0, 0), to=make_list())
    html = browser_of(None).get("/lists/plans/quoted/?thread=clock.1@example.org").content.decode()
    assert words(html) == [("clock number 0", 2)]
    assert browser_of(None).get("/lists/plans/quoted/?thread=none@example.org").status_code == 404


def test_quotes_that_one_may_not_see_do_not_count() -> None:
    first, *answers = thread("lamp", 0, 0, 0)
    import_mail(first, answers[0], to=make_list())
    import_mail(*answers[1:], to=make_list(slug="closed", visibility=GROUPS, groups=[team()]))
    assert words(browser_of(alice()).get("/lists/plans/quoted/").content.decode()) == [("lamp number 0", 3)]
    assert words(browser_of(charlie()).get("/lists/plans/quoted/").content.decode()) == []
    assert browser_of(charlie()).get("/lists/closed/quoted/").status_code == 404


def test_an_empty_list_says_so() -> None:
    make_list()
    assert "quoted by two messages yet" in browser_of(None).get("/lists/plans/quoted/").content.decode()


def test_as_many_queries_for_many_as_for_few() -> None:
    plans = make_list()
    import_mail(*thread("lamp", 0, 0), to=plans)
    few = queries()
    import_mail(*(one for number in range(20) for one in thread(f"clock{number}", 0, 0)), to=plans)
    assert queries() == few


def queries() -> int:
    with CaptureQueriesContext(connection) as counted:
        assert browser_of(None).get("/lists/plans/quoted/").status_code == 200
    return len(counted)


def test_all_messages_that_quote_some_words() -> None:
    first, *answers = thread("lamp", *[0] * 25, 1)
    import_mail(first, *answers[:20], to=make_list())
    import_mail(*answers[20:], to=make_list(slug="closed", visibility=GROUPS, groups=[team()]))
    html = browser_of(alice()).get("/lists/plans/lamp@example.org/").content.decode()
    [path] = re.findall(r'<a href="([^"]+)">all 25</a>', html)
    page = browser_of(alice()).get(path.replace("&amp;", "&")).content.decode()
    assert "Quoted in 25 messages" in page
    links = re.findall(r'<li><a href="(/lists/[^"#]+)#(m[0-9a-f]{16}-\d+-\d+)">Bob Baker, 1 Jun 2020', page)
    assert len(links) == 25
    assert all(
        f'id="{anchor}"' in browser_of(alice()).get(one).content.decode() for one, anchor in links[-2:]
    )
    outside = browser_of(charlie()).get(path.replace("&amp;", "&")).content.decode()
    assert "Quoted in 20 messages" in outside
    assert "closed" not in outside


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?message=lamp@example.org&start=x&end=3",
        "?message=none&start=0&end=3",
    ],
)
def test_words_that_are_not_there_have_no_quotes(query: str) -> None:
    import_mail(*thread("lamp", 0), to=make_list())
    assert browser_of(None).get(f"/lists/plans/quoted/in/{query}").status_code == 404
