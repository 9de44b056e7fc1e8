"""Who is known to speak only from mail that a reader may not see is named nowhere: search, tag pages, exports."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from annotations.models import Annotation
from archive.models import MailingList, Message
from tests.factories import GROUPS, import_mail, make_list, make_note
from tests.mails import mail
from tests.personas import alice, browser_of, charlie, team

pytestmark = pytest.mark.django_db
WORDS = "Every lantern on the pier gets a number, and the register keeps its colour."


def an_answer_to_a_closed_list() -> MailingList:
    """Dana's plan stands on a list of the team alone; on an open list bob quotes it and names nobody."""
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    plan = mail(f"{WORDS}\n", sender="Dana Dale <dana@example.org>", message_id="<plan@example.org>")
    import_mail(plan, to=closed)
    answer = mail(
        f"> {WORDS}\n\nAnd who keeps the register?\n",
        sender="Bob Baker <bob@example.org>",
        message_id="<bobs@example.org>",
        references="<plan@example.org>",
        date="Tue, 2 Jun 2020 10:00:00 +0200",
    )
    opened = make_list()
    import_mail(answer, to=opened)
    return opened


def page(reader: User | None, path: str) -> str:
    response = browser_of(reader).get(path)
    assert response.status_code == 200
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(body.decode())


def note_on_the_quote() -> None:
    an_answer_to_a_closed_list()
    bobs = Message.objects.get(message_id="bobs@example.org")
    make_note(author=alice(), message=bobs, words=WORDS, tags=["lamp"])
    assert Annotation.objects.count() == 1


def test_in_search() -> None:
    an_answer_to_a_closed_list()
    assert "Dana" in page(alice(), "/search/?q=lantern+register")
    for reader in (charlie(), None):
        found = page(reader, "/search/?q=lantern+register")
        assert "lantern" in found
        assert "Dana" not in found


@pytest.mark.parametrize("path", ["/tags/lamp/", "/tags/lamp/?format=csv", "/tags/lamp/?format=markdown"])
def test_on_the_page_of_a_tag_and_in_exports(path: str) -> None:
    note_on_the_quote()
    assert "Dana" in page(alice(), path)
    found = page(charlie(), path)
    assert "lantern" in found
    assert "Dana" not in found
