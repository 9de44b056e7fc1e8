"""The page of one annotation, for people and for programs."""

from __future__ import annotations

import re
import uuid

import pytest

from annotations.actions import reply_to
from annotations.models import Annotation
from tests.factories import GROUPS, MEMBERS, make_list, make_message, make_note
from tests.pages import squeezed
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def a_note(*, visibility: str = MEMBERS, private: bool = False) -> Annotation:
    message = make_message(to=make_list(visibility=visibility, groups=[team()]), text="A boat, and lamps.\n")
    seen_by = Annotation.Visibility.ME if private else Annotation.Visibility.TEAM
    return make_note(
        author=alice(),
        message=message,
        words="A boat",
        tags=["boat"],
        note="Bought in *May*.",
        visibility=seen_by,
    )


def test_people_get_a_page_with_its_history() -> None:
    note = a_note()
    alices = browser_of(alice())
    alices.post(
        f"/annotations/{note.pk}/edit/", {"note": "Bought in *June*.", "tags": "boat", "visibility": "team"}
    )
    html = alices.get(f"/annotations/{note.pk}/", headers={"accept": HTML}).content.decode()
    assert "Bought in <em>June</em>." in html
    assert "A boat" in html
    events = [
        " ".join(re.sub(r"<[^>]+>", " ", event).split())
        for event in re.findall(r"<li><time.*?</li>", squeezed(html))
    ]
    assert [event.partition(" alice ")[2] for event in events] == [
        "wrote this",
        "edited this (tags before: boat)",
    ]
    assert 'href="/lists/plans/plans.1@example.org/T/#m29ec0f01ed460cdb-0"' in html


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json"])
def test_programs_get_a_web_annotation(accept: str) -> None:
    note = a_note()
    response = browser_of(bob()).get(f"/annotations/{note.pk}/", headers={"accept": accept})
    assert response["Content-Type"].startswith(accept)
    assert "Accept" in response["Vary"]
    data = response.json()
    assert data["type"] == "Annotation"
    assert data["target"]["selector"][0]["exact"] == "A boat"
    assert data["creator"]["nickname"] == "alice"


def test_what_one_may_not_see_is_a_404_in_every_form() -> None:
    closed, none = a_note(visibility=GROUPS), uuid.UUID(int=7)
    for accept in (HTML, "application/ld+json"):
        for reader, key in [(charlie(), closed.pk), (None, closed.pk), (alice(), none)]:
            response = browser_of(reader).get(f"/annotations/{key}/", headers={"accept": accept})
            assert response.status_code == 404


def test_a_private_note_is_its_authors_alone() -> None:
    note = a_note(private=True)
    assert browser_of(alice()).get(f"/annotations/{note.pk}/").status_code == 200
    assert browser_of(bob()).get(f"/annotations/{note.pk}/").status_code == 404


def test_a_deleted_note_is_a_404() -> None:
    note = a_note()
    browser_of(alice()).post(f"/annotations/{note.pk}/delete/")
    assert browser_of(alice()).get(f"/annotations/{note.pk}/").status_code == 404


def test_a_note_is_words_whatever_it_holds() -> None:
    note = make_note(
        author=alice(), message=make_message(to=make_list()), note="<script>x</script>[a](javascript:x)"
    )
    html = browser_of(alice()).get(f"/annotations/{note.pk}/").content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize(
    "accept",
    [
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
        "application/ld+json;profile=http://www.w3.org/ns/anno.jsonld;q=0.9, text/html;q=0.1",
        "Application/LD+JSON; charset=utf-8",
        "application/ld+json",
        "application/*",
    ],
)
def test_jsonld_is_answered_whatever_parameters_are_asked_for(accept: str) -> None:
    note = make_note(author=alice(), message=make_message(to=make_list()))
    answer = browser_of(alice()).get(f"/annotations/{note.pk}/", headers={"Accept": accept})
    assert answer["Content-Type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    assert answer.json()["type"] == "Annotation"


@pytest.mark.parametrize(
    "accept", ["text/html", "*/*", "", "text/html,application/xhtml+xml,*/*;q=0.8", "image/png", "no type"]
)
def test_everybody_else_gets_the_page(accept: str) -> None:
    note = make_note(author=alice(), message=make_message(to=make_list()))
    answer = browser_of(alice()).get(f"/annotations/{note.pk}/", headers={"Accept": accept})
    assert answer["Content-Type"].startswith("text/html")


def test_replies_are_their_authors() -> None:
    note = make_note(author=alice(), message=make_message(to=make_list()))
    reply = reply_to(bob(), note, "Not yet.")
    answer = browser_of(alice()).get(f"/annotations/{note.pk}/", headers={"Accept": "application/ld+json"})
    body = answer.json()["body"][-1]
    assert (body["purpose"], body["value"]) == ("replying", "Not yet.")
    assert body["creator"] == {"type": "Person", "nickname": "bob"}
    assert body["created"] == reply.created_at.isoformat()
