"""`/api/mailman/…`: mail and questions from Mailman, as `mailman-hyperkitty` sends them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from archive.mail.readers.raw_mail import LONGEST_MAIL
from archive.models import ImportRun, MailingList, Message, Quarantine
from tests.factories import GROUPS, import_mail, make_list
from tests.mails import mail
from tests.personas import alice, browser_of

pytestmark = pytest.mark.django_db
KEY = "sixteen-letters-and-more"
PLANS = "plans@lists.example.org"
# base32 of the SHA-1 of plans.1@example.org, as Mailman writes it into Message-ID-Hash.
HASH = "O4AHD2A6HTRK2TFSV776QNRMCX5OHH6C"


@pytest.fixture(autouse=True)
def key(settings: Settings) -> None:
    settings.MAILMAN_ARCHIVER_KEY = KEY


def post(
    content: bytes | None = None,
    *,
    query: str = f"?key={KEY}",
    mlist: str = PLANS,
    headers: dict[str, str] | None = None,
) -> Any:
    """Mailman's request, from a client that checks for forged requests."""
    message = SimpleUploadedFile("message.txt", mail() if content is None else content)
    client = Client(enforce_csrf_checks=True)
    return client.post(
        f"/api/mailman/archive{query}", {"mlist": mlist, "message": message}, headers=headers or {}
    )


def ask(**asked: str) -> Any:
    return Client().get("/api/mailman/urls", {"key": KEY, **asked})


class TestPosting:
    def test_stores_the_mail_and_answers_with_its_address(self) -> None:
        answer = post()
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert answer.json() == {"url": "http://testserver/lists/plans/plans.1@example.org/"}
        assert Message.objects.get().body.raw_mail() == mail()
        assert ImportRun.objects.values_list("state", "found", "stored").get() == ("done", 1, 1)

    def test_takes_the_key_in_a_header_too(self) -> None:
        assert post(query="", headers={"authorization": f"Token {KEY}"}).status_code == 200

    def test_answers_with_the_address_of_the_site(self, settings: Settings) -> None:
        settings.CSRF_TRUSTED_ORIGINS = ["https://lists.example.org"]
        assert post().json() == {"url": "https://lists.example.org/lists/plans/plans.1@example.org/"}

    @pytest.mark.parametrize(
        ("query", "headers"),
        [
            ("", {}),
            ("?key=", {}),
            ("?key=wrong", {}),
            (f"?key={KEY}x", {}),
            ("?key=ключ", {}),
            (f"?key={KEY}", {"authorization": "Token wrong"}),
            ("", {"authorization": f"Basic {KEY}"}),
        ],
    )
    def test_without_the_key_is_refused_with_a_sentence(self, query: str, headers: dict[str, str]) -> None:
        answer = post(query=query, headers=headers)
        assert answer.status_code == 403
        assert answer.json()["error"].startswith("The key is wrong. Set api_key in Mailman")
        assert not Message.objects.exists()
        assert not MailingList.objects.exists()

    def test_is_not_there_while_no_key_is_set(self, settings: Settings) -> None:
        settings.MAILMAN_ARCHIVER_KEY = ""
        assert post(query="?key=").status_code == 404
        assert Client().get("/api/mailman/urls", {"key": "", "mlist": PLANS}).status_code == 404

    def test_an_unknown_list_is_made_for_members(self) -> None:
        post(mlist="Plans@Lists.example.org")
        made = MailingList.objects.get()
        assert (made.slug, made.name, made.visibility) == ("plans", "Plans", "members")
        assert (made.list_id, made.address) == ("plans.lists.example.org", "Plans@Lists.example.org")

    def test_goes_to_the_list_of_that_address(self) -> None:
        council = make_list(slug="council")
        MailingList.objects.update(address="PLANS@lists.example.org")
        assert post().json()["url"].endswith("/lists/council/plans.1@example.org/")
        assert Message.objects.posted_on(council).count() == 1

    def test_goes_to_the_list_whose_id_says_the_same(self) -> None:
        make_list(slug="council")
        MailingList.objects.update(list_id="plans.lists.example.org")
        assert "/lists/council/" in post().json()["url"]

    def test_never_to_a_list_of_another_domain(self) -> None:
        make_list(slug="plans", visibility=GROUPS)
        MailingList.objects.update(list_id="plans.elsewhere.example")
        assert "/lists/plans-lists-example-org/" in post().json()["url"]
        assert "/lists/plans-lists-example-org/" in post().json()["url"]
        assert MailingList.objects.count() == 2

    def test_the_same_mail_again_is_stored_once(self) -> None:
        assert post().json() == post().json()
        assert Message.objects.count() == 1
        assert [run.already_present for run in ImportRun.objects.order_by("pk")] == [0, 1]

    def test_mail_that_cannot_be_stored_is_held_and_taken(self) -> None:
        answer = post(b"")
        assert answer.status_code == 200
        assert answer.json() == {"url": "http://testserver/lists/plans/"}
        assert Quarantine.objects.get().source == "http"

    def test_mail_without_an_id_gets_the_address_of_its_own(self) -> None:
        answer = post(mail(message_id=""))
        message = Message.objects.get()
        assert message.id_is_derived
        assert answer.json()["url"].endswith(f"/lists/plans/{message.message_id}/")

    @pytest.mark.parametrize(
        "mlist", ["", "plans", "plans@", "a@b@c", "a b@example.org", "x" * 400 + "@a.example"]
    )
    def test_a_list_that_has_no_address_is_refused(self, mlist: str) -> None:
        answer = post(mlist=mlist)
        assert (answer.status_code, "mlist" in answer.json()["error"]) == (400, True)

    def test_without_a_file_is_refused(self) -> None:
        answer = Client().post(f"/api/mailman/archive?key={KEY}", {"mlist": PLANS, "message": "text"})
        assert (answer.status_code, "a file named message" in answer.json()["error"]) == (400, True)

    def test_more_than_the_longest_mail_is_refused(self) -> None:
        answer = post(query=f"?key={KEY}", headers={"content-length": str(LONGEST_MAIL + (2 << 20))})
        assert (answer.status_code, answer.json()) == (
            413,
            {"error": "Mail longer than 64 MiB is not taken."},
        )

    def test_is_for_posts_alone(self) -> None:
        assert Client().get(f"/api/mailman/archive?key={KEY}").status_code == 405


