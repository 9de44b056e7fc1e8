"""The page of an import run: counts that add up, speed, silence, held mail and its retry."""

from __future__ import annotations

import datetime as dt
import re
from hashlib import sha256
from typing import Any

import pytest
import zstandard
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from archive.importing import make_list, new_run
from archive.importing.problems import kind_of, problem_of
from archive.importing.run_locks import at_work_on
from archive.models import ImportRun, Message, Quarantine
from tests.mails import mail
from tests.pages import squeezed

pytestmark = pytest.mark.django_db


def run_with(**fields: Any) -> ImportRun:
    run = new_run(["/srv/plans.mbox"], make_list("Plans"))
    ImportRun.objects.filter(pk=run.pk).update(**fields)
    run.refresh_from_db()
    return run


def running(*, heard_ago: int = 0, **fields: Any) -> ImportRun:
    now = timezone.now()
    heard = now - dt.timedelta(seconds=heard_ago)
    began = now - dt.timedelta(seconds=100)
    return run_with(state=ImportRun.State.RUNNING, started_at=began, heard_at=heard, **fields)


def done(**fields: Any) -> ImportRun:
    now = timezone.now()
    began = now - dt.timedelta(seconds=100)
    return run_with(state=ImportRun.State.DONE, started_at=began, finished_at=now, heard_at=now, **fields)


def hold(
    run: ImportRun, *contents: bytes, reason: str = "No headers.", source: str = "/srv/plans.mbox"
) -> None:
    assert run.mailing_list
    Quarantine.objects.bulk_create(
        Quarantine(
            run=run,
            mailing_list=run.mailing_list,
            source=source,
            raw=zstandard.compress(content),
            digest=sha256(content).hexdigest(),
            reason=reason,
            kind=kind_of(reason, source),
        )
        for content in contents
    )


def page_of(client: Client, run: ImportRun, query: str = "") -> str:
    """The page as a reader sees it: without tags, with single spaces."""
    html = client.get(f"/admin/archive/importrun/{run.pk}/change/{query}").content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def html_of(client: Client, run: ImportRun) -> str:
    return client.get(f"/admin/archive/importrun/{run.pk}/change/").content.decode()


class TestGoingOn:
    def test_shows_counts_speed_and_time_left(self, admin_client: Client) -> None:
        run = running(
            found=1000, stored=900, already_present=90, quarantined=10, bytes_total=400, bytes_read=100,
            now_reading="/srv/plans.mbox", rates=[10.0, 412.4],
        )  # fmt: skip
        page = page_of(admin_client, run)
        assert "1,000 of about 4,000 messages" in page
        assert "412 messages/s now 20 on average about 2 min 34 s left" in page
        assert "Stored 900" in page
        assert "Already there 90" in page
        assert "Quarantined 10 1.00 %" in page
        assert "now reading /srv/plans.mbox" in page

    def test_asks_for_the_whole_page_every_second(self, admin_client: Client) -> None:
        run = running()
        html = html_of(admin_client, run)
        url = f"/admin/archive/importrun/{run.pk}/change/"
        assert f'id="run" hx-get="{url}" hx-trigger="every 1s" hx-select="#run"' in html
        assert "htmx" in html
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html

    def test_gives_htmx_the_same_page(self, admin_client: Client) -> None:
        url = f"/admin/archive/importrun/{running().pk}/change/"
        page = admin_client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert page.startswith("<!DOCTYPE html>")
        assert 'id="run"' in page

    def test_does_not_offer_to_retry_yet(self, admin_client: Client) -> None:
        run = running(found=1, quarantined=1)
        hold(run, b"one")
        assert "Held mail can be tried again when the run is over." in page_of(admin_client, run)
        admin_client.post(f"/admin/archive/importrun/{run.pk}/retry/", {"retry": "all"})
        assert Quarantine.objects.get().tries == 1


