"""Runs that are paused, continued, stopped, broken off: nothing is lost, nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from archive.importing import Progress, import_into_run, make_list, new_run
from archive.importing.run_control import continue_import, halt_import
from archive.importing.run_locks import WORKED_ON, WorkedOn
from archive.mail import preparing
from archive.models import ImportRun, Message
from archive.tasks import run_import
from tests.mails import mail, mbox

pytestmark = pytest.mark.django_db
MAILS = 700
State, Wish = ImportRun.State, ImportRun.Wish


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "BATCH_MAILS", 300)


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Two files; the first takes several batches."""
    mails = [
        mail(f"Plan {number}.\n", message_id=f"<plan.{number}@example.org>", subject=f"plan {number}")
        for number in range(MAILS)
    ]
    rest = [mail("More.\n", message_id=f"<more.{number}@example.org>") for number in range(10)]
    return [mbox(tmp_path, *mails), mbox(tmp_path, *rest, name="more.mbox")]


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.found, run.stored, run.already_present, run.quarantined


def halted(run: ImportRun, wish: ImportRun.Wish, *, after: int) -> ImportRun:
    """The run, done until so many mails were found, when somebody wishes it to halt."""

    def tell(progress: Progress) -> None:
        if progress.found >= after:
            halt_import(run, wish)

    import_into_run(run, tell=tell)
    run.refresh_from_db()
    return run


def whole(sources: list[Path]) -> tuple[int, int, int, int]:
    run = new_run(sources, make_list("Whole"))
    import_into_run(run)
    return counts(run)


def test_a_paused_run_goes_on_where_it_was(sources: list[Path]) -> None:
    run = halted(new_run(sources, make_list("Plans")), Wish.PAUSE, after=1)
    assert run.state == State.PAUSED
    assert 0 < run.found == run.mails_done < MAILS
    assert continue_import(run)
    run.refresh_from_db()
    assert run.state == State.QUEUED
    run_import(run.pk)
    run.refresh_from_db()
    assert (run.state, run.source_number) == (State.DONE, 2)
    assert counts(run) == (MAILS + 10, MAILS + 10, 0, 0)
    assert Message.objects.stored().count() == MAILS + 10


def test_it_may_be_paused_more_than_once(sources: list[Path]) -> None:
    run = new_run(sources, make_list("Plans"))
    for after in (1, 400, MAILS + 1):
        halted(run, Wish.PAUSE, after=after)
        assert run.state == State.PAUSED
    import_into_run(run)
    assert counts(run) == (MAILS + 10, MAILS + 10, 0, 0)


def test_a_stopped_run_is_over_and_its_sources_can_be_imported_again(sources: list[Path]) -> None:
    plans = make_list("Plans")
    run = halted(new_run(sources, plans), Wish.STOP, after=1)
    assert (run.state, run.is_over) == (State.STOPPED, True)
    assert not continue_import(run)
    again = new_run(sources, plans)
    import_into_run(again)
    assert again.found == MAILS + 10
    assert again.stored == MAILS + 10 - run.stored
    assert again.already_present + again.quarantined == run.found


def test_a_run_that_waits_halts_at_once(sources: list[Path]) -> None:
    run = new_run(sources, make_list("Plans"))
    halt_import(run, Wish.PAUSE)
    run.refresh_from_db()
    assert run.state == State.PAUSED
    halt_import(run, Wish.STOP)
    run.refresh_from_db()
    assert run.state == State.STOPPED
    run_import(run.pk)
    assert not Message.objects.exists()


