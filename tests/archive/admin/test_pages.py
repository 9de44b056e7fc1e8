"""The admin's lists and pages of what was written: searchable, readable, in a constant number of queries."""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.admin.people import merge_people
from archive.importing import import_sources, make_list, new_run
from archive.models import Address, MailingList, Message, Person, Quarantine, Span
from tests.mails import mail, mbox

pytestmark = pytest.mark.django_db


def write(folder: Path, first: int, count: int) -> None:
    """Mail by so many people, each in a thread of its own, on the list plans."""
    mails = [
        mail(
            f"I am number {number}.\n",
            sender=f"Person {number} <person{number}@example.org>",
            subject=f"plan {number}",
            message_id=f"<plan.{number}@example.org>",
        )
        for number in range(first, first + count)
    ]
    import_sources([mbox(folder, *mails)], make_list("Plans"))


def fill(folder: Path, first: int, count: int) -> None:
    """So many rows more for each of the admin's lists."""
    write(folder, first, count)
    for number in range(first, first + count):
        held_on = make_list(f"List {number}")
        run = new_run(["plans.mbox"], held_on)
        Quarantine.objects.create(
            run=run,
            mailing_list=held_on,
            source="plans.mbox",
            raw=b"",
            digest=str(number),
            reason="No headers.",
        )


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", ["mailinglist", "message", "person", "address", "importrun", "quarantine"])
class TestEveryList:
    def test_asks_the_same_number_of_questions_for_10_rows_and_100(
        self, admin_client: Client, tmp_path: Path, model: str
    ) -> None:
        url = f"/admin/archive/{model}/"
        fill(tmp_path, 0, 10)
        queries_of(admin_client, url)
        few = queries_of(admin_client, url)
        fill(tmp_path, 10, 90)
        assert queries_of(admin_client, url) == few

    def test_can_be_searched(self, admin_client: Client, tmp_path: Path, model: str) -> None:
        fill(tmp_path, 0, 2)
        page = admin_client.get(f"/admin/archive/{model}/?q=nowhere-to-be-found").content.decode()
        assert "0 results" in page or 'class="paginator"' in page
        assert "example.org" not in page

    def test_uses_no_script_or_style_within_its_page(
        self, admin_client: Client, tmp_path: Path, model: str
    ) -> None:
        fill(tmp_path, 0, 2)
        page = admin_client.get(f"/admin/archive/{model}/").content.decode()
        assert "<style" not in page
        assert "<script>" not in page
        assert " style=" not in page
        assert " onclick=" not in page


class TestLists:
    def test_show_how_much_they_hold(self, admin_client: Client, tmp_path: Path) -> None:
        write(tmp_path, 0, 3)
        page = admin_client.get("/admin/archive/mailinglist/").content.decode()
        assert '<td class="field-messages">3</td><td class="field-threads">3</td>' in page

    def test_can_be_opened_to_everybody(self, admin_client: Client) -> None:
        plans = make_list("Plans")
        changed = {"name": "Plans", "visibility": "public"}
        admin_client.post(f"/admin/archive/mailinglist/{plans.pk}/change/", changed)
        plans.refresh_from_db()
        assert (plans.visibility, plans.slug) == ("public", "plans")

    def test_keep_their_slug(self, admin_client: Client) -> None:
        plans = make_list("Plans")
        changed = {"name": "Plans", "visibility": "public", "slug": "other"}
        admin_client.post(f"/admin/archive/mailinglist/{plans.pk}/change/", changed)
        assert MailingList.objects.get().slug == "plans"

    def test_stay_while_mail_stands_on_them(self, admin_client: Client, tmp_path: Path) -> None:
        write(tmp_path, 0, 1)
        url = f"/admin/archive/mailinglist/{MailingList.objects.get().pk}/delete/"
        assert admin_client.post(url, {"post": "yes"}).status_code == 403
        assert MailingList.objects.exists()

    def test_go_when_empty(self, admin_client: Client) -> None:
        url = f"/admin/archive/mailinglist/{make_list('Plans').pk}/delete/"
        admin_client.post(url, {"post": "yes"})
        assert not MailingList.objects.exists()