class TestAsking:
    def test_where_a_list_is(self) -> None:
        make_list(slug="council")
        MailingList.objects.update(address=PLANS)
        assert ask(mlist=PLANS).json() == {"url": "http://testserver/lists/council/"}

    def test_where_a_message_will_be_before_it_came(self) -> None:
        asked = ask(mlist=PLANS, msgid="plans.1@example.org").json()
        assert not MailingList.objects.exists()
        assert asked == post().json()

    @pytest.mark.parametrize("msgid", ["a/b?c@example.org", "<a/b?c@example.org>", " a/b?c@example.org "])
    def test_ids_are_quoted_in_addresses(self, msgid: str) -> None:
        url = "http://testserver/lists/plans/a%2Fb%3Fc@example.org/"
        assert ask(mlist=PLANS, msgid=msgid).json() == {"url": url}

    def test_takes_the_key(self) -> None:
        assert Client().get("/api/mailman/urls", {"mlist": PLANS}).status_code == 403
        assert ask().status_code == 400


class TestPermalinks:
    def test_by_the_hash_of_a_message_id(self) -> None:
        make_list(slug="council")
        MailingList.objects.update(address=PLANS)
        import_mail(mail(), to=MailingList.objects.get())
        answer = Client().get(f"/list/{PLANS}/message/{HASH}/")
        assert (answer.status_code, answer["Location"]) == (302, "/lists/council/plans.1@example.org/")
        assert Client().get(f"/list/{PLANS}/")["Location"] == "/lists/council/"

    def test_lead_nowhere_for_those_who_may_not_read(self) -> None:
        post()
        for url in (f"/list/{PLANS}/message/{HASH}/", f"/list/{PLANS}/"):
            assert Client().get(url).status_code == 404
            assert browser_of(alice()).get(url).status_code == 302

    def test_of_a_missing_message_lead_nowhere(self) -> None:
        post(mail(message_id="<plans.2@example.org>", references="<plans.1@example.org>"))
        assert browser_of(alice()).get(f"/list/{PLANS}/message/{HASH}/").status_code == 404
