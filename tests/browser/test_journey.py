"""The journey of a newcomer: read the thread of 2007, note a list item, find the note under its tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.usefixtures("seeded")
WIDTHS = [1440, 390]
FIRST_LINE = "- support for virtualized containerfs mounts, so that virtual servers"


def open_thread(page: Page) -> None:
    """From the home page, as a newcomer would go."""
    page.goto("/")
    page.locator("main").get_by_role("link", name="Containers", exact=True).first.click()
    page.locator("main").get_by_role("link", name="containers development plans").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("containers development plans")
    page.wait_for_load_state()


def item(page: Page) -> Locator:
    return page.locator("article.message li.segment", has_text="containerfs mounts, so that virtual servers")


def sign_in_by_form(page: Page) -> None:
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill("a long enough password")
    page.locator("main").get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_whole_journey(open_page: OpenPage, width: int, scripts: bool) -> None:
    page = open_page(width, scripts=scripts)
    open_thread(page)
    assert page.locator("aside.notes").count() == 0, "notes are for signed-in members"
    item(page).locator(".add-note").click()
    sign_in_by_form(page)

    form = page.locator("#note-form")
    expect(form.locator(".quoting")).to_contain_text("support for virtualized containerfs")
    form.get_by_placeholder("A note, in Markdown").fill("The **first** of the five.")
    tags = form.get_by_role("combobox" if scripts else "textbox", name="Tags")
    tags.fill("plan, api/simple")
    form.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("containers development plans")
    expect(item(page).locator(".note-text strong")).to_have_text("first")
    expect(item(page).locator(".words mark").first).to_have_text(FIRST_LINE)

    item(page).get_by_role("link", name="api/ simple").click()
    expect(page.locator("main")).to_contain_text("support for virtualized containerfs")
    expect(page.locator("main")).to_contain_text("first of the five")


@pytest.mark.parametrize("width", WIDTHS)
def test_notes_without_leaving_the_page(open_page: OpenPage, sign_in: object, width: int) -> None:
    page = open_page(width)
    sign_in(page, "alice")  # type: ignore[operator]
    open_thread(page)
    thread = page.url
    item(page).hover()
    item(page).locator(".add-note").click()
    page.get_by_placeholder("A note, in Markdown").fill("First words.")
    tags = page.get_by_role("combobox", name="Tags")
    tags.press_sequentially("network/ipt")
    expect(page.get_by_role("option").first).to_contain_text("network/iptables")
    tags.press("Enter")
    page.keyboard.press("Control+Enter")

    expect(item(page).locator(".note-text")).to_have_text("First words.")
    expect(item(page).locator("article.note .tag")).to_have_text("network/ iptables")
    expect(item(page).locator(".words mark").first).to_have_text(FIRST_LINE)
    assert page.url.partition("#")[0] == thread.partition("#")[0]

    item(page).get_by_role("link", name="Edit").click()
    page.get_by_placeholder("A note, in Markdown").fill("Other words.")
    page.get_by_role("button", name="Save").click()
    expect(item(page).locator(".note-text")).to_have_text("Other words.")

    item(page).locator("details.reply summary").click()
    item(page).get_by_label("Your reply, in Markdown").fill("Quite so.")
    item(page).get_by_role("button", name="Reply").click()
    expect(item(page).locator(".replies .note-text")).to_have_text("Quite so.")

    item(page).get_by_role("button", name="Delete", exact=True).click()
    expect(item(page).get_by_role("status")).to_contain_text("deleted")
    assert item(page).locator("mark").count() == 0
    item(page).get_by_role("button", name="Undo").click()
    expect(item(page).locator(".note-text").first).to_have_text("Other words.")


def test_a_note_on_selected_words(open_page: OpenPage, sign_in: object) -> None:
    page = open_page()
    sign_in(page, "alice")  # type: ignore[operator]
    open_thread(page)
    select_words(page, "support for virtualized")
    page.keyboard.press("n")
    page.get_by_placeholder("A note, in Markdown").fill("These three.")
    page.get_by_role("button", name="Save").click()
    expect(item(page).locator(".words mark")).to_have_text("support for virtualized")
    target = Annotation.objects.get(note="These three.").target
    assert target.message.body.text[target.start : target.end] == target.exact == "support for virtualized"


def test_selected_words_are_counted_in_code_points(open_page: OpenPage, sign_in: object) -> None:
    """Emoji and Japanese stand before the words: UTF-16 units would point elsewhere."""
    page = open_page()
    sign_in(page, "alice")  # type: ignore[operator]
    page.goto("/search/?q=topics")
    page.goto("/lists/lanterns/")
    page.get_by_role("link", name="日本語").first.click()
    words = page.locator("article.message .segment .words", has_text="日本").first
    words.scroll_into_view_if_needed()
    words.select_text()
    page.keyboard.press("n")
    page.get_by_placeholder("A note, in Markdown").fill("日本語で。")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".note-text", has_text="日本語で。")).to_be_visible()
    target = Annotation.objects.get(note="日本語で。").target
    assert target.message.body.text[target.start : target.end] == target.exact
    assert page.locator(f'mark[data-note="{target.annotation.pk}"]').first.inner_text() in target.exact


def select_words(page: Page, words: str) -> None:
    found = page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector("article.message"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return true;
            }
            return false;
        }""",
        words,
    )
    assert found, f"{words!r} is not on the page"
