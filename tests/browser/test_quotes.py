"""Following quotes to where they were written, and back, without losing one's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.factories import import_mail, make_list
from tests.mails import mail

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage

ROADMAP = "/lists/lanterns/20190304.0912.alice@example.org/T/"
LAMPS = "A register of all the lamps that stand along the northern quay, with the day of their last wick."
KEEPER = "A second keeper for the months in which the fog never lifts, and a boat for both of them."
WHO = "Somebody who knows the quay would have to write it, and to keep it up to date from year to year."


def scrolled(page: Page) -> float:
    page.wait_for_load_state()
    return float(page.evaluate("new Promise(done => requestAnimationFrame(() => done(scrollY)))"))


def filler(name: str) -> str:
    return "\n\n".join(f"{name} has paragraph {number} here, which nobody quotes." for number in range(40))


def quoted(*words: str) -> str:
    return "\n>\n".join(f"> {one}" for one in words)


def import_chain() -> None:
    """A plan, an answer, an answer to that, and a mail of another thread that quotes the plan."""
    plan = mail(
        f"{filler('Plan')}\n\n{LAMPS}\n\n{KEEPER}\n\n{filler('More')}\n", message_id="<plan@example.org>"
    )
    answer = mail(
        f"{filler('Bob')}\n\nAlice Archer wrote:\n{quoted(LAMPS, KEEPER)}\n\n{WHO}\n\n{filler('Later')}\n",
        sender="Bob Baker <bob@example.org>", message_id="<answer@example.org>", references="<plan@example.org>",
        date="Mon, 1 Jun 2020 11:00:00 +0200",
    )  # fmt: skip
    last = mail(
        f"Bob Baker wrote:\n> Alice Archer wrote:\n>> {LAMPS}\n\n{quoted(WHO)}\n\n{filler('Chen')}\n",
        sender="Chen Clay <chen@example.org>", message_id="<last@example.org>",
        references="<plan@example.org> <answer@example.org>", date="Mon, 1 Jun 2020 12:00:00 +0200",
    )  # fmt: skip
    other = mail(
        f"{filler('Other')}\n\nAlice Archer wrote:\n{quoted(LAMPS, KEEPER)}\n\n{filler('End')}\n",
        sender="Dana Draper <dana@example.org>", subject="lamps", message_id="<other@example.org>",
        references="<lamps@example.org>",
        date="Tue, 2 Jun 2020 12:00:00 +0200",
    )  # fmt: skip
    import_mail(plan, answer, last, other, to=make_list())


def reached(page: Page) -> list[str]:
    """The words that the page marks as those that the link led to."""
    marked = page.evaluate(
        """[...document.querySelectorAll('.said')].filter(one =>
             getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)').map(one => one.textContent)"""
    )
    return [" ".join(words.split()) for words in marked]


def follow(page: Page, link: Locator) -> float:
    """Presses a link with the keyboard, and gives the place at which the page stood."""
    link.scroll_into_view_if_needed()
    link.focus()
    before = scrolled(page)
    link.press("Enter")
    expect(page.locator(".said:target")).to_be_in_viewport()
    return before


