"""The sample is removed with its lists, notes, tags and people; what members wrote stays."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from annotations.models import Annotation, Event, Tag
from annotations.sample_notes import load
from annotations.sample_removal import SampleInUse, remove_sample
from archive.importing import import_sources
from archive.maintenance.invariants import broken_invariants
from archive.models import MailingList, Message, Person
from tests.factories import make_list, make_message, make_note
from tests.pages import squeezed
from tests.paths import SEEDS
from tests.personas import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sample() -> None:
    """As a first start brings it."""
    sources = [SEEDS / name for name in ("000_6d073b4f7d4f71f5.txt", "lanterns.mbox", "workshop")]
    import_sources(sources, visibility=MailingList.Visibility.PUBLIC)
    assert load(SEEDS / "notes.json") > 20


@pytest.fixture
def dana() -> User:
    return User.objects.create_user("dana")


def test_nothing_is_left_of_it() -> None:
    remove_sample(SEEDS)
    for model in (MailingList, Message, Person, Annotation, Event, Tag, User):
        assert not model.objects.exists(), model
    assert list(broken_invariants()) == []


def test_mail_and_notes_of_others_stay(dana: User) -> None:
    message = make_message(to=make_list(slug="plans"))
    make_note(author=dana, message=message, tags=["decision/made", "own"])
    remove_sample(SEEDS)
    assert list(MailingList.objects.values_list("slug", flat=True)) == ["plans"]
    assert Annotation.objects.get().author == dana
    assert sorted(Tag.objects.values_list("path", flat=True)) == ["decision", "decision/made", "own"]
    assert list(User.objects.all()) == [dana]


def test_a_tag_that_somebody_described_stays() -> None:
    Tag.objects.filter(path="naming").update(description="What things are called. Use it sparingly.")
    remove_sample(SEEDS)
    assert list(Tag.objects.values_list("path", flat=True)) == ["naming"]


def test_what_members_wrote_on_it_is_in_the_way(dana: User) -> None:
    make_note(author=dana, message=Message.objects.stored().filter(body__text__contains="Lantern").first())  # type: ignore[arg-type]
    before = Message.objects.count()
    with pytest.raises(SampleInUse):
        remove_sample(SEEDS)
    assert Message.objects.count() == before


def test_a_reply_of_a_member_is_in_the_way_too(dana: User) -> None:
    note = Annotation.objects.for_team().first()
    assert note is not None
    browser_of(dana).post(f"/annotations/{note.pk}/reply/", {"note": "Is it so?"})
    assert note.replies.filter(author=dana).exists()
    with pytest.raises(SampleInUse):
        remove_sample(SEEDS)


def test_the_threads_that_members_wrote_on_can_be_kept(dana: User) -> None:
    message = Message.objects.stored().filter(subject__contains="Plans for 1.0").earliest("sent_at")
    make_note(author=dana, message=message)
    remove_sample(SEEDS, keep_written_on=True)
    assert set(Message.objects.values_list("thread", flat=True)) == {message.thread_id}
    assert Annotation.objects.filter(author=dana).exists()
    assert list(broken_invariants()) == []


class TestInTheAdmin:
    def test_it_is_offered_while_it_is_there(self) -> None:
        admin_client = browser_of(User.objects.create_superuser("carol"))
        assert "Remove the sample" in admin_client.get("/admin/").content.decode()
        page = squeezed(admin_client.get("/admin/sample/").content.decode())
        assert "containers, lanterns, workshop" in page.lower()
        answer = admin_client.post("/admin/sample/", follow=True)
        assert "The sample is gone" in answer.content.decode()
        assert not Message.objects.exists()
        assert "Remove the sample" not in admin_client.get("/admin/").content.decode()
        assert admin_client.get("/admin/sample/").status_code == 404

    def test_it_is_for_superusers(self, dana: User) -> None:
        dana.is_staff = True
        dana.save()
        assert browser_of(dana).get("/admin/sample/").status_code == 404
        assert browser_of(dana).post("/admin/sample/").status_code == 404
        assert Message.objects.exists()