class TestMessages:
    @pytest.mark.parametrize("words", ["plan 1", "Person 1", "person1@example.org", "plan.1@example.org"])
    def test_are_found_by(self, admin_client: Client, tmp_path: Path, words: str) -> None:
        write(tmp_path, 0, 3)
        page = admin_client.get("/admin/archive/message/", {"q": words}).content.decode()
        assert "plan 1</a>" in page
        assert "plan 2</a>" not in page

    def test_are_read_with_links_to_the_site(self, admin_client: Client, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, mail("<b>Hi</b>\n"))], make_list("Plans"))
        url = f"/admin/archive/message/{Message.objects.get().pk}/change/"
        page = admin_client.get(url).content.decode()
        assert "&lt;b&gt;Hi&lt;/b&gt;" in page
        assert 'href="/lists/plans/plans.1@example.org/raw"' in page
        assert 'href="/lists/plans/plans.1@example.org/T/#m' in page
        assert "2020-06-01 10:00:00 +0200, by the Date header" in page

    def test_that_are_missing_are_read_too(self, admin_client: Client, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, mail(references="<gone@example.org>"))], make_list("Plans"))
        missing = Message.objects.get(is_missing=True)
        page = admin_client.get(f"/admin/archive/message/{missing.pk}/change/").content.decode()
        assert "This message is not in the archive." in page
        assert '<a href="/lists/plans/gone@example.org/T/' in page
        assert "raw" not in page.partition("Its place in the thread")[2].partition("</a>")[2][:80]

    @pytest.mark.parametrize("what", ["delete", "change"])
    def test_are_not_changed_here(self, admin_client: Client, tmp_path: Path, what: str) -> None:
        write(tmp_path, 0, 1)
        message = Message.objects.get()
        url = f"/admin/archive/message/{message.pk}/{what}/"
        assert admin_client.post(url, {"post": "yes", "subject": "other"}).status_code == 403
        assert Message.objects.get().subject == message.subject


class TestPeople:
    def test_are_shown_by_an_address_when_they_gave_no_name(
        self, admin_client: Client, tmp_path: Path
    ) -> None:
        import_sources([mbox(tmp_path, mail(sender="dave@example.org"))], make_list("Plans"))
        assert "dave@example.org</a>" in admin_client.get("/admin/archive/person/").content.decode()

    def test_are_joined_after_a_question(self, admin_client: Client, tmp_path: Path) -> None:
        write(tmp_path, 0, 3)
        first, second, third = Person.objects.order_by("pk")
        chosen = {"action": "merge", "_selected_action": [str(first.pk), str(second.pk)]}
        asked = admin_client.post("/admin/archive/person/", chosen).content.decode()
        assert "Merge 2 people into one" in asked
        assert Person.objects.count() == 3

        answer = admin_client.post("/admin/archive/person/", chosen | {"kept": str(second.pk)}, follow=True)
        assert "2 people are one now: Person 1." in answer.content.decode()
        assert list(Person.objects.order_by("pk")) == [second, third]
        assert second.addresses.count() == 2

    def test_alone_are_not_joined(self, admin_client: Client, tmp_path: Path) -> None:
        write(tmp_path, 0, 1)
        chosen = {"action": "merge", "_selected_action": [str(Person.objects.get().pk)]}
        answer = admin_client.post("/admin/archive/person/", chosen, follow=True)
        assert "Select two people or more" in answer.content.decode()

    def test_give_passages_to_the_one_who_stays(self, tmp_path: Path) -> None:
        write(tmp_path, 0, 2)
        kept, gone = Person.objects.order_by("pk")
        Span.objects.update(person=gone)
        assert merge_people(kept, [kept, gone]) == 1
        assert set(Span.objects.values_list("person", flat=True)) == {kept.pk}
        assert set(Address.objects.values_list("person", flat=True)) == {kept.pk}


def test_quarantine_shows_the_beginning_of_the_mail(admin_client: Client) -> None:
    plans = make_list("Plans")
    held = Quarantine.objects.create(
        run=new_run(["plans.mbox"], plans),
        mailing_list=plans,
        source="plans.mbox",
        raw=zstandard.compress(b"From: <dave>\0\n\nHi\n"),
        digest="0",
        reason="No headers.",
    )
    page = admin_client.get(f"/admin/archive/quarantine/{held.pk}/change/").content.decode()
    assert "From: &lt;dave&gt;�" in page


def test_header_names_the_site_and_leads_out(client: Client) -> None:
    alice = User.objects.create_superuser("alice")
    client.force_login(alice)
    page = client.get("/admin/").content.decode()
    assert "Postil administration" in page
    assert 'href="/accounts/password/change/"' in page
    assert 'action="/accounts/logout/"' in page


def test_an_empty_quarantine_says_so(admin_client: Client) -> None:
    assert "Nothing is held back." in admin_client.get("/admin/archive/quarantine/").content.decode()
