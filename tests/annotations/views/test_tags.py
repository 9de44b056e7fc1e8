"""Browsing by tag: the index, one tag, combinations, facets, pages."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Annotation, Tag, TagAlias
from archive.models import Message
from tests.factories import GROUPS, MEMBERS, import_mail, make_list, make_message, make_note, make_threads
from tests.mails import mail
from tests.pages import squeezed
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db

PLAN = """Bob Baker wrote:
> A register of all lamps on the quay.

A second keeper for the foggy months, and a boat.
"""


def plan() -> Message:
    return make_message(to=make_list(visibility=MEMBERS), text=PLAN, message_id="plan@example.org")


def page(path: str, reader: User | None = None, *, status: int = 200) -> str:
    response = browser_of(reader or alice()).get(path)
    assert response.status_code == status
    return response.content.decode()


def shown(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def facts(html: str) -> str:
    [found] = re.findall(r'<p class="facts">(.*?)</p>', html, re.DOTALL)
    return shown(found)


def links(html: str, label: str) -> list[str]:
    return re.findall(rf'href="([^"]+)" aria-label="{label}"', html)


def lines(html: str) -> list[tuple[str, str, str]]:
    """The rows of the index: path, passages, notes."""
    number = r'<td class="number">(\d+)</td>'
    return re.findall(rf'<a class="name" href="/tags/([^"]+)/">.*?{number}\s*{number}', html, re.DOTALL)


def tagged(message: Message, words: str, *tags: str, author: User | None = None, **given: str) -> Annotation:
    return make_note(author=author or alice(), message=message, words=words, tags=tags, **given)


class TestIndex:
    def test_counts_include_tags_below(self) -> None:
        message = plan()
        tagged(message, "register", "lamp/register")
        tagged(message, "keeper", "lamp", author=bob())
        html = page("/tags/")
        assert facts(html).startswith("2 tags2 tagged passages2 notes")
        rows = {name: (int(passages), int(notes)) for name, passages, notes in lines(html)}
        assert rows == {"lamp": (2, 2), "lamp/register": (1, 1)}

    def test_overlapping_words_are_one_passage_here_as_on_the_page_of_the_tag(self) -> None:
        message = plan()
        tagged(message, "second keeper", "lamp")
        tagged(message, "keeper for", "lamp", author=bob())
        tagged(message, "a boat", "lamp/boat")
        html = page("/tags/")
        assert ("lamp", "2", "3") in lines(html)
        assert facts(html).startswith("2 tags2 tagged passages3 notes")
        assert facts(page("/tags/lamp/")).startswith("2 passages")

    def test_a_tag_is_often_with_those_of_other_trees_one_of_each(self) -> None:
        message = plan()
        tagged(message, "a boat", "lamp", "boat/small", "fog")
        tagged(message, "keeper", "lamp", "boat/small")
        often = re.findall(r'<td class="with">(.*?)</td>', page("/tags/"), re.DOTALL)
        by_tag = dict(zip([name for name, *_ in lines(page("/tags/"))], map(shown, often), strict=True))
        assert by_tag == {
            "boat": "lamp fog",
            "boat/small": "lamp fog",
            "fog": "boat lamp",
            "lamp": "boat fog",
        }

    def test_one_can_look_for_a_tag(self) -> None:
        tagged(plan(), "keeper", "lamp", "boat")
        html = page("/tags/?find=boa")
        assert [name for name, *_ in lines(html)] == ["boat"]
        assert "No tag is like that" in page("/tags/?find=nothing")

    def test_those_of_one_person_or_list(self) -> None:
        message = plan()
        tagged(message, "keeper", "lamp")
        tagged(message, "boat", "boat", author=bob())
        assert facts(page("/tags/?by=bob")).startswith("1 tag")
        assert facts(page("/tags/?list=plans")).startswith("2 tags")
        assert facts(page("/tags/?list=other")).startswith("0 tags")

    def test_without_tags_it_says_how_to_begin(self) -> None:
        html = page("/tags/")
        assert facts(html).startswith("0 tags")
        assert '<p class="empty">' in html

    def test_signed_out_one_is_asked_to_sign_in(self) -> None:
        tagged(plan(), "keeper", "lamp")
        response = browser_of(None).get("/tags/")
        assert "lamp" not in response.content.decode()
        assert "/accounts/login/?next=/tags/" in response.content.decode()

    def test_as_many_queries_for_many_tags_as_for_few(self) -> None:
        message = plan()
        for number in range(10):
            tagged(message, "keeper", f"few/{number}")
        few = queries("/tags/")
        for number in range(90):
            tagged(message, "boat", f"many/{number}")
        assert queries("/tags/") == few


def numbered_plans(count: int) -> str:
    return "\n\n".join(f"Plan number {number:03} of all plans." for number in range(count)) + "\n"


def queries(path: str) -> int:
    browser = browser_of(alice())
    browser.get(path)
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(path).status_code == 200
    return len(counted)


class TestOneTag:
    def test_it_shows_the_passages_of_it_and_below(self) -> None:
        message = plan()
        tagged(message, "register of all lamps", "lamp/register", note="Which one?")
        tagged(message, "a boat", "boat")
        html = page("/tags/lamp/")
        assert facts(html).startswith("1 passage")
        assert "Which one?" in html
        assert "<b>Bob Baker</b><span>, quoted</span>" in squeezed(html)
        assert "<mark" in html

    def test_an_alias_leads_to_it(self) -> None:
        tagged(plan(), "boat", "boat")
        TagAlias.objects.create(alias="ship", tag=Tag.objects.get(path="boat"))
        response = browser_of(alice()).get("/tags/ship/")
        assert (response.status_code, response["Location"]) == (302, "/tags/boat/")

    def test_two_notes_on_one_segment_stand_on_one_card(self) -> None:
        message = plan()
        tagged(message, "second keeper", "lamp", note="One.")
        tagged(message, "a boat", "lamp", note="Two.")
        html = page("/tags/lamp/")
        assert html.count('<figure class="card') == 1
        assert "One." in html
        assert "Two." in html

    def test_what_is_not_there_is_a_404(self) -> None:
        page("/tags/nothing/", status=404)
        tagged(plan(), "boat", "boat")
        assert browser_of(None).get("/tags/boat/").status_code == 404

    @pytest.mark.parametrize("path", ["/tags/lamp/", "/tags/?q=lamp+NOT+boat"])
    def test_as_many_queries_for_100_passages_as_for_10(self, path: str) -> None:
        message = make_message(to=make_list(), text=numbered_plans(100))
        for number in range(10):
            tagged(message, f"number {number:03}", "lamp")
        few = queries(path)
        for number in range(10, 100):
            tagged(message, f"number {number:03}", "lamp", author=bob())
        assert facts(page(path)).startswith("100 passages")
        assert queries(path) == few

    def test_more_than_a_page_goes_on_the_next(self) -> None:
        message = make_message(to=make_list(), text=numbered_plans(30))
        for number in range(30):
            tagged(message, f"number {number:03}", "lamp")
        assert page("/tags/lamp/").count('<figure class="card') == 25
        assert page("/tags/lamp/?page=2").count('<figure class="card') == 5
        page("/tags/lamp/?page=3", status=404)


class TestCombinations:
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("lamp", 2),
            ("lamp AND boat", 1),
            ("lamp NOT boat", 1),
            ("lamp OR boat OR fog", 3),
            ("(lamp OR fog) NOT boat", 2),
            ("fog AND boat", 0),
            ("NOT lamp", 1),
        ],
    )
    def test_a_query(self, query: str, count: int) -> None:
        message = plan()
        tagged(message, "register of all lamps", "lamp")
        tagged(message, "second keeper", "lamp", "boat")
        tagged(message, "foggy", "fog")
        html = browser_of(alice()).get("/tags/", {"q": query}).content.decode()
        assert facts(html).startswith(f"{count} passage")

    def test_tags_of_two_people_on_overlapping_words_meet(self) -> None:
        message = plan()
        tagged(message, "second keeper", "lamp")
        tagged(message, "keeper for", "boat", author=bob())
        assert facts(page("/tags/?q=lamp+AND+boat")).startswith("1 passage")

    def test_an_unknown_tag_is_said_with_those_like_it(self) -> None:
        tagged(plan(), "boat", "boats")
        html = page("/tags/?q=boat")
        assert "There is no tag “boat”" in html
        assert "/tags/boats/" in html

    @pytest.mark.parametrize("query", ["lamp AND", "(lamp", "lamp)", '"lamp', "AND lamp"])
    def test_a_broken_query_gets_a_sentence(self, query: str) -> None:
        tagged(plan(), "boat", "lamp")
        html = browser_of(alice()).get("/tags/", {"q": query}).content.decode()
        assert 'role="alert"' in html
        assert "<figure" not in html

    def test_a_chain_of_tags_is_chips_that_turn_round_and_go(self) -> None:
        tagged(plan(), "boat", "lamp", "fog")
        html = squeezed(browser_of(alice()).get("/tags/", {"q": "lamp NOT fog"}).content.decode())
        assert re.findall(r'<span class="tag [^"]*"><span>([^<]+)</span>', html) == ["lamp", "fog"]
        assert links(html, "Remove lamp") == ["/tags/?q=NOT%20fog"]
        assert links(html, "Remove fog") == ["/tags/?q=lamp"]
        assert links(html, "NOT, change to AND fog") == ["/tags/?q=lamp%20AND%20fog"]

    def test_brackets_stay_text(self) -> None:
        tagged(plan(), "boat", "lamp", "fog")
        html = browser_of(alice()).get("/tags/", {"q": "(lamp OR fog) NOT boat"}).content.decode()
        assert 'class="remove"' not in html
        assert '<input id="q" name="q" value="(lamp OR fog) NOT boat">' in html

    def test_what_is_typed_beside_it_is_joined_with_and(self) -> None:
        tagged(plan(), "boat", "lamp")
        response = browser_of(alice()).get("/tags/", {"q": "lamp OR fog", "and": "boat"})
        assert response["Location"] == "/tags/?q=%28lamp+OR+fog%29+AND+boat"


class TestNarrowing:
    def test_by_speaker_words_year_and_author(self) -> None:
        message = plan()
        tagged(message, "register of all lamps", "lamp")
        tagged(message, "second keeper", "lamp", author=bob())
        for given, count in [
            ("speaker=Bob+Baker", 1),
            ("speaker=Alice+Archer", 1),
            ("words=quoted", 1),
            ("words=own", 1),
            ("year=2020", 2),
            ("year=1999", 0),
            ("year=never", 0),
            ("by=bob", 1),
            ("list=plans", 2),
            ("list=other", 0),
        ]:
            assert facts(page(f"/tags/lamp/?{given}")).startswith(f"{count} passage"), given

    def test_facets_count_and_can_be_taken_away(self) -> None:
        message = plan()
        tagged(message, "register of all lamps", "lamp")
        html = squeezed(page("/tags/lamp/?words=quoted"))
        assert re.search(
            r'<li aria-current="true"><a href="\?">quoted</a><span class="number">1</span>', html
        )
        assert re.search(r'<a href="\?words=quoted&amp;speaker=Bob\+Baker">Bob Baker</a>', html)

    def test_the_order_can_be_chosen(self) -> None:
        plans = make_list()
        for number in (2, 1):
            import_mail(
                mail(
                    f"Boat {number}.\n",
                    message_id=f"<boat.{number}@example.org>",
                    date=f"Mon, {number} Jun 2020 10:00:00 +0000",
                ),
                to=plans,
            )
            tagged(Message.objects.get(message_id=f"boat.{number}@example.org"), f"Boat {number}", "boat")
        words = [
            re.findall(r"Boat (\d)", shown(page(f"/tags/boat/?sort={sort}"))) for sort in ("oldest", "newest")
        ]
        assert [found[0] for found in words] == ["1", "2"]

    def test_threads_stay_together_when_asked(self) -> None:
        plans = make_list()
        make_threads(to=plans, count=2)
        for name in ("reply.1.0", "thread.1", "reply.0.0", "thread.0"):
            tagged(Message.objects.get(message_id=f"{name}@example.org"), "", "boat")
        html = page("/tags/boat/?sort=thread")
        found = re.findall(r'<p class="from"><a href="/lists/plans/([^@]+)@', html)
        assert [name.split(".")[1] for name in found] in (["0", "0", "1", "1"], ["1", "1", "0", "0"])
        assert [name.partition(".")[0] for name in found] == ["thread", "reply", "thread", "reply"]


class TestWhoSees:
    def test_a_private_note_counts_for_its_author_alone(self) -> None:
        tagged(plan(), "boat", "boat", visibility=Annotation.Visibility.ME)
        assert facts(page("/tags/boat/")).startswith("1 passage")
        page("/tags/boat/", bob(), status=404)
        assert "boat" not in page("/tags/", bob()).partition("<main")[2]

    def test_notes_on_a_closed_list_count_for_its_readers_alone(self) -> None:
        closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
        tagged(make_message(to=closed, text=PLAN), "boat", "boat")
        assert facts(page("/tags/boat/", bob())).startswith("1 passage")
        page("/tags/boat/", charlie(), status=404)
        assert facts(page("/tags/", charlie())).startswith("0 tags0 tagged passages0 notes")
        assert facts(page("/tags/?q=NOT+fog", charlie())).startswith("0 passages")

    def test_a_deleted_note_counts_no_more(self) -> None:
        note = tagged(plan(), "boat", "boat")
        browser_of(alice()).post(f"/annotations/{note.pk}/delete/")
        assert not Annotation.objects.visible_to(alice()).exists()
        assert facts(page("/tags/?q=boat")).startswith("0 passages")
