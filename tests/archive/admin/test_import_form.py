"""Import in the admin site: the form, uploads and paths, the list that the mail goes to."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from archive.importing import make_list
from archive.importing.uploads import safe_name, short_name
from archive.models import ImportRun, MailingList, Message
from archive.tasks import run_import
from tests.mails import mail, mbox

pytestmark = pytest.mark.django_db
FORM = "/admin/archive/importrun/add/"


@pytest.fixture(autouse=True)
def roots(settings: Settings, tmp_path: Path) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.IMPORT_ROOT = tmp_path / "import"
    (tmp_path / "import").mkdir()


def send(client: Client, **given: Any) -> str:
    """Sends the form; the page that answers, after redirects."""
    return client.post(FORM, {"visibility": "members"} | given, follow=True).content.decode()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class TestUploads:
    def test_are_imported_onto_a_new_list_for_members(self, admin_client: Client, tmp_path: Path) -> None:
        packed = gzip.compress(
            mbox(tmp_path, mail(message_id="<two@example.org>"), name="2.mbox").read_bytes()
        )
        files = [upload("plans.mbox", mbox(tmp_path, mail()).read_bytes()), upload("more.mbox.gz", packed)]
        page = send(admin_client, uploads=files, new_list="Plans")
        run = ImportRun.objects.get()
        assert "waiting for a worker" in page
        assert [short_name(source) for source in run.sources] == ["plans.mbox", "more.mbox.gz"]
        assert ProcrastinateJob.objects.latest("pk").args == {"run_id": run.pk}

        run_import(run.pk)
        page = admin_client.get(f"/admin/archive/importrun/{run.pk}/change/").content.decode()
        assert "2 <span" in page
        assert "done" in page
        assert Message.objects.on_list("plans").count() == 2
        assert MailingList.objects.get().visibility == "members"

    def test_onto_a_list_that_is_there(self, admin_client: Client, tmp_path: Path) -> None:
        plans = make_list("Plans")
        file = upload("plans.mbox", mbox(tmp_path, mail()).read_bytes())
        send(admin_client, uploads=[file], mailing_list=plans.pk)
        assert ImportRun.objects.get().mailing_list == plans

    def test_of_one_name_are_kept_apart(self, admin_client: Client) -> None:
        files = [upload("plans.mbox", b"one"), upload("plans.mbox", b"two")]
        send(admin_client, uploads=files, new_list="Plans")
        assert [Path(source).read_bytes() for source in ImportRun.objects.get().sources] == [b"one", b"two"]

    def test_that_are_empty_are_told(self, admin_client: Client) -> None:
        page = send(admin_client, uploads=[upload("plans.mbox", b"")], new_list="Plans")
        assert "plans.mbox is empty" in page
        assert not ImportRun.objects.exists()

    def test_that_cannot_be_kept_leave_nothing(self, admin_client: Client, settings: Settings) -> None:
        Path(settings.UPLOAD_ROOT).write_text("in the way")
        page = send(admin_client, uploads=[upload("plans.mbox", b"one")], new_list="Plans")
        assert "The upload could not be kept" in page
        assert not ImportRun.objects.exists()
        assert not MailingList.objects.exists()

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("plans.mbox", "plans.mbox"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\plans.mbox", "plans.mbox"),
            (".htaccess", "htaccess"),
            ("Pläne für März.mbox", "Pläne_für_März.mbox"),
            ("a\x00b\n.mbox", "ab.mbox"),
            ("...", "upload"),
            ("", "upload"),
            ("x" * 300 + ".mbox", "x" * 115 + ".mbox"),
        ],
    )
    def test_get_names_that_stay_in_their_folder(self, given: str, kept: str) -> None:
        assert safe_name(given) == kept


class TestPath:
    def test_below_the_root_is_imported(self, admin_client: Client, settings: Settings) -> None:
        source = mbox(Path(settings.IMPORT_ROOT), mail())
        send(admin_client, path="plans.mbox", new_list="Plans")
        run = ImportRun.objects.get()
        assert run.sources == [str(source)]
        run_import(run.pk)
        assert Message.objects.count() == 1
        assert source.exists()

    @pytest.mark.parametrize(
        "typed", ["../secret.mbox", "/etc/passwd", "link.mbox", "folder/../../secret.mbox"]
    )
    def test_out_of_the_root_is_refused(
        self, admin_client: Client, settings: Settings, tmp_path: Path, typed: str
    ) -> None:
        secret = mbox(tmp_path, mail(), name="secret.mbox")
        (Path(settings.IMPORT_ROOT) / "link.mbox").symlink_to(secret)
        page = send(admin_client, path=typed, new_list="Plans")
        assert f"{typed} leads out of {settings.IMPORT_ROOT}. Name a file or folder below it." in page
        assert not ImportRun.objects.exists()

    def test_that_is_not_there_is_told(self, admin_client: Client) -> None:
        assert "There is no gone.mbox below" in send(admin_client, path="gone.mbox", new_list="Plans")

    def test_too_long_is_told(self, admin_client: Client) -> None:
        assert "cannot be opened" in send(admin_client, path="x" * 900, new_list="Plans")

    def test_without_a_root_says_how_to_set_one(self, admin_client: Client, settings: Settings) -> None:
        settings.IMPORT_ROOT = None
        page = admin_client.get(FORM).content.decode()
        assert "set IMPORT_ROOT in the environment" in page
        assert "Choose files, or name a path" in send(admin_client, path="plans.mbox", new_list="Plans")


class TestList:
    def test_is_asked_for(self, admin_client: Client) -> None:
        page = send(admin_client, uploads=[upload("plans.mbox", b"one")])
        assert "Choose a list, or name a new one." in page

    def test_is_one_alone(self, admin_client: Client) -> None:
        plans = make_list("Plans")
        file = upload("plans.mbox", b"one")
        page = send(admin_client, uploads=[file], mailing_list=plans.pk, new_list="Others")
        assert "not both" in page
        assert not ImportRun.objects.exists()

    def test_that_is_new_takes_no_name_that_is_there(self, admin_client: Client) -> None:
        make_list("Plans", MailingList.Visibility.PUBLIC)
        page = send(admin_client, uploads=[upload("plans.mbox", b"one")], new_list="PLANS!")
        assert "There is a list plans already." in page
        assert not ImportRun.objects.exists()

    def test_that_is_new_can_be_opened_at_once(self, admin_client: Client) -> None:
        file = upload("plans.mbox", b"one")
        send(admin_client, uploads=[file], new_list="Plans", visibility="public")
        assert MailingList.objects.get().visibility == "public"


def test_import_is_offered_on_the_index_and_beside_the_runs(admin_client: Client) -> None:
    for page in ("/admin/", "/admin/archive/importrun/"):
        assert 'href="/admin/archive/importrun/add/"' in admin_client.get(page).content.decode()
