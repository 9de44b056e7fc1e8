"""Following quotes to where they were written, and back, without losing one's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.usefixtures("seeded")
ROADMAP = "/lists/lanterns/20190304.0912.alice@example.org/T/"


def scrolled(page: Page) -> float:
    page.wait_for_load_state()
    return float(page.evaluate("new Promise(done => requestAnimationFrame(() => done(scrollY)))"))


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_returns_to_the_same_spot(open_page: OpenPage, width: int, scripts: bool) -> None:
    page = open_page(width, scripts=scripts)
    page.goto(ROADMAP)
    deep = page.get_by_role("link", name="wrote it here").nth(6)
    deep.scroll_into_view_if_needed()
    before = scrolled(page) if scripts else None
    deep.click()
    first = page.locator(".passage:target, .passage:has(> .spot:target)")
    expect(first).to_be_in_viewport()
    first.locator(".echoes summary").click()
    first.locator(".echoes a").last.click()
    expect(page.locator(".passage:target, .passage:has(> .spot:target)")).to_be_in_viewport()
    page.go_back()
    expect(first).to_be_in_viewport()
    page.go_back()
    expect(deep).to_be_in_viewport()
    if before is not None:
        assert abs(scrolled(page) - before) < 2


def test_the_page_of_one_message_leads_to_the_thread_and_back(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/lists/lanterns/20190304.0847.bob@example.org/")
    link = page.get_by_role("link", name="wrote it here").first
    link.click()
    expect(page.locator(".passage:target")).to_be_in_viewport()
    page.go_back()
    expect(link).to_be_in_viewport()
