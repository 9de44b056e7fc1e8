"""Writing notes through the pages: what comes back, what is kept, who may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from annotations.models import Annotation, Event, Reply, Tag
from archive.models import Message
from tests.factories import GROUPS, MEMBERS, PUBLIC, make_list, make_message, make_note
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TEXT = "Bob wrote:\n> One plan.\n>\n> - first item\n> - second item\n\nI agree, é 😀 and so on.\n"


@pytest.fixture
def message() -> Message:
    return make_message(to=make_list(), text=TEXT)


def place(message: Message, words: str) -> dict[str, int]:
    start = message.body.text.index(words)
    return {"message": message.pk, "start": start, "end": start + len(words)}


def write(browser: Client, message: Message, words: str, **given: str) -> Any:
    return browser.post("/annotations/new/", {**place(message, words), "note": "Yes.", **given}, headers=HTMX)


@pytest.fixture
def broken_answer(tmp_path: Path, settings: Settings) -> None:
    """A template of the answer that cannot be rendered: it raises ValueError."""
    broken = tmp_path / "annotations" / "_changed.html"
    broken.parent.mkdir()
    broken.write_text("{% for one, two in 'x' %}{% endfor %}")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]


@pytest.mark.usefixtures("broken_answer")
def test_a_stored_note_is_never_answered_with_words_that_are_not_there(message: Message) -> None:
    browser = browser_of(alice())
    browser.raise_request_exception = False
    answer = write(browser, message, "second item")
    assert answer.status_code == 500
    assert Annotation.objects.get().note == "Yes."
    answer = browser.post("/annotations/new/", {"message": message.pk, "start": 0, "end": 9999}, headers=HTMX)
    assert answer.status_code == 400
    assert "Select them again" in answer.content.decode()


class TestWriting:
    def test_the_passage_comes_back_to_htmx(self, message: Message) -> None:
        answer = write(browser_of(alice()), message, "second item", tags="Plan, Network/IPtables ,plan")
        assert answer.status_code == 200
        html = answer.content.decode()
        assert html.count('class="segment noted') == 1
        assert "<mark" in html
        assert "second item" in html
        assert f'id="count-{message.anchor}" hx-swap-oob="true"' in html
        annotation = Annotation.objects.get()
        assert (annotation.note, annotation.visibility, annotation.author.username) == (
            "Yes.",
            "team",
            "alice",
        )
        assert annotation.target.exact == "second item"
        assert [tag.path for tag in annotation.tags.all()] == ["network/iptables", "plan"]
        assert "<html" not in html

    def test_everybody_else_is_led_back_to_the_passage(self, message: Message) -> None:
        words = place(message, "- second item")
        answer = browser_of(alice()).post("/annotations/new/", {**words, "note": "Yes."})
        assert answer.status_code == 302
        assert answer["Location"] == f"/lists/plans/plans.1@example.org/T/#{message.anchor}-{words['start']}"

    def test_a_note_over_two_passages_changes_both(self, message: Message) -> None:
        html = write(browser_of(alice()), message, "- first item\n> - second item").content.decode()
        assert html.count('class="segment noted') == 2
        assert html.count('hx-swap-oob="true"') == 2
        assert html.count("<article") == 1, "the note itself stands once"

    def test_tags_alone_are_enough_and_nothing_is_not(self, message: Message) -> None:
        assert write(browser_of(alice()), message, "One plan.", note="", tags="plan").status_code == 200
        answer = write(browser_of(alice()), message, "One plan.", note=" ", tags=" , ")
        assert answer.status_code == 422
        assert answer["HX-Retarget"] == "#note-form"
        assert "Write a note, give a tag, or both." in answer.content.decode()
        assert Annotation.objects.count() == 1

    def test_code_points_are_counted(self, message: Message) -> None:
        write(browser_of(alice()), message, "😀 and")
        assert Annotation.objects.get().target.exact == "😀 and"

    @pytest.mark.parametrize(("start", "end"), [(0, 10_000), (5, 5), (-1, 4), (9, 3)])
    def test_a_range_that_is_not_there_is_refused_with_a_sentence(
        self, message: Message, start: int, end: int
    ) -> None:
        data = {"message": message.pk, "start": start, "end": end, "note": "Yes."}
        answer = browser_of(alice()).post("/annotations/new/", data)
        assert answer.status_code == 400
        assert "Those words are not there" in answer.content.decode()
        assert not Annotation.objects.exists()

    def test_hostile_words_come_back_as_words(self, message: Message) -> None:
        html = write(
            browser_of(alice()), message, "One plan.", note="<script>alert(1)</script>", tags='"><b>x'
        )
        assert b"<script>alert" not in html.content
        assert Tag.objects.get().path == "b x"

    def test_every_write_leaves_one_event(self, message: Message) -> None:
        browser = browser_of(alice())
        write(browser, message, "One plan.")
        key = Annotation.objects.get().pk
        for verb in ("edit", "reply", "resolve", "reopen", "delete", "restore"):
            browser.post(f"/annotations/{key}/{verb}/", {"note": "So.", "visibility": "me"}, headers=HTMX)
        verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
        assert verbs == ["wrote", "edited", "replied", "resolved", "reopened", "deleted", "restored"]
        assert Event.objects.get(verb="edited").before == {"note": "Yes.", "tags": [], "visibility": "team"}


class TestChanging:
    def test_an_edit_replaces_note_tags_and_visibility(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.", tags=["old", "kept"])
        data = {"note": "Other.", "tags": "kept, new", "visibility": "me"}
        assert (
            browser_of(alice()).post(f"/annotations/{note.pk}/edit/", data, headers=HTMX).status_code == 200
        )
        note.refresh_from_db()
        assert (note.note, note.visibility, note.edited_at is not None) == ("Other.", "me", True)
        assert [tag.path for tag in note.tags.all()] == ["kept", "new"]

    def test_a_deleted_note_is_gone_and_can_be_taken_back(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.")
        browser = browser_of(alice())
        html = browser.post(f"/annotations/{note.pk}/delete/", headers=HTMX).content.decode()
        assert "<mark" not in html
        assert f'action="/annotations/{note.pk}/restore/"' in html
        assert browser.get(f"/annotations/{note.pk}/").status_code == 404
        html = browser.post(f"/annotations/{note.pk}/restore/", headers=HTMX).content.decode()
        assert "<mark" in html

    def test_without_scripts_a_deletion_offers_the_way_back(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.")
        browser = browser_of(alice())
        page = browser.post(f"/annotations/{note.pk}/delete/", follow=True).content.decode()
        assert f'<a href="/annotations/{note.pk}/restore/">Take it back</a>' in page
        assert "Take it back" in browser.get(f"/annotations/{note.pk}/restore/").content.decode()
        browser.post(f"/annotations/{note.pk}/restore/")
        assert Annotation.objects.visible_to(alice()).exists()

    def test_a_team_mate_replies_and_resolves(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.")
        html = browser_of(bob()).post(f"/annotations/{note.pk}/reply/", {"note": "*Quite.*"}, headers=HTMX)
        assert b"<em>Quite.</em>" in html.content
        html = browser_of(bob()).post(f"/annotations/{note.pk}/resolve/", headers=HTMX)
        assert b"Resolved by bob" in html.content

    def test_an_empty_reply_is_told(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.")
        html = browser_of(bob()).post(f"/annotations/{note.pk}/reply/", {"note": "  "}, headers=HTMX)
        assert b"nothing was written" in html.content
        assert not Reply.objects.exists()

    def test_only_its_author_deletes_a_reply(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.")
        browser_of(bob()).post(f"/annotations/{note.pk}/reply/", {"note": "So."})
        reply = Reply.objects.get()
        assert browser_of(alice()).post(f"/annotations/replies/{reply.pk}/delete/").status_code == 404
        assert browser_of(bob()).post(f"/annotations/replies/{reply.pk}/delete/").status_code == 302
        assert b"So." not in browser_of(bob()).get(f"/annotations/{note.pk}/").content

    @pytest.mark.parametrize("verb", ["edit", "delete", "restore"])
    def test_nobody_changes_another_persons_note(self, message: Message, verb: str) -> None:
        note = make_note(author=alice(), message=message, words="One plan.")
        data = {"note": "Mine now."}
        assert browser_of(bob()).post(f"/annotations/{note.pk}/{verb}/", data).status_code == 404
        note.refresh_from_db()
        assert (note.note, note.deleted_at) == ("Settled.", None)


class TestAccess:
    def test_who_is_signed_out_is_led_to_sign_in_and_back(self, message: Message) -> None:
        address = f"/annotations/new/?message={message.pk}&start=0&end=3"
        answer = browser_of(None).get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=/annotations/new/%3Fmessage%3D")

    def test_team_notes_are_for_the_signed_in(self, message: Message) -> None:
        make_note(author=alice(), message=message, words="One plan.", note="For us.")
        page = f"/lists/plans/{message.message_id}/T/"
        assert b"For us." in browser_of(bob()).get(page).content
        signed_out = browser_of(None).get(page).content
        assert b"For us." not in signed_out
        assert b"<mark" not in signed_out

    def test_private_notes_are_their_authors(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.", note="For me.", visibility="me")
        page = f"/lists/plans/{message.message_id}/T/"
        assert b"For me." in browser_of(alice()).get(page).content
        for reader in (bob(), charlie(), None):
            browser = browser_of(reader)
            assert b"For me." not in browser.get(page).content
            assert browser.get(f"/annotations/{note.pk}/").status_code == 404
        assert browser_of(bob()).post(f"/annotations/{note.pk}/reply/", {"note": "x"}).status_code == 404
        assert browser_of(bob()).post(f"/annotations/{note.pk}/resolve/").status_code == 404

    @pytest.mark.parametrize("visibility", [PUBLIC, MEMBERS, GROUPS])
    def test_notes_follow_the_list(self, visibility: str) -> None:
        closed = make_list(slug="closed", visibility=visibility, groups=[team()])
        message = make_message(to=closed, text=TEXT)
        note = make_note(author=alice(), message=message, words="One plan.", tags=["secret"])
        may = {PUBLIC: 200, MEMBERS: 200, GROUPS: 404}[visibility]  # type: ignore[index]
        browser = browser_of(charlie())
        assert browser.get(f"/annotations/{note.pk}/").status_code == may
        assert browser.get(f"/annotations/new/?message={message.pk}&start=0&end=3").status_code == may
        assert browser.post(f"/annotations/{note.pk}/reply/", {"note": "x"}).status_code == (
            302 if may == 200 else 404
        )
        suggested = browser.get("/annotations/suggest-tags/?typed=sec").content
        assert (b"secret" in suggested.partition(b"<ul")[2]) == (may == 200)

    def test_ones_own_note_is_gone_with_the_list(self) -> None:
        closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
        message = make_message(to=closed, text=TEXT)
        note = make_note(author=alice(), message=message, words="One plan.")
        user = alice()
        user.groups.clear()
        assert browser_of(user).get(f"/annotations/{note.pk}/edit/").status_code == 404
        assert browser_of(user).post(f"/annotations/{note.pk}/delete/").status_code == 404

    def test_writes_are_posts_with_a_token(self, message: Message) -> None:
        note = make_note(author=alice(), message=message, words="One plan.")
        for verb in ("delete", "resolve", "reopen", "reply"):
            assert browser_of(alice()).get(f"/annotations/{note.pk}/{verb}/").status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(alice())
        assert strict.post(f"/annotations/{note.pk}/delete/").status_code == 403


def test_a_get_is_a_whole_page_with_and_without_htmx(message: Message) -> None:
    make_note(author=alice(), message=message, words="One plan.")
    browser = browser_of(alice())
    address = f"/annotations/new/?message={message.pk}&start=0&end=3"
    for path in (address, f"/lists/plans/{message.message_id}/T/"):
        plain, through_htmx = browser.get(path).content, browser.get(path, headers=HTMX).content
        assert plain.startswith(b"<!doctype html>")
        assert len(plain) == len(through_htmx)


def test_suggestions_come_by_use(message: Message) -> None:
    make_note(author=alice(), message=message, words="One plan.", tags=["network/iptables"])
    make_note(author=alice(), message=message, words="first", tags=["network/iptables", "network/ports"])
    html = browser_of(alice()).get("/annotations/suggest-tags/?typed=NET").content.decode()
    assert html.index('data-path="network/iptables"') < html.index('data-path="network/ports"')
