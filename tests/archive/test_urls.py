"""Addresses of messages, whatever their ids hold."""

from __future__ import annotations

import pytest

from archive.links import message_url
from archive.models import Message
from tests.factories import make_list, make_message
from tests.personas import browser_of

pytestmark = pytest.mark.usefixtures("seeded_archive")

ODD_IDS = [
    "a/b@example.org",
    "/a//b/@example.org",
    "a%2Fb@example.org",
    "100%@example.org",
    "a?b=c&d@example.org",
    "a#b@example.org",
    "a+b=c$d@example.org",
    "a b  c@example.org",
    "äöü漢字😀@example.org",
    "<a>\"'@example.org",
    "a\\b@example.org",
    "..%2F..@example.org",
    "x/T",
    "x/T/T",
    "x/raw",
    "x/t.atom",
    "x/attachments/3",
    "new.atom",
]


def renamed(message_id: str) -> str:
    """A message of this id, however unlikely, and its address."""
    Message.objects.filter(message_id="plans.1@example.org").update(message_id=message_id)
    return message_url("plans", message_id)


@pytest.mark.parametrize("message_id", ODD_IDS)
@pytest.mark.parametrize("page", ["", "T/", "raw", "t.mbox.gz", "t.atom"])
def test_every_id_has_its_pages(message_id: str, page: str) -> None:
    url = renamed(message_id)
    assert browser_of(None).get(url + page).status_code == 200


@pytest.mark.parametrize("message_id", ODD_IDS)
def test_every_id_is_found_by_itself(message_id: str) -> None:
    url = renamed(message_id)
    answer = browser_of(None).get(url.replace("/lists/plans/", "/m/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, url)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/lists/plans/a%00b/", 400),
        ("/lists/plans/a%0Ab/T/", 404),
        ("/m/%00/", 400),
        ("/lists/pl%00ans/", 400),
        ("/lists/%FF/", 404),
    ],
)
def test_what_can_be_no_id_is_not_found(url: str, status: int) -> None:
    assert browser_of(None).get(url).status_code == status


def test_slugs_are_of_any_script() -> None:
    make_message(to=make_list(slug="планы-計画"))
    assert browser_of(None).get("/lists/планы-計画/").status_code == 200
    assert browser_of(None).get("/lists/планы-計画/plans.1@example.org/T/").status_code == 200


def test_a_missing_last_slash_is_added() -> None:
    renamed("a/b@example.org")
    answer = browser_of(None).get("/lists/plans/a%2Fb@example.org")
    assert answer.status_code == 301
    assert browser_of(None).get(answer.headers["Location"]).status_code == 200