@pytest.mark.usefixtures("transactional_db")
def test_a_chain_of_quotes_leads_back_to_every_spot(open_page: OpenPage) -> None:
    import_chain()
    page = open_page()
    page.goto("/lists/plans/last@example.org/T/#")
    last = page.locator("article.message", has=page.get_by_role("heading", name="Chen Clay"))
    answer = page.locator("article.message", has=page.get_by_role("heading", name="Bob Baker"))
    plan = page.locator("article.message", has=page.get_by_role("heading", name="Alice Archer"))

    first = last.get_by_role("link", name="wrote it here").last
    spots = [follow(page, first)]
    assert reached(page) == [WHO]

    second = answer.get_by_role("link", name="wrote it here").first
    spots.append(follow(page, second))
    assert reached(page) == [LAMPS, KEEPER]

    quotes = plan.locator(".segment", has_text=LAMPS).locator(".echoes")
    quotes.locator("summary").press("Enter")
    third = quotes.get_by_role("link", name="Dana Draper")
    spots.append(follow(page, third))
    expect(page.get_by_role("heading", level=1)).to_have_text("lamps")
    assert reached(page) == [LAMPS]

    spots.append(follow(page, page.get_by_role("link", name="wrote it here")))
    assert reached(page) == [LAMPS, KEEPER]
    expect(page.get_by_role("heading", level=1)).to_have_text("plans")

    for link, spot in zip(
        (page.get_by_role("link", name="wrote it here"), third, second, first), reversed(spots), strict=True
    ):
        page.go_back()
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        assert abs(scrolled(page) - spot) < 2


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_links_from_afar_land_on_the_very_words(open_page: OpenPage, scripts: bool) -> None:
    import_chain()
    page = open_page(390, scripts=scripts)
    page.goto("/lists/plans/other@example.org/")
    page.get_by_role("link", name="wrote it here").click()
    expect(page.locator(".said:target")).to_be_in_viewport()
    expect(page.locator(".said:target")).to_have_text(LAMPS)
    both = page.locator(".message-body:has(.said:target) .piece-1")
    expect(both).to_have_count(2)
    for piece in both.all():
        expect(piece).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.go_back()
    expect(page.get_by_role("link", name="wrote it here")).to_be_in_viewport()


@pytest.mark.usefixtures("transactional_db")
def test_all_pieces_are_marked_however_many_places_a_message_has(open_page: OpenPage) -> None:
    pairs = [
        (
            f"Lamp {number} of the northern quay wants a wick.",
            f"Boat {number} of the pier wants a second oar.",
        )
        for number in range(70)
    ]
    plan = mail("\n\n".join(words for pair in pairs for words in pair), message_id="<plan@example.org>")
    answer = mail(
        "Alice Archer wrote:\n" + "\n\nYes.\n\n".join(quoted(*pair) for pair in pairs) + "\n\nYes.\n",
        sender="Bob Baker <bob@example.org>", message_id="<answer@example.org>", references="<plan@example.org>",
        date="Mon, 1 Jun 2020 11:00:00 +0200",
    )  # fmt: skip
    import_mail(plan, answer, to=make_list())
    page = open_page()
    page.goto("/lists/plans/answer@example.org/T/")
    for at in (69, 68):
        page.get_by_role("link", name="wrote it here").nth(at).press("Enter")
        expect(page.locator(".said:target")).to_be_in_viewport()
        assert reached(page) == list(pairs[at])


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_returns_to_the_same_spot(open_page: OpenPage, width: int, scripts: bool) -> None:
    page = open_page(width, scripts=scripts)
    page.goto(ROADMAP)
    deep = page.get_by_role("link", name="wrote it here").nth(6)
    deep.scroll_into_view_if_needed()
    before = scrolled(page) if scripts else None
    deep.click()
    first = page.locator(".said:target")
    expect(first).to_be_in_viewport()
    echoes = page.locator(".segment", has=first).locator(".echoes")
    echoes.locator("summary").click()
    echoes.locator("a").last.click()
    expect(page.locator(".said:target")).to_be_in_viewport()
    page.go_back()
    expect(first).to_be_in_viewport()
    page.go_back()
    expect(deep).to_be_in_viewport()
    if before is not None:
        assert abs(scrolled(page) - before) < 2
        expect(deep).to_be_focused()


@pytest.mark.usefixtures("seeded")
def test_the_page_of_one_message_leads_to_the_thread_and_back(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/lists/lanterns/20190304.0847.bob@example.org/")
    link = page.get_by_role("link", name="wrote it here").first
    link.click()
    expect(page.locator(".said:target")).to_be_in_viewport()
    page.go_back()
    expect(link).to_be_in_viewport()
