"""Runs that are undone: what they alone brought goes, and all else is as if they had never been."""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard
from django.contrib.auth.models import User
from django.test import Client

from annotations.models import Annotation, Target
from archive.importing import import_sources, retry_quarantine
from archive.importing.parallel import Workers
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.undoing import StaysThere, undo_run
from archive.maintenance.invariants import broken_invariants
from archive.models import ImportProblem, ImportRun, MailingList, Message, Posting, Quarantine
from archive.tasks import undo_import
from tests.factories import make_list, make_note
from tests.mails import mail, mbox
from tests.pages import squeezed
from tests.rows import all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> User:
    return User.objects.create_user("bob")


PLAN = mail("We could share the driver between both boards.\nIt saves work.\n")
ANSWER = mail(
    "On Mon, 1 Jun 2020, Alice Archer wrote:\n> We could share the driver between both boards.\n\nYes, do.\n",
    sender="Bob Bell <bob@example.org>",
    subject="Re: plans",
    message_id="<plans.2@example.org>",
    references="<plans.1@example.org>",
    date="Mon, 1 Jun 2020 12:00:00 +0200",
)
LATER = mail(
    "> Yes, do.\n\nDone.\n",
    sender="Chen Chu <chen@example.org>",
    subject="Re: plans",
    message_id="<plans.3@example.org>",
    references="<plans.1@example.org> <plans.2@example.org>",
    date="Tue, 2 Jun 2020 12:00:00 +0200",
)
SENTENCE = (
    "The scheduler of the second board must never wait for the clock of the first board to settle down."
)
OTHER = mail("Quite another thing.\n", message_id="<other@example.org>", subject="other")


def run_of(folder: Path, *mails: bytes, to: MailingList) -> ImportRun:
    return import_sources([mbox(folder, *mails, name=f"{ImportRun.objects.count()}.mbox")], to)


def undo(run: ImportRun) -> None:
    changed = undo_run(run)
    with Workers() as workers:
        trace_new(workers, changed)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([], [PLAN, ANSWER, LATER, OTHER]),
        ([PLAN], [ANSWER, LATER]),
        ([ANSWER], [PLAN]),
        ([LATER], [PLAN, ANSWER]),
        ([PLAN, LATER], [ANSWER]),
        ([OTHER], [PLAN, LATER, b""]),
        ([PLAN, ANSWER, LATER], [PLAN, ANSWER, LATER]),
    ],
)
def test_the_archive_is_as_it_was_before(tmp_path: Path, first: list[bytes], second: list[bytes]) -> None:
    plans = make_list()
    run_of(tmp_path, *first, to=plans)
    before = all_rows()
    run = run_of(tmp_path, *second, to=plans)
    undo(run)
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE
    assert all_rows() == before
    assert list(broken_invariants()) == []


def test_names_that_only_the_run_brought_go(tmp_path: Path) -> None:
    plans = make_list()
    other = mail(message_id="<plans.9@example.org>", sender="A. Archer <alice at example.org>")
    run_of(tmp_path, other, to=plans)
    before = all_rows()
    undo(ImportRun.objects.get())
    first = run_of(tmp_path, PLAN, to=plans)
    run_of(tmp_path, other, to=plans)
    undo(first)
    assert all_rows() == before


def test_what_is_undone_can_be_imported_again(tmp_path: Path) -> None:
    plans = make_list()
    run = run_of(tmp_path, PLAN, ANSWER, LATER, to=plans)
    before = all_rows()
    undo(run)
    assert not Message.objects.exists()
    again = import_sources(run.sources, plans)
    assert (again.stored, again.already_present) == (3, 0)
    assert all_rows() == before


def test_what_another_run_has_met_stays_and_goes_with_that_run(tmp_path: Path) -> None:
    plans = make_list()
    first = run_of(tmp_path, PLAN, ANSWER, to=plans)
    second = run_of(tmp_path, ANSWER, LATER, to=plans)
    undo(first)
    assert set(Posting.objects.values_list("message__message_id", "import_run")) == {
        ("plans.2@example.org", second.pk),
        ("plans.3@example.org", second.pk),
    }
    assert Message.objects.get(message_id="plans.1@example.org").is_missing
    undo(second)
    assert not Message.objects.exists()


def test_what_stands_on_another_list_stays(tmp_path: Path) -> None:
    plans, other = make_list(), make_list(slug="other")
    run = run_of(tmp_path, PLAN, ANSWER, to=plans)
    run_of(tmp_path, PLAN, to=other)
    undo(run)
    assert list(Message.objects.values_list("message_id", flat=True)) == ["plans.1@example.org"]
    assert list(Posting.objects.values_list("mailing_list__slug", flat=True)) == ["other"]
    assert list(broken_invariants()) == []


