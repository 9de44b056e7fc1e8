"""`manage.py import_archive --follow`: a Maildir, a clone of a public-inbox and an IMAP folder that mail comes to."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from archive.cli.following import follow_on_terminal
from archive.cli.imports import UsageError
from archive.models import Followed, ImportRun, MailingList, Message, Quarantine
from tests.imap_server import ImapServer
from tests.inboxes import commit, git
from tests.mails import mail

pytestmark = pytest.mark.django_db


def numbered(number: int, text: str = "Hello.\n", more: str = "") -> bytes:
    return mail(text, message_id=f"<plans.{number}@example.org>", more=more)


def watch(source: Path | str, *between: Callable[[], object], slug: str = "plans") -> tuple[int, str, str]:
    """Follows a source, and does one thing after each round; Ctrl-C after the last. Exit code, output, errors."""
    out, err, left = StringIO(), StringIO(), iter(between)

    def wait(seconds: float) -> None:
        step = next(left, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    code = follow_on_terminal([str(source)], slug, "", 10, out, err, wait)
    return code, out.getvalue(), err.getvalue()


def stored() -> list[str]:
    return sorted(Message.objects.stored().values_list("message_id", flat=True))


def nothing() -> None:
    """A round without news."""


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "Plans"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    return folder


class TestMaildir:
    def test_mail_delivered_later_is_stored_and_counted(self, maildir: Path) -> None:
        (maildir / "cur" / "1.host:2,S").write_bytes(numbered(1))
        code, out, err = watch(maildir, lambda: (maildir / "new" / "2.host").write_bytes(numbered(2)))
        assert (code, err) == (0, "")
        assert stored() == ["plans.1@example.org", "plans.2@example.org"]
        assert out.splitlines()[-1] == "Ended. Mail came in 2 rounds: 2 found, 2 stored onto plans."

    def test_mail_half_written_in_tmp_is_not_read(self, maildir: Path) -> None:
        half = maildir / "tmp" / "1.host"
        half.write_bytes(numbered(1)[:40])
        _, out, err = watch(maildir, nothing)
        assert (stored(), err, out.splitlines()[-1]) == ([], "", "Ended. No mail came.")
        half.write_bytes(numbered(1))
        watch(maildir, lambda: half.rename(maildir / "new" / "1.host"))
        assert stored() == ["plans.1@example.org"]

    def test_rounds_without_news_leave_no_rows(self, maildir: Path) -> None:
        new = maildir / "new" / "1.host"
        new.write_bytes(numbered(1))
        watch(maildir, nothing, lambda: new.rename(maildir / "cur" / "1.host:2,S"), nothing)
        [run] = ImportRun.objects.all()
        assert (run.state, run.found, run.stored, run.sources) == ("done", 1, 1, [str(maildir)])

    def test_mail_that_cannot_be_stored_is_held_once_and_told_once(self, maildir: Path) -> None:
        (maildir / "new" / "1.host").write_bytes(b"From: a@example.org\n\n" + b"x" * (65 << 20))
        _, out, err = watch(maildir, nothing, nothing)
        assert Quarantine.objects.count() == 1
        assert err.count("Held back") == 1
        assert out.endswith("1 found, 0 stored onto plans, 1 held back.\n")

    def test_goes_to_the_list_that_the_mail_names(self, maildir: Path) -> None:
        (maildir / "new" / "1.host").write_bytes(numbered(1, more="List-Id: <council.example.org>\n"))
        watch(maildir, slug="")
        assert MailingList.objects.get().slug == "council"

    def test_or_else_to_the_one_named_after_the_folder(self, maildir: Path) -> None:
        watch(maildir, lambda: (maildir / "new" / "1.host").write_bytes(numbered(1)), slug="")
        assert MailingList.objects.get().slug == "plans"

    def test_one_that_goes_away_is_told_and_waited_for(self, maildir: Path) -> None:
        away = maildir.with_name("away")
        _, _, err = watch(
            maildir,
            lambda: maildir.rename(away),
            nothing,
            lambda: away.rename(maildir),
            lambda: (maildir / "new" / "1.host").write_bytes(numbered(1)),
        )
        assert err.count("cannot be read (No such file or directory)") == 2
        assert "Trying again in 20 s.\n" in err
        assert "Trying again in 40 s.\n" in err
        assert stored() == ["plans.1@example.org"]

    def test_replies_of_later_rounds_join_their_thread(self, maildir: Path) -> None:
        (maildir / "new" / "1.host").write_bytes(numbered(1, "A plan that everybody can follow.\n"))
        reply = mail(
            "Alice Archer wrote:\n> A plan that everybody can follow.\n\nYes.\n",
            message_id="<plans.2@example.org>",
            references="<plans.1@example.org>",
        )
        watch(maildir, lambda: (maildir / "new" / "2.host").write_bytes(reply))
        first, second = Message.objects.order_by("message_id")
        assert second.parent == first
        assert [origin.origin for origin in second.origins.all()] == [first]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The server's side: a work tree whose commits others fetch."""
    folder = tmp_path / "server"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, {"m": numbered(1)})
    return folder


