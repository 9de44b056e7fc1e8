"""What a person may not see answers as what is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from django.contrib.auth.models import Group, User

from archive.models import MailingList
from tests.factories import GROUPS, MEMBERS, PUBLIC, make_list
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.usefixtures("seeded_archive")

BELOW_LIST = ["", "?month=2020-06", "new.atom"]
BELOW_MESSAGE = ["", "T/", "raw", "t.mbox.gz", "t.atom", "attachments/2/"]
PAGES = [
    *(f"/lists/plans/{page}" for page in BELOW_LIST),
    *(f"/lists/plans/parts@example.org/{page}" for page in BELOW_MESSAGE),
]


def without_tokens(page: bytes) -> bytes:
    """The page without the secrets against forged requests, which are never twice the same."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", page)


def open_plans_to(visibility: str, *, groups: Sequence[Group] = ()) -> None:
    """Who may read the list `plans` of the seeded archive."""
    plans = MailingList.objects.get(slug="plans")
    plans.visibility = visibility
    plans.save(update_fields=["visibility"])
    plans.groups.set(groups)


def answers(url: str, *users: User | None) -> list[int]:
    return [browser_of(user).get(url).status_code for user in users]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(
    ("visibility", "alice_bob_charlie_nobody"),
    [(PUBLIC, [200, 200, 200, 200]), (MEMBERS, [200, 200, 200, 404]), (GROUPS, [200, 200, 404, 404])],
)
def test_a_list_is_read_by_those_whom_it_is_for(
    url: str, visibility: str, alice_bob_charlie_nobody: list[int]
) -> None:
    open_plans_to(visibility, groups=[team()])
    assert answers(url, alice(), bob(), charlie(), None) == alice_bob_charlie_nobody


@pytest.mark.parametrize("url", PAGES)
def test_what_is_hidden_looks_like_what_is_not_there(url: str) -> None:
    open_plans_to(GROUPS)
    browser = browser_of(charlie())
    hidden, absent = browser.get(url), browser.get(url.replace("plans", "absent"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert without_tokens(hidden.content) == without_tokens(absent.content).replace(b"absent", b"plans")


@pytest.mark.parametrize("page", BELOW_MESSAGE)
def test_a_message_is_not_shown_on_a_list_that_does_not_have_it(page: str) -> None:
    open_plans_to(GROUPS)
    make_list(slug="open")
    assert answers(f"/lists/open/parts@example.org/{page}", charlie()) == [404]


def test_not_found_leads_those_who_are_not_signed_in_to_the_sign_in_and_back() -> None:
    page = browser_of(None).get("/lists/absent/?month=2020-06").content.decode()
    assert 'href="/accounts/login/?next=%2Flists%2Fabsent%2F%3Fmonth%3D2020-06"' in page
    assert "/accounts/login/" not in browser_of(alice()).get("/lists/absent/").content.decode()


def test_after_signing_in_one_is_back() -> None:
    open_plans_to(MEMBERS)
    user = alice()
    user.set_password("a long enough password")
    user.save()
    back = "/lists/plans/parts@example.org/T/#m0-5"
    answer = browser_of(None).post(
        "/accounts/login/", {"login": "alice", "password": "a long enough password", "next": back}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, back)