def test_quotes_in_other_threads_lose_their_origin_and_notes_on_them_stay(
    tmp_path: Path, member: User
) -> None:
    plans = make_list()
    run = run_of(tmp_path, mail(f"{SENTENCE}\n"), to=plans)
    quoting = mail(
        f"On Mon, 1 Jun 2020, Alice Archer wrote:\n> {SENTENCE}\n\nWhy?\n",
        message_id="<why@example.org>",
        references="<gone@example.org>",
        date="Mon, 8 Jun 2020 10:00:00 +0200",
    )
    run_of(tmp_path, quoting, to=plans)
    why = Message.objects.get(message_id="why@example.org")
    plan = Message.objects.get(message_id="plans.1@example.org")
    assert [origin.origin_id for origin in why.origins.all()] == [plan.pk]
    note = make_note(author=member, message=why, words="The scheduler")
    undo(run)
    target = Target.objects.get(annotation=note)
    assert (target.message, target.exact, target.found) == (why, "The scheduler", "place")
    assert {origin.origin_id for origin in why.origins.all()} <= {
        Message.objects.get(message_id="gone@example.org").pk
    }
    assert list(broken_invariants()) == []


def test_a_place_that_mail_took_is_held_by_quotes_again(tmp_path: Path) -> None:
    plans = make_list()
    quoting = mail(
        f"On Mon, 1 Jun 2020, Alice Archer wrote:\n> {SENTENCE}\n\nWhy?\n",
        message_id="<why@example.org>",
        date="Mon, 8 Jun 2020 10:00:00 +0200",
    )
    run_of(tmp_path, quoting, to=plans)
    held = Message.objects.select_related("body").get(is_missing=True)
    run = run_of(tmp_path, mail(f"{SENTENCE}\n"), to=plans)
    plan = Message.objects.get(message_id="plans.1@example.org")
    why = Message.objects.get(message_id="why@example.org")
    assert why.parent == plan
    undo(run)
    again = Message.objects.get(is_missing=True)
    assert (again.known_from, again.sender_name, again.body.text) == (
        "quotes",
        held.sender_name,
        held.body.text,
    )
    assert list(broken_invariants()) == []


class TestNotes:
    def test_are_in_the_way(self, tmp_path: Path, member: User) -> None:
        run = run_of(tmp_path, PLAN, ANSWER, to=make_list())
        note = make_note(
            author=member, message=Message.objects.get(message_id="plans.1@example.org"), words="share"
        )
        before = all_rows()
        with pytest.raises(StaysThere) as refusal:
            undo_run(run)
        assert "nothing was undone" in str(refusal.value)
        (standing,) = refusal.value.obstacles
        assert standing.url == note.get_absolute_url()
        assert standing.label == f"Note by {member}, on “share”"
        run.refresh_from_db()
        assert run.state == ImportRun.State.DONE
        assert all_rows() == before

    def test_that_are_private_or_deleted_too_without_their_page(self, tmp_path: Path, member: User) -> None:
        run = run_of(tmp_path, PLAN, to=make_list())
        plan = Message.objects.get()
        make_note(author=member, message=plan, words="share", visibility=Annotation.Visibility.ME)
        gone = make_note(author=member, message=plan, words="work")
        Annotation.objects.filter(pk=gone.pk).update(deleted_at=gone.created_at)
        with pytest.raises(StaysThere) as refusal:
            undo_run(run)
        told = [(one.label, one.url) for one in refusal.value.obstacles]
        assert told == [
            (f"Private note by {member}, on “share”", ""),
            (f"Deleted note by {member}, on “work”", ""),
        ]

    def test_on_what_another_run_has_are_not(self, tmp_path: Path, member: User) -> None:
        plans = make_list()
        run = run_of(tmp_path, PLAN, to=plans)
        run_of(tmp_path, PLAN, to=plans)
        note = make_note(author=member, message=Message.objects.get(), words="share")
        undo(run)
        note.refresh_from_db()
        assert note.target.found == "place"