class TestPublicInbox:
    @pytest.mark.parametrize("kind", ["--mirror", "--bare", "--no-checkout"])
    def test_a_clone_is_fetched_and_only_new_commits_are_read(
        self, inbox: Path, tmp_path: Path, kind: str
    ) -> None:
        clone = tmp_path / "plans.git"
        git(tmp_path, "clone", "-q", kind, str(inbox), str(clone))
        code, _, err = watch(clone, nothing, lambda: commit(inbox, {"m": numbered(2)}), nothing)
        assert (code, err) == (0, "")
        assert stored() == ["plans.1@example.org", "plans.2@example.org"]
        assert [(run.found, run.stored) for run in ImportRun.objects.order_by("pk")] == [(1, 1), (1, 1)]

    def test_without_a_remote_new_commits_are_looked_for(self, inbox: Path) -> None:
        watch(inbox / ".git", lambda: commit(inbox, {"m": numbered(2)}))
        assert stored() == ["plans.1@example.org", "plans.2@example.org"]

    def test_the_cursor_outlives_the_command(self, inbox: Path) -> None:
        watch(inbox / ".git")
        commit(inbox, {"m": numbered(2)})
        watch(inbox / ".git", slug="")
        assert [run.found for run in ImportRun.objects.order_by("pk")] == [1, 1]
        assert MailingList.objects.get().slug == "plans"
        followed = Followed.objects.get()
        assert followed.cursor == {".": {"commit": git(inbox, "rev-parse", "HEAD").strip(), "mails": 2}}

    def test_a_new_epoch_is_read_too(self, inbox: Path, tmp_path: Path) -> None:
        plans = tmp_path / "plans"
        git(tmp_path, "clone", "-q", "--mirror", str(inbox), str(plans / "git" / "0.git"))
        commit(inbox, {"m": numbered(2)})
        watch(
            plans, lambda: git(tmp_path, "clone", "-q", "--mirror", str(inbox), str(plans / "git" / "1.git"))
        )
        assert set(Followed.objects.get().cursor) == {"git/0.git", "git/1.git"}
        assert stored() == ["plans.1@example.org", "plans.2@example.org"]

    def test_version_1_with_a_file_for_each_mail(self, tmp_path: Path) -> None:
        work = tmp_path / "work"
        work.mkdir()
        git(work, "init", "-q")
        commit(work, {f"aa/{'1' * 38}": numbered(1)})
        watch(work / ".git", lambda: commit(work, {f"bb/{'2' * 38}": numbered(2)}))
        assert stored() == ["plans.1@example.org", "plans.2@example.org"]
        assert [run.found for run in ImportRun.objects.order_by("pk")] == [1, 1]

    def test_a_history_written_anew_is_read_whole_and_stored_once(self, inbox: Path) -> None:
        def rewrite() -> None:
            git(inbox, "commit", "-q", "--amend", "-m", "anew")
            commit(inbox, {"m": numbered(2)})

        watch(inbox / ".git", rewrite)
        last = ImportRun.objects.latest("pk")
        assert (last.found, last.stored, last.already_present) == (2, 1, 1)

    def test_a_remote_that_is_gone_is_told_and_what_is_here_is_read(
        self, inbox: Path, tmp_path: Path
    ) -> None:
        clone = tmp_path / "plans.git"
        git(tmp_path, "clone", "-q", "--mirror", str(inbox), str(clone))
        inbox.rename(tmp_path / "away")
        code, _, err = watch(clone, nothing)
        assert code == 0
        assert stored() == ["plans.1@example.org"]
        assert "cannot be brought up to date" in err
        assert ImportRun.objects.count() == 1

    def test_programs_named_in_its_settings_are_not_run(self, inbox: Path, tmp_path: Path) -> None:
        clone, ran = tmp_path / "plans.git", tmp_path / "ran"
        git(tmp_path, "clone", "-q", "--mirror", str(inbox), str(clone))
        script = tmp_path / "script"
        script.write_text(f"#!/bin/sh\ntouch {ran}\n")
        script.chmod(0o755)
        git(clone, "config", "remote.origin.uploadpack", str(script))
        git(clone, "config", "core.fsmonitor", str(script))
        git(clone, "config", "core.hooksPath", str(tmp_path))
        script.rename(tmp_path / "reference-transaction")
        commit(inbox, {"m": numbered(2)})
        watch(clone)
        assert stored() == ["plans.1@example.org", "plans.2@example.org"]
        assert not ran.exists()