def test_ctrl_c_stops_after_what_is_stored(sources: list[Path]) -> None:
    run = new_run(sources, make_list("Plans"))

    def interrupt(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_into_run(run, tell=interrupt)
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert Message.objects.stored().count() == run.stored > 0


def test_what_breaks_off_counts_what_is_stored(sources: list[Path]) -> None:
    run = new_run(sources, make_list("Plans"))

    def fail(progress: Progress) -> None:
        raise RuntimeError("the lamp went out")

    with pytest.raises(RuntimeError):
        import_into_run(run, tell=fail)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert run.found == run.mails_done == run.stored + run.quarantined
    import_into_run(run)
    assert counts(run) == whole(sources) == (MAILS + 10, MAILS + 10, 0, 0)


def test_a_run_that_broke_off_is_continued(sources: list[Path]) -> None:
    run = new_run(sources, make_list("Plans"))

    def fail(progress: Progress) -> None:
        raise RuntimeError("the lamp went out")

    with pytest.raises(RuntimeError):
        import_into_run(run, tell=fail)
    assert continue_import(run)
    run_import(run.pk)
    run.refresh_from_db()
    assert (run.state, run.is_joined) == (State.DONE, True)
    assert counts(run) == (MAILS + 10, MAILS + 10, 0, 0)
    assert not continue_import(run)


def test_a_run_whose_process_is_gone_is_continued_or_halted(sources: list[Path]) -> None:
    run = halted(new_run(sources, make_list("Plans")), Wish.PAUSE, after=1)
    ImportRun.objects.update(state=State.RUNNING)
    with worked_on_elsewhere(run):
        assert not continue_import(run)
        halt_import(run, Wish.PAUSE)
        run.refresh_from_db()
        assert (run.state, run.wish) == (State.RUNNING, Wish.PAUSE)
        with pytest.raises(WorkedOn, match=f"Another process works on import run {run.pk}"):
            import_into_run(run)
    halt_import(run, Wish.PAUSE)
    run.refresh_from_db()
    assert run.state == State.PAUSED
    ImportRun.objects.update(state=State.RUNNING)
    assert continue_import(run)
    run_import(run.pk)
    run.refresh_from_db()
    assert counts(run) == (MAILS + 10, MAILS + 10, 0, 0)


def test_a_run_that_waits_in_vain_may_be_begun(sources: list[Path]) -> None:
    run = new_run(sources, make_list("Plans"))
    assert continue_import(run)
    assert continue_import(run)
    for _ in range(2):
        run_import(run.pk)
    run.refresh_from_db()
    assert counts(run) == (MAILS + 10, MAILS + 10, 0, 0)


def test_a_run_whose_process_is_gone_is_given_up_when_its_mail_is_joined(sources: list[Path]) -> None:
    plans = make_list("Plans")
    lost = halted(new_run(sources, plans), Wish.PAUSE, after=1)
    ImportRun.objects.update(state=State.RUNNING, is_joined=False)
    again = new_run(sources, plans)
    import_into_run(again)
    lost.refresh_from_db()
    assert (lost.state, lost.is_joined) == (State.FAILED, True)
    assert lost.problems.get().reason.startswith("The process of this run was lost.")
    assert again.stored + lost.stored == MAILS + 10


@contextmanager
def worked_on_elsewhere(run: ImportRun) -> Iterator[None]:
    """As if another process worked on the run: its lock is held on another connection."""
    params = connection.get_connection_params()
    with psycopg.connect(**{name: params[name] for name in ("dbname", "user", "host")}) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", (WORKED_ON, run.pk))
        yield


def test_mail_that_comes_into_a_folder_meanwhile_is_not_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    for number in range(400):
        content = mail(f"Plan {number}.\n", message_id=f"<plan.{number}@example.org>") if number else b"\n"
        (folder / f"{number}.eml").write_bytes(content)
    run = halted(new_run([folder], make_list("Plans")), Wish.PAUSE, after=1)
    told = run.problems.count()
    assert told == 1
    assert 0 < run.mails_done < 350
    (folder / "000.eml").write_bytes(mail("New.\n", message_id="<new@example.org>"))
    (folder / "1.eml").unlink()
    import_into_run(run)
    assert Message.objects.filter(message_id="new@example.org").exists()
    assert counts(run) == (400, 400, 0, 0)
    assert run.problems.count() == told


def test_held_mail_is_counted_once(tmp_path: Path) -> None:
    mails = [mail(message_id=f"<plan.{number}@example.org>") for number in range(400)]
    run = halted(new_run([mbox(tmp_path, b"", *mails, b"")], make_list("Plans")), Wish.PAUSE, after=1)
    import_into_run(run)
    assert counts(run) == (402, 400, 0, 2)


def test_the_buttons_of_its_page(client: Client, admin_user: User, sources: list[Path]) -> None:
    client.force_login(admin_user)
    run = new_run(sources, make_list("Plans"))
    path = f"/admin/archive/importrun/{run.pk}"
    assert ">Pause<" in client.get(f"{path}/change/").content.decode()
    client.post(f"{path}/halt/", {"wish": "pause"})
    html = client.get(f"{path}/change/").content.decode()
    assert ">Continue<" in html
    assert ">Stop<" in html
    assert ">Pause<" not in html
    client.post(f"{path}/continue/")
    run.refresh_from_db()
    assert run.state == State.QUEUED
    client.post(f"{path}/halt/", {"wish": "stop"})
    run.refresh_from_db()
    assert run.state == State.STOPPED
    html = client.get(f"{path}/change/").content.decode()
    assert ">Import again<" in html
    assert ">Continue<" not in html


def test_a_run_that_broke_off_is_continued_on_its_page(
    client: Client, admin_user: User, sources: list[Path]
) -> None:
    client.force_login(admin_user)
    run = new_run(sources, make_list("Plans"))
    path = f"/admin/archive/importrun/{run.pk}"
    for state in (State.FAILED, State.RUNNING):
        ImportRun.objects.update(state=state, heard_at=timezone.now())
        with worked_on_elsewhere(run):
            is_going_on = state == State.RUNNING
            assert (">Continue<" in client.get(f"{path}/change/").content.decode()) != is_going_on
        assert ">Continue<" in client.get(f"{path}/change/").content.decode()
        client.post(f"{path}/continue/")
        run.refresh_from_db()
        assert run.state == State.QUEUED


def test_only_those_who_may_import_press_them(client: Client, sources: list[Path]) -> None:
    run = new_run(sources, make_list("Plans"))
    reader = User.objects.create(username="bob", is_staff=True)
    client.force_login(reader)
    assert client.post(f"/admin/archive/importrun/{run.pk}/halt/", {"wish": "stop"}).status_code == 404
    run.refresh_from_db()
    assert run.state == State.QUEUED
