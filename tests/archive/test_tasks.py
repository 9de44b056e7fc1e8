"""Background work: runs through a real worker, uploads kept and removed, held mail tried again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from archive.importing import import_sources, make_list, new_run
from archive.importing.run_control import import_again, retry_now, split_now, start_import
from archive.models import ImportRun, Message, Origin, Quarantine, Thread
from archive.tasks import run_import
from tests.mails import mail, mbox


@pytest.fixture(autouse=True)
def upload_root(settings: Settings, tmp_path: Path) -> Path:
    root: Path = tmp_path / "uploads"
    settings.UPLOAD_ROOT = root
    return root


def uploaded(folder: Path, *mails: bytes, name: str = "plans.mbox") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, mbox(folder, *mails).read_bytes())


def held(run: ImportRun, content: bytes) -> Quarantine:
    assert run.mailing_list
    ImportRun.objects.filter(pk=run.pk).update(found=1, quarantined=1, state=ImportRun.State.DONE)
    return Quarantine.objects.create(
        run=run,
        mailing_list=run.mailing_list,
        source="plans.mbox",
        raw=zstandard.compress(content),
        digest=sha256(content).hexdigest(),
        reason="Held for a reason of yesterday.",
    )


@pytest.mark.django_db(transaction=True)
def test_worker_does_what_the_form_started(tmp_path: Path, upload_root: Path) -> None:
    run = start_import(make_list("Plans"), [uploaded(tmp_path, mail())])
    assert (upload_root / str(run.pk) / "plans.mbox").exists()
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    run.refresh_from_db()
    assert (run.state, run.found, run.stored) == ("done", 1, 1)
    assert Message.objects.get().message_id == "plans.1@example.org"
    assert not (upload_root / str(run.pk)).exists()


@pytest.mark.django_db(transaction=True)
def test_worker_traces_threads_that_were_split(tmp_path: Path) -> None:
    first = mail("The harbour lamp is to be green.\n", message_id="<a@example.org>")
    answer = mail(
        "> The harbour lamp is to be green.\n\nYes.\n",
        message_id="<b@example.org>",
        references="<a@example.org>",
    )
    import_sources([mbox(tmp_path, first, answer)], make_list("Plans"))
    done = split_now(Message.objects.get(message_id="b@example.org"))
    assert Thread.objects.exclude(traced_revision=F("revision")).count() == 2
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert not Thread.objects.exclude(traced_revision=F("revision")).exists()
    assert Origin.objects.get().message == done.message


@pytest.mark.django_db
class TestRun:
    def test_is_deferred_with_its_rows(self, tmp_path: Path) -> None:
        run = start_import(make_list("Plans"), [uploaded(tmp_path, mail())])
        job = ProcrastinateJob.objects.latest("pk")
        assert (job.task_name, job.args, job.status) == ("archive.run_import", {"run_id": run.pk}, "todo")

    def test_is_done_once(self, tmp_path: Path) -> None:
        run = start_import(make_list("Plans"), paths=[mbox(tmp_path, mail())])
        run_import(run.pk)
        run_import(run.pk)
        run.refresh_from_db()
        assert (run.state, run.found, run.stored) == ("done", 1, 1)

    def test_that_is_gone_does_nothing(self) -> None:
        run_import(0)
        assert not Message.objects.exists()

    def test_keeps_uploads_that_gave_no_mail(self, tmp_path: Path, upload_root: Path) -> None:
        nothing = SimpleUploadedFile("notes.png", b"\x89PNG\r\n\x1a\n")
        run = start_import(make_list("Plans"), [uploaded(tmp_path, mail()), nothing])
        run_import(run.pk)
        run.refresh_from_db()
        assert (run.state, run.stored, run.unreadable_sources) == ("done", 1, 1)
        assert (upload_root / str(run.pk) / "notes.png").exists()

    def test_removes_no_source_but_uploads(self, tmp_path: Path) -> None:
        source = mbox(tmp_path, mail())
        run_import(start_import(make_list("Plans"), paths=[source]).pk)
        assert source.exists()

    def test_leaves_nothing_when_uploads_cannot_be_kept(self, tmp_path: Path, upload_root: Path) -> None:
        upload_root.write_text("a file where the folder should be")
        with pytest.raises(OSError, match="uploads"):
            start_import(make_list("Plans"), [uploaded(tmp_path, mail())])
        assert not ImportRun.objects.exists()

    def test_begins_again_as_another(self, tmp_path: Path) -> None:
        lost = new_run([mbox(tmp_path, mail())], make_list("Plans"))
        ImportRun.objects.filter(pk=lost.pk).update(state=ImportRun.State.RUNNING)
        again = import_again(lost)
        run_import(again.pk)
        lost.refresh_from_db()
        again.refresh_from_db()
        assert (lost.state, again.state, again.stored) == ("failed", "done", 1)
        assert f"run {again.pk} imports the same sources" in lost.problems.get().reason


@pytest.mark.django_db
class TestRetry:
    def test_stores_what_can_be_read_today(self) -> None:
        run = new_run(["plans.mbox"], make_list("Plans"))
        one = held(run, mail())
        assert retry_now([one.pk]) == (1, 0)
        one.refresh_from_db()
        run.refresh_from_db()
        assert (one.state, one.tries) == ("stored", 2)
        assert (run.found, run.stored, run.quarantined) == (1, 1, 0)

    def test_traces_what_it_quotes(self, tmp_path: Path) -> None:
        plan = mail("The harbour lamp is to be green.\n", message_id="<a@example.org>")
        run = import_sources([mbox(tmp_path, plan)], make_list("Plans"))
        quoting = mail("> The harbour lamp is to be green.\n", references="<a@example.org>")
        assert retry_now([held(run, quoting).pk]) == (1, 0)
        assert Origin.objects.get().origin.message_id == "a@example.org"

    def test_twice_counts_once(self) -> None:
        run = new_run(["plans.mbox"], make_list("Plans"))
        one = held(run, mail())
        assert retry_now([one.pk, one.pk]) == (1, 0)
        run.refresh_from_db()
        assert (run.stored, run.quarantined) == (1, 0)

    def test_keeps_what_is_no_mail_with_the_reason_of_today(self) -> None:
        one = held(new_run(["plans.mbox"], make_list("Plans")), b"")
        assert retry_now([one.pk]) == (0, 1)
        one.refresh_from_db()
        assert (one.state, one.tries) == ("held", 2)
        assert one.reason != "Held for a reason of yesterday."