@pytest.fixture
def imap(settings: Settings) -> Iterator[ImapServer]:
    settings.IMAP_PASSWORD = "sesame"
    with ImapServer() as server:
        yield server


def address(server: ImapServer, folder: str = "Plans", user: str = "alice") -> str:
    return f"imap://{user}@localhost:{server.port}/{folder}".replace("localhost", "127.0.0.1")


class TestImap:
    def test_mail_with_new_uids_is_stored(self, imap: ImapServer) -> None:
        imap.mails = {3: numbered(1), 5: numbered(2)}
        code, out, err = watch(address(imap), nothing, lambda: imap.mails.update({9: numbered(3)}), nothing)
        assert (code, err) == (0, "")
        assert stored() == [f"plans.{number}@example.org" for number in (1, 2, 3)]
        assert out.endswith("Mail came in 2 rounds: 3 found, 3 stored onto plans.\n")
        assert Followed.objects.get().cursor == {"uidvalidity": 7, "uid": 9}
        assert [run.found for run in ImportRun.objects.order_by("pk")] == [2, 1]

    def test_nothing_is_changed_on_the_server(self, imap: ImapServer) -> None:
        imap.mails = {1: numbered(1)}
        watch(address(imap))
        verbs = [line.partition(" ")[2] for line in imap.said]
        assert verbs[-1] == "LOGOUT"
        assert [verb for verb in verbs if "SELECT" in verb or "STORE" in verb] == []
        assert [verb.count("BODY.PEEK[]") for verb in verbs if verb.startswith("UID FETCH")] == [1]

    def test_goes_on_after_the_last_uid_when_started_again(self, imap: ImapServer) -> None:
        imap.mails = {1: numbered(1)}
        watch(address(imap))
        imap.mails[2] = numbered(2)
        imap.said.clear()
        watch(address(imap), slug="")
        assert sum("FETCH" in line for line in imap.said) == 1
        assert len(stored()) == 2

    def test_new_uids_for_all_mail_store_nothing_twice(self, imap: ImapServer) -> None:
        imap.mails = {8: numbered(1)}

        def renumber() -> None:
            imap.uidvalidity, imap.mails = 8, {1: numbered(1), 2: numbered(2)}

        watch(address(imap), renumber)
        last = ImportRun.objects.latest("pk")
        assert (last.found, last.stored, last.already_present) == (2, 1, 1)

    def test_a_lost_connection_is_told_and_made_anew(self, imap: ImapServer) -> None:
        def drop() -> None:
            imap.drop, imap.mails[2] = True, numbered(2)

        imap.mails = {1: numbered(1)}
        code, _, err = watch(address(imap), drop, nothing)
        assert code == 0
        assert "The connection to 127.0.0.1 was lost" in err
        assert "Trying again in 20 s." in err
        assert len(stored()) == 2
        assert sum("LOGIN" in line for line in imap.said) == 2

    def test_a_wrong_password_is_told(self, imap: ImapServer, settings: Settings) -> None:
        settings.IMAP_PASSWORD = "wrong"
        code, _, err = watch(address(imap))
        assert code == 1
        assert err == "127.0.0.1 does not let alice in (wrong password). Check IMAP_PASSWORD.\n"

    def test_a_password_beyond_ascii_is_sent_where_the_server_takes_it(
        self, imap: ImapServer, settings: Settings
    ) -> None:
        settings.IMAP_PASSWORD = "sésame"
        code, _, err = watch(address(imap))
        assert (code, "takes ASCII names and passwords only" in err) == (1, True)
        imap.takes_plain, imap.mails = True, {1: numbered(1)}
        watch(address(imap))
        assert len(stored()) == 1

    def test_a_folder_that_is_not_there_is_told(self, imap: ImapServer) -> None:
        code, _, err = watch(address(imap, "Other"))
        assert code == 1
        assert "has no folder 'Other' for alice (no such folder)" in err

    def test_a_password_in_the_address_is_refused_and_not_repeated(self) -> None:
        code, _, err = watch("imaps://alice:sesame@mail.example.org/Plans")
        assert (code, "IMAP_PASSWORD" in err, "sesame" in err) == (1, True, False)