class TestSilence:
    def test_of_a_worker_at_work_is_told_after_half_a_minute(self, admin_client: Client) -> None:
        page = page_of(admin_client, running(heard_ago=65))
        assert re.search(r"The worker has not been heard from for 1 min \d+ s\.", page)
        assert "manage.py procrastinate worker" in page
        assert "Import again" in page

    def test_is_none_while_quotes_are_traced(self, admin_client: Client) -> None:
        run = running(heard_ago=65, found=7, bytes_total=100, bytes_read=100)
        with at_work_on(run):
            page = page_of(admin_client, run)
        assert "all mail is read; its quotes are traced now" in page
        assert "has not been heard from" not in page
        assert "Import again" not in page

    def test_is_not_told_before(self, admin_client: Client) -> None:
        assert "manage.py" not in page_of(admin_client, running(heard_ago=20))

    def test_of_any_worker_is_told_to_those_who_wait(self, admin_client: Client) -> None:
        run = run_with(created_at=timezone.now() - dt.timedelta(minutes=4))
        page = page_of(admin_client, run)
        assert re.search(r"has been waiting for 4 min \d+ s and no worker is there", page)
        assert "Import again" not in page

    def test_lets_another_run_take_over(self, admin_client: Client) -> None:
        run = running(heard_ago=65)
        admin_client.post(f"/admin/archive/importrun/{run.pk}/again/")
        run.refresh_from_db()
        again = ImportRun.objects.latest("pk")
        assert (run.state, again.state, again.sources) == ("failed", "queued", run.sources)
        assert ProcrastinateJob.objects.latest("pk").args == {"run_id": again.pk}

    def test_that_is_none_lets_no_other_take_over(self, admin_client: Client) -> None:
        run = running()
        admin_client.post(f"/admin/archive/importrun/{run.pk}/again/")
        run.refresh_from_db()
        assert run.state == "running"
        assert ImportRun.objects.count() == 1


class TestOver:
    def test_stops_asking(self, admin_client: Client) -> None:
        html = html_of(admin_client, done(found=1, stored=1))
        assert "hx-get" not in html
        assert "refresh" not in html

    def test_shows_problems_with_their_place(self, admin_client: Client) -> None:
        run = done()
        problem_of(run, "/srv/<b>.png", "It holds no mail.", 12345).save()
        page = page_of(admin_client, run)
        assert "It holds no mail. 1 /srv/&lt;b&gt;.png byte 12,345" in page

    def test_counts_problems_by_kind(self, admin_client: Client, django_assert_max_num_queries: Any) -> None:
        run = done()
        for number in range(30):
            problem_of(run, f"/srv/{number}.png", f"/srv/{number}.png holds no mail.", number).save()
        problem_of(run, "/srv/plans.zip", "a.exe in /srv/plans.zip is left out: too large.").save()
        with django_assert_max_num_queries(25):
            page = page_of(admin_client, run)
        assert "31 places in the sources" in page
        assert "… holds no mail. 30 /srv/0.png byte 0 The first 20" in page
        assert "a.exe in /srv/plans.zip is left out: too large. 1 /srv/plans.zip byte 0" in page
        assert "/srv/19.png" in page
        assert "/srv/20.png" not in page

    def test_names_uploads_without_their_folder(self, admin_client: Client, settings: Settings) -> None:
        run = done()
        source = f"{settings.UPLOAD_ROOT}/{run.pk}/plans.png"
        problem_of(run, source, f"{source} holds no mail.").save()
        page = page_of(admin_client, run)
        assert "plans.png holds no mail. 1 plans.png byte 0" in page
        assert source not in page

    def test_whose_mail_stands_in_no_file_cannot_begin_again(self, admin_client: Client) -> None:
        run = run_with(
            state=ImportRun.State.FAILED,
            finished_at=timezone.now(),
            sources=["imaps://alice@example.org/Plans"],
        )
        assert "Import again" not in page_of(admin_client, run)

    def test_that_failed_can_begin_again(self, admin_client: Client) -> None:
        run = run_with(state=ImportRun.State.FAILED, finished_at=timezone.now())
        assert "Import again" in page_of(admin_client, run)

    def test_changes_nothing_when_posted_to(self, admin_client: Client) -> None:
        run = done(found=1, stored=1)
        admin_client.post(f"/admin/archive/importrun/{run.pk}/change/", {"found": "7", "state": "queued"})
        run.refresh_from_db()
        assert (run.found, run.state) == (1, "done")

    @pytest.mark.parametrize("key", ["0", "99999", "x", "٣"])
    def test_is_not_found_under_another_key(self, admin_client: Client, key: str) -> None:
        assert admin_client.get(f"/admin/archive/importrun/{key}/change/").status_code == 404


