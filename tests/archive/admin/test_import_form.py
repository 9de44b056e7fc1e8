"""Import in the admin site: the form, uploads and paths, the list that the mail goes to."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from archive.importing import import_sources, make_list
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
        assert "Choose a list, name a new one, or let each mail name its list." in page

    def test_is_one_alone(self, admin_client: Client) -> None:
        plans = make_list("Plans")
        file = upload("plans.mbox", b"one")
        page = send(admin_client, uploads=[file], mailing_list=plans.pk, new_list="Others")
        assert "only one of these" in page
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


class TestWhoReadsANewList:
    def test_groups_are_chosen_with_it(self, admin_client: Client, tmp_path: Path) -> None:
        team = Group.objects.create(name="team")
        Group.objects.create(name="Must change password")
        assert "Must change password" not in admin_client.get(FORM).content.decode()
        file = upload("plans.mbox", mbox(tmp_path, mail()).read_bytes())
        send(admin_client, uploads=[file], new_list="Plans", visibility="groups", groups=[team.pk])
        assert list(MailingList.objects.get(visibility="groups").groups.all()) == [team]

    def test_groups_without_any_are_refused(self, admin_client: Client, tmp_path: Path) -> None:
        file = upload("plans.mbox", mbox(tmp_path, mail()).read_bytes())
        page = send(admin_client, uploads=[file], new_list="Plans", visibility="groups")
        assert "only superusers could" in page
        assert not MailingList.objects.exists()


def of_list(name: str, number: int) -> bytes:
    """Mail that a list sent, by the headers that programs for lists write."""
    head = f"List-Id: The {name} <{name}.example.org>\nList-Post: <mailto:{name}@example.org>\n".encode()
    return head + mail(f"About {name}, part {number}.\n", message_id=f"<{name}.{number}@example.org>")


class TestListsThatMailNames:
    def test_a_list_learns_its_address_and_list_id(self, admin_client: Client, tmp_path: Path) -> None:
        content = mbox(tmp_path, *(of_list("plans", number) for number in range(3))).read_bytes()
        send(admin_client, uploads=[upload("plans.mbox", content)], new_list="Our plans")
        run_import(ImportRun.objects.get().pk)
        plans = MailingList.objects.get()
        assert (plans.list_id, plans.address) == ("plans.example.org", "plans@example.org")

    def test_it_keeps_what_somebody_wrote(self, tmp_path: Path) -> None:
        plans = make_list("Plans", list_id="lamps.example.org")
        import_sources([mbox(tmp_path, of_list("plans", 1))], plans)
        plans.refresh_from_db()
        assert (plans.list_id, plans.address) == ("lamps.example.org", "")

    def test_two_lists_do_not_take_one_address(self, tmp_path: Path) -> None:
        first, second = make_list("Plans"), make_list("Copies")
        import_sources([mbox(tmp_path, of_list("plans", 1))], first)
        import_sources([mbox(tmp_path, of_list("plans", 1))], second)
        second.refresh_from_db()
        assert (second.list_id, second.address) == ("", "")

    def test_mail_of_another_list_is_told(self, tmp_path: Path) -> None:
        mails = [of_list("plans", number) for number in range(3)] + [of_list("lamps", 1)]
        run = import_sources([mbox(tmp_path, *mails)], make_list("Plans"))
        assert "About 25% of this mail names the list lamps.example.org" in run.problems.get().reason
        assert run.stored == 4

    def test_each_mail_goes_onto_its_own_list_when_asked(self, admin_client: Client, tmp_path: Path) -> None:
        nameless = mail("Nobody knows.\n", message_id="<nameless@example.org>")
        mails = [of_list("plans", 1), of_list("lamps", 1), of_list("plans", 2), nameless]
        file = upload("all.mbox", mbox(tmp_path, *mails).read_bytes())
        send(admin_client, uploads=[file], by_list_id="on")
        run_import(ImportRun.objects.get().pk)
        for run in ImportRun.objects.filter(state=ImportRun.State.QUEUED).order_by("pk"):
            run_import(run.pk)
        counts = {one.slug: Message.objects.on_list(one.slug).count() for one in MailingList.objects.all()}
        assert counts == {"plans": 3, "lamps": 1}
        assert set(ImportRun.objects.values_list("state", flat=True)) == {"done"}
        assert sum(run.found for run in ImportRun.objects.all()) == 4
        assert not list((tmp_path / "uploads").glob("*/*"))

    def test_only_one_way_to_a_list_is_taken(self, admin_client: Client, tmp_path: Path) -> None:
        file = upload("plans.mbox", mbox(tmp_path, mail()).read_bytes())
        page = send(admin_client, uploads=[file], new_list="Plans", by_list_id="on")
        assert "only one of these" in page
        assert not ImportRun.objects.exists()


class TestNothingToRead:
    @pytest.mark.parametrize("content", [b"\n\n \n", b"\x89PNG\r\n\x1a\n\0\0", b"milk\nbread\n"])
    def test_is_no_success_and_leaves_no_list(self, admin_client: Client, content: bytes) -> None:
        send(admin_client, uploads=[upload("shopping.txt", content)], new_list="Shopping")
        run = ImportRun.objects.get()
        run_import(run.pk)
        page = admin_client.get(run.get_absolute_url()).content.decode()
        assert "read no mail" in page
        assert "Nothing was imported" in page
        assert not MailingList.objects.exists()

    def test_a_list_that_was_there_stays(self, tmp_path: Path) -> None:
        plans = make_list("Plans")
        (tmp_path / "shopping.txt").write_text("milk\nbread\n")
        run = import_sources([tmp_path / "shopping.txt"], plans)
        assert run.state == ImportRun.State.EMPTY
        assert list(MailingList.objects.all()) == [plans]