def stop_again_and_again(out: StringIO) -> None:
    """SIGTERM, until what follows has ended and a while beyond."""
    deadline = time.monotonic() + 30
    while "1 stored" not in out.getvalue() and time.monotonic() < deadline:
        time.sleep(0.05)
    for _ in range(200):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.002)


class TestTheCommand:
    @pytest.mark.usefixtures("heeds_ctrl_c")
    def test_ctrl_c_ends_it_with_a_sentence(self, maildir: Path) -> None:
        (maildir / "new" / "1.host").write_bytes(numbered(1))
        out = StringIO()

        def interrupt() -> None:
            deadline = time.monotonic() + 30
            while "1 stored" not in out.getvalue() and time.monotonic() < deadline:
                time.sleep(0.05)
            os.kill(os.getpid(), signal.SIGINT)

        ending = threading.Thread(target=interrupt)
        ending.start()
        call_command("import_archive", "--follow", str(maildir), "--every", "0.2", stdout=out)
        ending.join()
        assert out.getvalue().endswith("Ended. Mail came once: 1 found, 1 stored onto plans.\n")

    def test_being_stopped_many_times_ends_it_with_a_sentence_too(self, maildir: Path) -> None:
        (maildir / "new" / "1.host").write_bytes(numbered(1))
        out, late = StringIO(), list[int]()
        before = signal.signal(signal.SIGTERM, lambda number, frame: late.append(number))
        ending = threading.Thread(target=stop_again_and_again, args=[out])
        ending.start()
        try:
            call_command("import_archive", "--follow", str(maildir), "--every", "0.2", stdout=out)
            ending.join()
        finally:
            signal.signal(signal.SIGTERM, before)
        assert out.getvalue().endswith("Ended. Mail came once: 1 found, 1 stored onto plans.\n")
        assert late == []

    def test_what_cannot_be_followed_is_told(self, tmp_path: Path) -> None:
        code, _, err = watch(tmp_path)
        assert code == 1
        assert err.startswith(f"{tmp_path} cannot be followed. Name a Maildir,")

    def test_one_source_at_a_time(self) -> None:
        with pytest.raises(UsageError, match="name one"):
            follow_on_terminal(["a", "b"], "", "", 10, StringIO(), StringIO())