class TestQuarantine:
    def test_is_counted_by_reason_and_by_source(self, admin_client: Client) -> None:
        run = done(found=3, quarantined=3)
        hold(run, b"one", b"two")
        hold(run, b"three", reason="Too long.", source="/srv/more.mbox")
        page = page_of(admin_client, run)
        assert "By kind All 3 No headers 2 Too long 1" in page
        assert "By source All 3 /srv/plans.mbox 2 /srv/more.mbox 1" in page

    def test_is_shown_for_one_reason(self, admin_client: Client) -> None:
        run = done(found=2, quarantined=2)
        hold(run, b"one")
        hold(run, b"two", reason="Too long.", source="/srv/more.mbox")
        rows = page_of(admin_client, run, "?kind=Too+long.").partition("By kind")[0]
        assert "/srv/more.mbox byte 0 Too long." in rows
        assert "No headers." not in rows

    def test_is_empty_for_a_reason_that_cannot_be(self, admin_client: Client) -> None:
        run = done(found=1, quarantined=1)
        hold(run, b"one")
        assert "byte 0" not in page_of(admin_client, run, "?kind=%00No&page=x")

    def test_tells_of_mail_that_an_earlier_run_holds(self, admin_client: Client) -> None:
        page = page_of(admin_client, done(found=2, quarantined=2))
        assert "2 more held since another run" in page

    def test_gives_the_bytes_as_text(self, admin_client: Client) -> None:
        run = done(found=1, quarantined=1)
        hold(run, b"<script>alert(1)</script>\xff")
        answer = admin_client.get(f"/admin/archive/quarantine/{Quarantine.objects.get().pk}/raw/")
        assert answer.content == b"<script>alert(1)</script>\xff"
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_retries_one(self, admin_client: Client) -> None:
        run = done(found=2, quarantined=2)
        hold(run, mail(), mail(message_id="<two@example.org>"))
        first = Quarantine.objects.order_by("pk")[0]
        answer = admin_client.post(
            f"/admin/archive/importrun/{run.pk}/retry/", {"retry": str(first.pk)}, follow=True
        )
        run.refresh_from_db()
        assert "1 of 1 stored." in answer.content.decode()
        assert (run.found, run.stored, run.quarantined) == (2, 1, 1)

    def test_retries_those_selected(self, admin_client: Client) -> None:
        run = done(found=3, quarantined=3)
        hold(run, mail(), b"", mail(message_id="<three@example.org>"))
        keys = [str(held.pk) for held in Quarantine.objects.order_by("pk")[:2]]
        url = f"/admin/archive/importrun/{run.pk}/retry/"
        page = admin_client.post(url, {"retry": "selected", "held": keys}, follow=True).content.decode()
        assert "1 of 2 stored. 1 stay held" in page
        assert [message.message_id for message in Message.objects.all()] == ["plans.1@example.org"]

    def test_retries_all(self, admin_client: Client) -> None:
        run = done(found=2, quarantined=2)
        hold(run, mail(), mail(message_id="<two@example.org>"))
        admin_client.post(f"/admin/archive/importrun/{run.pk}/retry/", {"retry": "all"})
        run.refresh_from_db()
        assert (run.stored, run.quarantined) == (2, 0)

    def test_retries_many_in_the_background(self, admin_client: Client) -> None:
        run = done(found=60, quarantined=60)
        hold(run, *(b"%d" % number for number in range(60)))
        url = f"/admin/archive/importrun/{run.pk}/retry/"
        page = admin_client.post(url, {"retry": "all"}, follow=True).content.decode()
        job = ProcrastinateJob.objects.latest("pk")
        assert "60 held mails are tried again in the background" in page
        assert job.task_name == "archive.retry_held"
        assert len(job.args["held_ids"]) == 60

    def test_retries_all_of_one_kind_of_every_run(self, admin_client: Client) -> None:
        run, other = done(found=2, quarantined=2), done(found=1, quarantined=1)
        hold(run, mail(), reason="Reading it failed (KeyError: 'a'). Upgrade.")
        hold(run, mail(message_id="<two@example.org>"), reason="Too long.")
        hold(
            other,
            mail(message_id="<three@example.org>"),
            reason="Reading it failed (KeyError: 'b'). Upgrade.",
        )
        kind = "Reading it failed (KeyError). Upgrade."
        html = admin_client.get(f"{run.get_absolute_url()}?kind={kind}").content.decode()
        assert "Retry all of this kind, of every run" in html
        admin_client.post(f"/admin/archive/importrun/{run.pk}/retry/", {"retry": "kind", "kind": kind})
        assert set(Message.objects.values_list("message_id", flat=True)) == {
            "plans.1@example.org",
            "three@example.org",
        }

    def test_downloads_as_a_file(self, admin_client: Client) -> None:
        hold(done(found=1, quarantined=1), b"<script>\xff")
        key = Quarantine.objects.get().pk
        answer = admin_client.get(f"/admin/archive/quarantine/{key}/download/")
        assert answer.content == b"<script>\xff"
        assert answer.headers["Content-Type"] == "message/rfc822"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="held-{key}.eml"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_dismisses_those_selected_and_takes_them_back(self, admin_client: Client) -> None:
        run = done(found=2, quarantined=2)
        hold(run, b"one", b"two")
        one, two = Quarantine.objects.order_by("pk")
        url = f"/admin/archive/importrun/{run.pk}/dismiss/"
        page = admin_client.post(url, {"held": [str(one.pk)]}, follow=True).content.decode()
        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.state, two.state) == ("dismissed", "held")
        assert "1 dismissed." in page
        history = LogEntry.objects.get(object_id=str(one.pk))
        assert history.change_message == "Now dismissed."
        chosen = {"action": "take_back", "_selected_action": [str(one.pk), str(two.pk)]}
        admin_client.post("/admin/archive/quarantine/", chosen)
        one.refresh_from_db()
        assert one.state == "held"
        assert one.raw_mail() == b"one"

    def test_dismissed_is_not_tried_again(self, admin_client: Client) -> None:
        run = done(found=1, quarantined=1)
        hold(run, mail())
        Quarantine.objects.update(state="dismissed")
        admin_client.post(f"/admin/archive/importrun/{run.pk}/retry/", {"retry": "all"})
        admin_client.post(
            f"/admin/archive/importrun/{run.pk}/retry/", {"retry": str(Quarantine.objects.get().pk)}
        )
        assert not Message.objects.exists()

    def test_of_another_run_stays(self, admin_client: Client) -> None:
        run, other = done(), done(found=1, quarantined=1)
        hold(other, mail())
        key = Quarantine.objects.get().pk
        admin_client.post(f"/admin/archive/importrun/{run.pk}/retry/", {"retry": str(key)})
        assert Quarantine.objects.get().state == "held"

    def test_retries_from_its_own_page_as_well(self, admin_client: Client) -> None:
        hold(done(found=1, quarantined=1), mail())
        chosen = {"action": "retry", "_selected_action": [str(Quarantine.objects.get().pk)]}
        admin_client.post("/admin/archive/quarantine/", chosen)
        assert Quarantine.objects.get().state == "stored"


def test_the_list_of_runs_tells_which_lost_their_worker(admin_client: Client) -> None:
    lost, at_work, over = running(heard_ago=65), running(heard_ago=1), done()
    with at_work_on(at_work):
        page = admin_client.get("/admin/archive/importrun/").content.decode()
    told = dict(
        re.findall(
            r'importrun/(\d+)/change/[^>]*>.*?<td class="field-state_now">([^<]*)</td>', squeezed(page)
        )
    )
    assert told == {str(lost.pk): "worker lost", str(at_work.pk): "running", str(over.pk): "done"}


def test_one_held_mail_is_dismissed_by_its_own_button(admin_client: Client) -> None:
    run = done(found=2, quarantined=2)
    hold(run, b"one", b"two")
    one, other = Quarantine.objects.order_by("pk")
    dismiss = f"/admin/archive/importrun/{run.pk}/dismiss/"
    assert f'name="retry" value="{one.pk}" formaction="{dismiss}"' in squeezed(html_of(admin_client, run))
    admin_client.post(dismiss, {"retry": str(one.pk)})
    assert list(Quarantine.objects.held()) == [other]
