"""Pages can be read: with contrast in both schemes, on a phone, with the keyboard, whatever the mail holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.factories import import_mail, make_list, make_message, make_note
from tests.mails import mail
from tests.personas import alice

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

ROADMAP = "/lists/lanterns/20190304.0912.alice@example.org/T/"
LEAST_CONTRAST = 4.5
CONTRAST = """element => {
    const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    const luminance = color => {
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
            .map(value => value / 255).map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
        return .2126 * red + .7152 * green + .0722 * blue;
    };
    const above = [];
    for (let one = element; one; one = one.parentElement) above.unshift(getComputedStyle(one).backgroundColor);
    const behind = above.map(luminance).at(-1);
    const words = luminance(getComputedStyle(element).color);
    return (Math.max(words, behind) + .05) / (Math.min(words, behind) + .05);
}"""


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(open_page: OpenPage, dark: bool) -> None:
    page = open_page(dark=dark)
    page.goto(ROADMAP)
    page.get_by_role("link", name="wrote it here").first.click()
    expect(page.locator(".said:target")).to_be_in_viewport()
    places = (
        ".said:target .line", ".quote .words", ".depth-1 .speaker b", ".depth-2 .speaker b", ".speaker a",
        ".attribution", ".echoes summary", ".signature .words", ".message-head .address", ".when",
        ".actions a", ".outline time",
    )  # fmt: skip
    found = {place: page.locator(place).first.evaluate(CONTRAST) for place in places}
    assert {place: ratio for place, ratio in found.items() if ratio < LEAST_CONTRAST} == {}


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("width", [1440, 390])
def test_hostile_mail_stays_within_the_page(open_page: OpenPage, width: int) -> None:
    name = "N" * 300
    import_mail(
        mail(
            f"{name} wrote:\n> Words of a long name.\n\n{'w' * 3000}\n\nhttps://example.org/{'a' * 500}\n",
            subject=f"<script>alert(1)</script>{'W' * 400}",
            sender=f'"{name}" <alice@example.org>',
        ),
        to=make_list(),
    )
    page = open_page(width)
    for path in ("plans.1@example.org/T/", "plans.1@example.org/", ""):
        page.goto(f"/lists/plans/{path}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert sideways(page) == 0, path
        assert page.locator("main script").count() == 0


@pytest.mark.usefixtures("transactional_db")
def test_words_run_from_right_to_left_in_scripts_that_do(open_page: OpenPage) -> None:
    import_mail(mail("Bob wrote:\n> שלום עולם, והנה המנורות.\n\nLeft to right.\n"), to=make_list())
    page = open_page()
    page.goto("/lists/plans/plans.1@example.org/")
    right, left = (page.locator(".words", has_text=words).locator(".line") for words in ("שלום", "Left"))
    column, first, second = (one.bounding_box() for one in (page.locator(".message-body"), right, left))
    assert column is not None
    assert first is not None
    assert second is not None
    assert first["x"] + first["width"] > column["x"] + 0.95 * column["width"]
    assert second["x"] < column["x"] + 2


@pytest.mark.usefixtures("seeded")
def test_the_keyboard_reaches_origins_and_quotes_and_shows_where_it_is(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(ROADMAP)
    segment = page.locator(".segment:has(> .echoes)").first
    segment.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = segment.locator(".echoes a").first
    expect(first).to_be_focused()
    assert first.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".said:target")).to_be_in_viewport()


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("reader", ["", "alice"], ids=["signed out", "alice"])
def test_keys_that_are_told_work(
    open_page: OpenPage, sign_in: Callable[[Page, str], None], reader: str
) -> None:
    page = open_page()
    if reader:
        sign_in(page, reader)
    page.goto(ROADMAP)
    expect(page.locator(".keys kbd")).to_have_text(["/", "j", "k", *(["n"] if reader else [])])
    heads = page.locator("article.message h2")
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(heads.nth(at)).to_be_focused()
    if reader:
        page.locator(".segment .add-note").first.focus()
        page.keyboard.press("n")
        expect(page.locator("#note-form")).to_be_visible()
        page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#site-search")).to_have_value("j")


def test_no_key_is_told_where_none_works(open_page: OpenPage, seeded: None) -> None:
    page = open_page(scripts=False)
    page.goto(ROADMAP)
    expect(page.locator(".keys")).to_be_hidden()


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("width", [1440, 390])
def test_a_tag_of_one_long_word_stays_within_the_page(
    open_page: OpenPage, sign_in: Callable[[Page, str], None], width: int
) -> None:
    message = make_message(to=make_list())
    long = f"{'w' * 98}/{'v' * 100}"
    make_note(author=alice(), message=message, note="A lamp.", tags=[long, "plan/short-term"])
    page = open_page(width)
    sign_in(page, "alice")
    for path in (f"/lists/plans/{message.message_id}/T/", "/tags/", f"/tags/{long}/", f"/tags/?q={long}"):
        page.goto(path)
        assert sideways(page) == 0, path
    page.goto("/tags/plan/short-term/")
    assert (
        page.locator(".card .tag", has_text="short-term").evaluate("tag => tag.getClientRects()[0].height")
        < 30
    )
