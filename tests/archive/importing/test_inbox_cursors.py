"""A public-inbox imported again: reading begins behind the commits that an earlier run has read, and loses nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from archive.importing import import_into_run, import_sources
from archive.importing.arrivals import Following, source_at
from archive.importing.arrivals.imap import FollowedImap
from archive.importing.undoing import undo_run
from archive.models import Followed, ImportRun, MailingList, Message, Quarantine
from tests.factories import make_list
from tests.inboxes import commit, epoch, git, repository
from tests.mails import mail, mbox
from tests.pages import squeezed

pytestmark = pytest.mark.django_db

Counts = tuple[int, int, int, int, int]
NO_MAIL = b"\n \n"
VERSION_2 = pytest.mark.parametrize("inbox", [2], indirect=True)


def numbered(number: int) -> bytes:
    return mail(message_id=f"<plans.{number}@example.org>", text=f"Plan {number}.\n")


def counts(run: ImportRun) -> Counts:
    """Found, stored, there, quarantined, not read again."""
    return run.found, run.stored, run.already_present, run.quarantined, run.mails_passed


def stored() -> list[str]:
    found = Message.objects.stored().values_list("message_id", flat=True)
    return sorted(message_id.partition("@")[0] for message_id in found)


class Inbox:
    """Mail that comes to a repository of version 1 or 2."""

    def __init__(self, work: Path, version: int) -> None:
        self.work, self.version = work, version
        self.path = repository(work)

    def add(self, *numbers: int) -> None:
        for number in numbers:
            commit(self.work, {self.file(number): numbered(number)})

    def take_back(self, number: int) -> None:
        if self.version == 1:
            commit(self.work, {self.file(number): None})
        else:
            commit(self.work, {"m": None, "d": numbered(number)})
            commit(self.work, {"d": None})

    def file(self, number: int) -> str:
        return f"aa/{number:038x}" if self.version == 1 else "m"

    def read(self, to: MailingList) -> ImportRun:
        return import_sources([self.path], to)


@pytest.fixture
def plans() -> MailingList:
    return make_list()


@pytest.fixture(params=[1, 2])
def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Inbox:
    made = Inbox(tmp_path / "inbox", request.param)
    made.add(1, 2)
    return made


class TestOnlyNewCommits:
    def test_are_read_by_a_second_import(self, inbox: Inbox, plans: MailingList) -> None:
        assert counts(inbox.read(plans)) == (2, 2, 0, 0, 0)
        assert counts(inbox.read(plans)) == (0, 0, 0, 0, 2)
        inbox.add(3)
        assert counts(inbox.read(plans)) == (1, 1, 0, 0, 2)
        assert counts(inbox.read(plans)) == (0, 0, 0, 0, 3)
        assert stored() == ["plans.1", "plans.2", "plans.3"]

    def test_and_what_they_take_back_is_not(self, inbox: Inbox, plans: MailingList) -> None:
        inbox.read(plans)
        inbox.add(3, 4)
        inbox.take_back(3)
        inbox.take_back(1)
        assert counts(inbox.read(plans)) == (1, 1, 0, 0, 2)
        assert stored() == ["plans.1", "plans.2", "plans.4"]

    def test_of_every_epoch(self, tmp_path: Path, plans: MailingList) -> None:
        folder = tmp_path / "plans"
        server, first = Inbox(tmp_path / "server", 2), folder / "git" / "0.git"
        server.add(1, 2)
        git(tmp_path, "clone", "-q", "--mirror", str(server.work), str(first))
        import_sources([folder], plans)
        server.add(3)
        git(first, "fetch", "-q")
        epoch(folder / "git" / "1.git", {"m": numbered(4)})
        assert counts(import_sources([folder], plans)) == (2, 2, 0, 0, 2)
        assert counts(import_sources([folder], plans)) == (0, 0, 0, 0, 4)

    def test_onto_the_list_that_the_folder_names(self, inbox: Inbox) -> None:
        assert counts(import_sources([inbox.path])) == (2, 2, 0, 0, 0)
        inbox.add(3)
        assert counts(import_sources([inbox.path])) == (1, 1, 0, 0, 2)
        assert list(MailingList.objects.values_list("slug", flat=True)) == ["inbox"]

    def test_on_each_list(self, inbox: Inbox, plans: MailingList) -> None:
        inbox.read(plans)
        assert counts(inbox.read(make_list(slug="other"))) == (2, 2, 0, 0, 0)

    def test_all_where_the_history_was_written_anew(self, inbox: Inbox, plans: MailingList) -> None:
        inbox.read(plans)
        before = git(inbox.work, "rev-parse", "HEAD").strip()
        git(inbox.work, "commit", "-q", "--amend", "-m", "anew")
        inbox.add(3)
        run = inbox.read(plans)
        assert counts(run) == (3, 1, 2, 0, 0)
        [problem] = run.problems.all()
        assert problem.reason.startswith(f"The commit {before}, up to which {inbox.path} was read before,")
        assert counts(inbox.read(plans)) == (0, 0, 0, 0, 3)

    def test_all_of_an_older_clone_in_the_same_place(self, inbox: Inbox, plans: MailingList) -> None:
        inbox.read(plans)
        git(inbox.work, "reset", "-q", "--hard", "HEAD~1")
        run = inbox.read(plans)
        assert (counts(run), run.problems.count()) == ((1, 0, 1, 0, 0), 1)
        inbox.add(3)
        assert counts(inbox.read(plans)) == (1, 1, 0, 0, 1)

    def test_none_that_a_run_did_not_come_to_the_end_of(self, inbox: Inbox, plans: MailingList) -> None:
        inbox.add(3)
        blob = git(inbox.work, "rev-parse", f"HEAD:{inbox.file(3)}").strip()
        lost = inbox.path / "objects" / blob[:2] / blob[2:]
        kept = lost.read_bytes()
        lost.unlink()
        assert inbox.read(plans).unreadable_sources == 1
        lost.write_bytes(kept)
        assert counts(inbox.read(plans)) == (3, 1, 2, 0, 0)


@VERSION_2
class TestHalted:
    """A run that did not come to its end moves nothing; one that goes on ends as if it had not halted."""

    def halted(self, inbox: Inbox, plans: MailingList, wish: str) -> ImportRun:
        run = ImportRun.objects.create(sources=[str(inbox.path)], mailing_list=plans)

        def halt(progress: object) -> None:
            ImportRun.objects.filter(pk=run.pk).update(wish=wish)

        import_into_run(run, tell=halt)
        return run

    def test_stopped(self, inbox: Inbox, plans: MailingList) -> None:
        assert self.halted(inbox, plans, "stop").state == "stopped"
        assert counts(inbox.read(plans)) == (2, 0, 2, 0, 0)

    def test_broken_off(self, inbox: Inbox, plans: MailingList) -> None:
        def fail(progress: object) -> None:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            import_sources([inbox.path], plans, tell=fail)
        assert counts(inbox.read(plans)) == (2, 0, 2, 0, 0)

    def test_paused_and_continued(self, inbox: Inbox, plans: MailingList) -> None:
        inbox.read(plans)
        inbox.add(3, 4)
        run = self.halted(inbox, plans, "pause")
        assert (run.state, counts(run)) == ("paused", (2, 2, 0, 0, 0))
        inbox.add(5)
        inbox.read(plans)
        import_into_run(run)
        assert (run.state, counts(run)) == ("done", (3, 2, 1, 0, 2))
        assert counts(inbox.read(plans)) == (0, 0, 0, 0, 5)

    def test_mail_passed_in_the_place_of_other_mail_counts_as_met(
        self, inbox: Inbox, plans: MailingList, tmp_path: Path
    ) -> None:
        """What the run had counted was taken back meanwhile, so it takes a later mail for counted."""
        run = self.halted(inbox, plans, "pause")
        inbox.take_back(1)
        inbox.add(3)
        (tmp_path / "3.eml").write_bytes(numbered(3))
        other = import_sources([tmp_path / "3.eml"], plans)
        import_into_run(run)
        assert (run.state, run.found) == ("done", 2)
        undo_run(other)
        assert stored() == ["plans.1", "plans.2", "plans.3"]


class TestUndone:
    """What an undo took away comes again with the next import."""

    @pytest.mark.parametrize("number", [0, 1])
    def test_whichever_run(self, inbox: Inbox, plans: MailingList, number: int) -> None:
        runs = [inbox.read(plans)]
        inbox.add(3)
        runs.append(inbox.read(plans))
        undo_run(runs[number])
        assert len(stored()) < 3
        assert counts(inbox.read(plans))[:2] == (3, 3 - len(stored_by(runs[1 - number])))
        assert stored() == ["plans.1", "plans.2", "plans.3"]

    def test_while_a_run_reads_what_comes_behind_it(self, inbox: Inbox, plans: MailingList) -> None:
        first = inbox.read(plans)
        inbox.add(3)

        def undo(progress: object) -> None:
            undo_run(first)

        import_sources([inbox.path], plans, tell=undo)
        assert stored() == ["plans.3"]
        assert not Followed.objects.exists()
        assert counts(inbox.read(plans)) == (3, 2, 1, 0, 0)

    def test_mail_of_another_run_that_this_one_met_stays(
        self, inbox: Inbox, plans: MailingList, tmp_path: Path
    ) -> None:
        other = import_sources([mbox(tmp_path, numbered(1))], plans)
        inbox.read(plans)
        undo_run(other)
        assert counts(inbox.read(plans)) == (0, 0, 0, 0, 2)
        assert stored() == ["plans.1", "plans.2"]

    def test_the_list_itself(self, inbox: Inbox, plans: MailingList) -> None:
        undone = inbox.read(plans)
        plans.delete()
        assert not Followed.objects.exists()
        undo_run(undone)
        assert counts(inbox.read(make_list()))[0] == 2


def stored_by(run: ImportRun) -> list[int]:
    return list(run.postings.values_list("pk", flat=True))


@VERSION_2
def test_held_mail_stays_held_and_comes_again_after_an_undo(inbox: Inbox, plans: MailingList) -> None:
    commit(inbox.work, {inbox.file(3): NO_MAIL})
    first = inbox.read(plans)
    assert counts(first) == (3, 2, 0, 1, 0)
    assert counts(inbox.read(plans)) == (0, 0, 0, 0, 3)
    assert Quarantine.objects.held().count() == 1
    undo_run(first)
    assert not Quarantine.objects.exists()
    assert counts(inbox.read(plans)) == (3, 2, 0, 1, 0)


@VERSION_2
class TestFollowed:
    """One cursor serves imports and following."""

    def follow(self, inbox: Inbox, plans: MailingList | None = None) -> Following:
        following = Following(source_at(str(inbox.path)), plans)
        following.take_up()
        return following

    def look(self, following: Following) -> Counts | None:
        run = following.read(lambda progress: None)
        return counts(run) if run else None

    def test_begins_behind_an_import_and_an_import_behind_it(self, inbox: Inbox, plans: MailingList) -> None:
        inbox.read(plans)
        following = self.follow(inbox)
        assert self.look(following) is None
        inbox.add(3)
        assert self.look(following) == (1, 1, 0, 0, 0)
        assert counts(inbox.read(plans)) == (0, 0, 0, 0, 3)

    def test_reads_all_again_when_begun_after_an_undo(self, inbox: Inbox, plans: MailingList) -> None:
        following = self.follow(inbox, plans)
        self.look(following)
        undo_run(ImportRun.objects.get())
        inbox.add(3)
        assert self.look(following) == (1, 1, 0, 0, 0)
        assert self.look(self.follow(inbox, plans)) == (3, 2, 1, 0, 0)

    def test_tells_of_a_history_written_anew(self, inbox: Inbox, plans: MailingList) -> None:
        following = self.follow(inbox, plans)
        self.look(following)
        git(inbox.work, "commit", "-q", "--amend", "-m", "anew")
        assert self.look(following) == (2, 0, 2, 0, 0)
        assert ImportRun.objects.latest("pk").problems.count() == 1
        assert self.look(following) is None


def test_an_imap_folder_is_read_again_after_an_undo(plans: MailingList) -> None:
    url = "imap://alice@127.0.0.1/Plans"
    run = ImportRun.objects.create(sources=[url], mailing_list=plans, state=ImportRun.State.DONE)
    Followed.objects.create(mailing_list=plans, source=url, cursor={"uidvalidity": 7, "uid": 9})
    undo_run(run)
    following = Following(FollowedImap(url), plans)
    following.take_up()
    assert following.source.cursor == {}


def test_the_terminal_says_what_was_not_read_again(tmp_path: Path, plans: MailingList) -> None:
    inbox, out = Inbox(tmp_path / "inbox", 2), StringIO()
    inbox.add(1, 2)
    inbox.read(plans)
    call_command("import_archive", str(inbox.path), "--list", "plans", stdout=out)
    assert out.getvalue().startswith("0 found = 0 stored + 0 already present + 0 quarantined;")
    assert out.getvalue().endswith("; 2 that an earlier run had read were not read again\n")


def test_the_page_of_the_run_says_it(tmp_path: Path, plans: MailingList, admin_client: Client) -> None:
    inbox = Inbox(tmp_path / "inbox", 2)
    inbox.add(1, 2)
    inbox.read(plans)
    page = admin_client.get(inbox.read(plans).get_absolute_url())
    assert "2 mails of these sources were not read again: an earlier run had read them." in squeezed(
        page.text
    )
