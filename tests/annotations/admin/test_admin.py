"""The admin site of what the team says: notes are read, tags kept in order, private notes stay private."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models import Annotation, Event, Reply, Tag, TagAlias, Target
from archive.importing import import_sources, make_list
from archive.models import MailingList, Message
from tests.mails import mail, mbox

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2020, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def message(tmp_path: Path) -> Message:
    import_sources([mbox(tmp_path, mail())], make_list("Plans"))
    return Message.objects.get()


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob")


def note_by(author: User, message: Message, note: str, *tags: str, private: bool = False) -> Annotation:
    """A note on the first word, with a reply and the event of its writing."""
    target = Target.objects.create(message=message, start=0, end=5, exact="Hello")
    visibility = Annotation.Visibility.ME if private else Annotation.Visibility.TEAM
    annotation = Annotation.objects.create(
        target=target, author=author, note=note, visibility=visibility, created_at=NOW
    )
    annotation.tags.set(Tag.objects.get_or_create_paths(list(tags)))
    Reply.objects.create(annotation=annotation, author=author, note=f"reply to {note}", created_at=NOW)
    Event.objects.create(annotation=annotation, actor=author, verb=Event.Verb.WROTE, at=NOW)
    return annotation


def page(client: Client, path: str) -> str:
    return client.get(f"/admin/annotations/{path}").content.decode()


class TestNotes:
    @pytest.mark.parametrize("words", ["broken", "network", "bob", "Hello"])
    def test_are_found_by(self, admin_client: Client, bob: User, message: Message, words: str) -> None:
        note_by(bob, message, "This is broken.", "network/iptables")
        assert "This is broken." in page(admin_client, f"annotation/?q={words}")

    def test_are_read_and_not_changed(self, admin_client: Client, bob: User, message: Message) -> None:
        note = note_by(bob, message, "This is broken.", "network")
        read = page(admin_client, f"annotation/{note.pk}/change/")
        assert "This is broken." in read
        assert "reply to This is broken." in read
        assert f'href="/annotations/{note.pk}/"' in read
        answer = admin_client.post(f"/admin/annotations/annotation/{note.pk}/change/", {"note": "Fine."})
        assert answer.status_code == 403
        assert Annotation.objects.get().note == "This is broken."

    @pytest.mark.parametrize("where", ["annotation/", "reply/", "event/"])
    def test_for_their_author_alone_stay_so(
        self, admin_client: Client, bob: User, message: Message, where: str
    ) -> None:
        note_by(bob, message, "Between me and me.", private=True)
        assert "Between me and me." not in page(admin_client, where)

    def test_on_lists_of_other_groups_stay_there(self, client: Client, bob: User, message: Message) -> None:
        note_by(bob, message, "This is broken.")
        MailingList.objects.update(visibility=MailingList.Visibility.GROUPS)
        dave = User.objects.create_user("dave", is_staff=True)
        dave.user_permissions.set(Permission.objects.filter(codename="view_annotation"))
        client.force_login(dave)
        assert "This is broken." not in page(client, "annotation/")
        MailingList.objects.update(visibility=MailingList.Visibility.MEMBERS)
        assert "This is broken." in page(client, "annotation/")


@pytest.mark.parametrize("where", ["annotation/", "reply/", "event/", "tag/"])
def test_lists_ask_the_same_number_of_questions_for_10_rows_and_100(
    admin_client: Client, bob: User, message: Message, where: str
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(f"/admin/annotations/{where}").status_code == 200
        return len(queries)

    for number in range(10):
        note_by(bob, message, f"note {number}", f"tag/{number}")
    questions()
    few = questions()
    for number in range(10, 100):
        note_by(bob, message, f"note {number}", f"tag/{number}")
    assert questions() == few


def tag_form(path: str, *aliases: str) -> dict[str, str]:
    form = {"path": path, "hue": "3", "description": "", "aliases-INITIAL_FORMS": "0"}
    form["aliases-TOTAL_FORMS"] = str(len(aliases))
    return form | {f"aliases-{index}-alias": alias for index, alias in enumerate(aliases)}


class TestTags:
    def test_get_the_one_spelling_of_their_path(self, admin_client: Client) -> None:
        admin_client.post("/admin/annotations/tag/add/", tag_form(" Network / IPtables ", "Firewall"))
        assert Tag.objects.get().path == "network/iptables"
        assert TagAlias.objects.get().alias == "firewall"

    def test_are_counted(self, admin_client: Client, bob: User, message: Message) -> None:
        note_by(bob, message, "one", "network")
        note_by(bob, message, "two", "network")
        assert '<td class="field-uses">2</td>' in page(admin_client, "tag/")

    @pytest.mark.parametrize("path", ["///", "';"])
    def test_need_a_usable_path(self, admin_client: Client, path: str) -> None:
        answer = admin_client.post("/admin/annotations/tag/add/", tag_form(path))
        assert "Write a path of words" in answer.content.decode()
        assert not Tag.objects.exists()

    def test_take_no_path_that_is_an_alias(self, admin_client: Client) -> None:
        TagAlias.objects.create(alias="firewall", tag=Tag.objects.create(path="network"))
        answer = admin_client.post("/admin/annotations/tag/add/", tag_form("firewall"))
        assert "firewall is an alias of another tag" in answer.content.decode()

    def test_take_no_alias_that_is_a_tag(self, admin_client: Client) -> None:
        Tag.objects.create(path="firewall")
        answer = admin_client.post("/admin/annotations/tag/add/", tag_form("network", "firewall"))
        assert "firewall is a tag of its own" in answer.content.decode()

    def test_stay_while_a_note_carries_them(self, admin_client: Client, bob: User, message: Message) -> None:
        note_by(bob, message, "one", "network")
        url = f"/admin/annotations/tag/{Tag.objects.get().pk}/delete/"
        assert admin_client.post(url, {"post": "yes"}).status_code == 403
        Annotation.objects.get().tags.clear()
        assert admin_client.post(url, {"post": "yes"}).status_code == 302
        assert not Tag.objects.exists()
