"""What signed-in readers are shown is kept by nobody."""

from __future__ import annotations

import pytest

from tests.factories import make_list, make_message
from tests.personas import alice, browser_of

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/lists/plans/",
    "/lists/plans/plans.1@example.org/raw",
    "/lists/plans/new.atom",
    "/nowhere/",
    "/tags/",
)


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_signed_in_readers_are_theirs_alone_and_not_kept(page: str) -> None:
    make_message(to=make_list())
    said = browser_of(alice()).get(page)["Cache-Control"]
    assert {"private", "no-cache", "no-store"} <= set(said.replace(" ", "").split(","))
    assert "no-store" not in browser_of(None).get(page).headers.get("Cache-Control", "")
