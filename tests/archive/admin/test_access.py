"""Who comes into the admin site, and what a staff member sees of lists that are not theirs."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from django.contrib.auth.models import Permission, User
from django.test import Client

from archive.importing import import_sources, make_list, new_run
from archive.models import ImportRun, MailingList, Message, Quarantine
from tests.mails import mail, mbox

pytestmark = pytest.mark.django_db
PAGES = [
    "/admin/",
    "/admin/archive/mailinglist/",
    "/admin/archive/message/",
    "/admin/archive/importrun/",
    "/admin/archive/importrun/add/",
    "/admin/archive/quarantine/",
    "/admin/archive/regrouping/",
    "/admin/annotations/annotation/",
]


def held_on(mailing_list: MailingList, content: bytes = b"From: dave@example.org\n\nHi\n") -> Quarantine:
    run = new_run(["plans.mbox"], mailing_list)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.DONE, found=1, quarantined=1)
    return Quarantine.objects.create(
        run=run,
        mailing_list=mailing_list,
        source="plans.mbox",
        offset=1234,
        raw=zstandard.compress(content),
        digest=sha256(content).hexdigest(),
        reason="The headers end too early.",
    )


def staff(client: Client, *rights: str) -> User:
    """dave, who helps out: staff with these rights, signed in."""
    dave = User.objects.create_user("dave", is_staff=True)
    dave.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(dave)
    return dave


@pytest.mark.parametrize("page", PAGES)
class TestDoor:
    def test_leads_strangers_to_the_sign_in(self, client: Client, page: str) -> None:
        answer = client.get(page, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")

    def test_is_not_there_for_members(self, client: Client, page: str) -> None:
        client.force_login(User.objects.create_user("charlie"))
        assert client.get(page, follow=True).status_code == 404

    def test_opens_for_administrators(self, admin_client: Client, page: str) -> None:
        assert admin_client.get(page).status_code == 200


def test_door_brings_administrators_to_the_index(admin_client: Client) -> None:
    answer = admin_client.get("/admin/login/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/"


class TestListForGroups:
    """dave is staff and not in the group that may read the list."""

    def test_is_not_among_the_lists(self, client: Client) -> None:
        make_list("Secret plans", MailingList.Visibility.GROUPS)
        make_list("Open plans")
        staff(client, "view_mailinglist")
        page = client.get("/admin/archive/mailinglist/").content.decode()
        assert "Open plans" in page
        assert "Secret plans" not in page

    def test_keeps_its_quarantine_and_runs(self, client: Client) -> None:
        held = held_on(make_list("Secret plans", MailingList.Visibility.GROUPS))
        staff(client, "view_quarantine", "view_importrun")
        assert client.get(f"/admin/archive/quarantine/{held.pk}/raw/").status_code == 404
        assert client.get(f"/admin/archive/importrun/{held.run_id}/change/").status_code == 404
        for page in ("/admin/archive/quarantine/", "/admin/archive/importrun/"):
            assert "ecret plans" not in client.get(page).content.decode()

    def test_is_not_named_beside_a_message_that_stands_on_an_open_one(
        self, client: Client, tmp_path: Path
    ) -> None:
        for mailing_list in (
            make_list("Secret plans", MailingList.Visibility.GROUPS),
            make_list("Open plans"),
        ):
            import_sources([mbox(tmp_path, mail())], mailing_list)
        staff(client, "view_message")
        page = client.get(f"/admin/archive/message/{Message.objects.get().pk}/change/").content.decode()
        assert "Open plans" in page
        assert "Secret plans" not in page + client.get("/admin/archive/message/").content.decode()


class TestRights:
    def test_without_one_the_raw_mail_is_not_there(self, client: Client) -> None:
        held = held_on(make_list("Plans"))
        staff(client)
        assert client.get(f"/admin/archive/quarantine/{held.pk}/raw/").status_code == 404

    def test_to_read_do_not_retry(self, client: Client) -> None:
        held = held_on(make_list("Plans"))
        staff(client, "view_quarantine", "view_importrun")
        page = client.get(f"/admin/archive/importrun/{held.run_id}/change/").content.decode()
        assert "Retry" not in page
        client.post(f"/admin/archive/importrun/{held.run_id}/retry/", {"retry": "all"})
        held.refresh_from_db()
        assert (held.state, held.tries) == ("held", 1)

    def test_to_read_do_not_import(self, client: Client) -> None:
        staff(client, "view_importrun")
        assert client.get("/admin/archive/importrun/add/").status_code == 404
        assert "Import mail" not in client.get("/admin/").content.decode()

    def test_writing_needs_the_token_of_the_form(self, admin_user: User) -> None:
        held = held_on(make_list("Plans"))
        client = Client(enforce_csrf_checks=True)
        client.force_login(admin_user)
        answer = client.post(f"/admin/archive/importrun/{held.run_id}/retry/", {"retry": "all"})
        assert answer.status_code == 403

    @pytest.mark.parametrize("what", ["retry", "again"])
    def test_writing_is_no_get(self, admin_client: Client, what: str) -> None:
        held = held_on(make_list("Plans"))
        assert admin_client.get(f"/admin/archive/importrun/{held.run_id}/{what}/").status_code == 405
