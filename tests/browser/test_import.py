"""An administrator imports a list in the browser, and opens it to everybody."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect
from procrastinate.contrib.django import app

from archive.importing import make_list, new_run
from archive.models import ImportRun
from tests.mails import mail, mbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django import Settings

    from tests.browser.conftest import OpenPage


def do_the_jobs() -> None:
    """What a worker does, until nothing is left to do."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def test_a_run_that_goes_on_leaves_people_where_they_are(
    transactional_db: None, open_page: OpenPage, sign_in: Callable[[Page, str], None]
) -> None:
    """The page is fetched anew every second: keyboard focus and what is open stay."""
    User.objects.create_superuser("admin")
    run = new_run(["/srv/plans.mbox"], make_list("Plans"))
    page = open_page()
    sign_in(page, "admin")
    page.goto(run.get_absolute_url())
    page.locator("#run-sources summary").click()
    page.get_by_role("button", name="Stop").focus()
    for found in (7, 8):
        ImportRun.objects.update(state=ImportRun.State.RUNNING, found=found)
        expect(page.locator(".big")).to_contain_text(f"{found} messages so far")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    expect(page.locator("#run-sources li")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_list_is_imported_watched_and_opened(
    transactional_db: None,
    open_page: OpenPage,
    sign_in: Callable[[Page, str], None],
    settings: Settings,
    tmp_path: Path,
    width: int,
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    User.objects.create_superuser("admin")
    source = mbox(
        tmp_path,
        mail(),
        mail("No.\n", message_id="<plans.2@example.org>", references="<plans.1@example.org>"),
        b"",
    )
    page = open_page(width)
    sign_in(page, "admin")

    page.goto("/admin/")
    page.get_by_role("link", name="Import").first.click()
    page.get_by_label("Files from your computer").set_input_files(source)
    page.get_by_label("Or the name of a new list").fill("Garden")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Import run")
    expect(page.locator("#run")).to_contain_text("waiting for a worker")

    worker = threading.Thread(target=do_the_jobs)
    worker.start()
    worker.join()
    expect(page.locator("#run")).to_contain_text("done")
    expect(page.locator("dd", has_text="2").first).to_be_visible()

    outside = open_page(width)
    assert outside.request.get("/lists/garden/").status == 404, "a new list is for members"
    page.goto("/admin/archive/mailinglist/")
    page.get_by_role("link", name="Garden").click()
    page.get_by_label("Visibility").select_option("public")
    page.get_by_role("button", name="Save", exact=True).click()
    outside.goto("/lists/garden/")
    expect(outside.get_by_role("heading", level=1)).to_have_text("Garden")
    expect(outside.locator("main")).to_contain_text("plans")