class TestHeldMail:
    def test_goes_with_the_only_run_that_met_it(self, tmp_path: Path) -> None:
        run = run_of(tmp_path, b"", PLAN, to=make_list())
        assert Quarantine.objects.count() == 1
        undo(run)
        assert not Quarantine.objects.exists()

    def test_stays_when_another_run_met_it(self, tmp_path: Path) -> None:
        plans = make_list()
        first, second = run_of(tmp_path, b"", to=plans), run_of(tmp_path, b"", to=plans)
        undo(first)
        held = Quarantine.objects.get()
        assert (held.run, held.met_by) == (second, [second.pk])
        undo(second)
        assert not Quarantine.objects.exists()

    def test_that_a_try_stored_is_held_again_for_another_run(self, tmp_path: Path) -> None:
        plans = make_list()
        first, second = run_of(tmp_path, b"", to=plans), run_of(tmp_path, b"", to=plans)
        held = Quarantine.objects.get()
        held.raw = zstandard.compress(PLAN)
        held.save()
        assert retry_quarantine([held]) == (1, 0)
        undo(first)
        held.refresh_from_db()
        assert (held.state, held.run) == (Quarantine.State.HELD, second)
        assert not Message.objects.exists()


@pytest.mark.parametrize("state", ["queued", "running", "paused", "undone"])
def test_a_run_that_goes_on_or_is_undone_is_refused(tmp_path: Path, state: str) -> None:
    run = run_of(tmp_path, PLAN, to=make_list())
    ImportRun.objects.filter(pk=run.pk).update(state=state)
    with pytest.raises(StaysThere, match="going on, or was undone"):
        undo_run(run)


class TestInTheAdmin:
    def url(self, run: ImportRun) -> str:
        return f"/admin/archive/importrun/{run.pk}/undo/"

    def test_asks_then_lets_the_worker_do_it(self, tmp_path: Path, admin_client: Client) -> None:
        run = run_of(tmp_path, PLAN, ANSWER, to=make_list())
        assert self.url(run) in admin_client.get(run.get_absolute_url()).content.decode()
        page = squeezed(admin_client.get(self.url(run)).content.decode())
        assert "<b>2</b> messages that only this run brought go from the archive" in page
        assert Message.objects.count() == 2
        admin_client.post(self.url(run))
        run.refresh_from_db()
        assert run.state == ImportRun.State.UNDOING
        assert "being undone" in admin_client.get(run.get_absolute_url()).content.decode()
        undo_import(run.pk)
        run.refresh_from_db()
        assert run.state == ImportRun.State.UNDONE
        assert not Message.objects.exists()
        page = admin_client.get(run.get_absolute_url()).content.decode()
        assert "Import again" in page
        assert self.url(run) not in page

    def test_shows_the_notes_that_are_in_the_way(
        self, tmp_path: Path, admin_client: Client, member: User
    ) -> None:
        run = run_of(tmp_path, PLAN, to=make_list())
        note = make_note(author=member, message=Message.objects.get(), words="share")
        for page in (admin_client.get(self.url(run)), admin_client.post(self.url(run))):
            html = squeezed(page.content.decode())
            assert "1 note stands on these messages" in html
            assert f'href="{note.get_absolute_url()}"' in html
            assert "Undo the run</button>" not in html
        run.refresh_from_db()
        assert run.state == ImportRun.State.DONE

    def test_keeps_the_threads_with_notes_and_undoes_the_rest(
        self, tmp_path: Path, admin_client: Client, member: User
    ) -> None:
        run = run_of(tmp_path, PLAN, ANSWER, OTHER, to=make_list())
        answer = Message.objects.get(message_id="plans.2@example.org")
        make_note(author=member, message=answer, words="Yes")
        assert "keep threads with notes" in admin_client.get(self.url(run)).content.decode()
        admin_client.post(self.url(run), {"keep": "1"})
        undo_import(run.pk)
        run.refresh_from_db()
        assert run.state == ImportRun.State.UNDONE
        assert set(Message.objects.values_list("thread", flat=True)) == {answer.thread_id}
        assert Posting.objects.count() == 2
        assert ImportRun.objects.latest("pk").already_present == 2
        assert Annotation.objects.count() == 1
        assert list(broken_invariants()) == []

    def test_tells_of_notes_that_came_meanwhile(
        self, tmp_path: Path, admin_client: Client, member: User
    ) -> None:
        run = run_of(tmp_path, PLAN, to=make_list())
        admin_client.post(self.url(run))
        make_note(author=member, message=Message.objects.get(), words="share")
        undo_import(run.pk)
        run.refresh_from_db()
        assert run.state == ImportRun.State.STOPPED
        assert "nothing was undone" in ImportProblem.objects.get().reason

    def test_is_not_for_everybody(self, tmp_path: Path, client: Client, member: User) -> None:
        run = run_of(tmp_path, PLAN, to=make_list())
        client.force_login(member)
        client.post(self.url(run))
        run.refresh_from_db()
        assert run.state == ImportRun.State.DONE
