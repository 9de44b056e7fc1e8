"""Pages ask the database before they are rendered: a view's queries can be counted by reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.template import Template
from django.template.loader import render_to_string
from django.test.signals import template_rendered

from annotations.models import Annotation
from tests.factories import import_mail, make_list, make_note
from tests.mails import mail
from tests.personas import alice, bob, browser_of

pytestmark = pytest.mark.django_db

LAMPS = "The lamps along the northern quay want a wick, and somebody to light them."
PAGES = {
    "home": "/",
    "list": "/lists/plans/",
    "month": "/lists/plans/?month=2020-06",
    "thread": "/lists/plans/plans.1@example.org/T/",
    "message": "/lists/plans/plans.2@example.org/",
    "search": "/search/?q=lamps",
    "tags": "/tags/",
    "tag": "/tags/quay/",
    "query": "/tags/?q=quay AND fog",
}
# The session is kept by the middleware when the page is there, each write in a savepoint.
AFTER_THE_PAGE = ("SAVEPOINT", "RELEASE SAVEPOINT", 'UPDATE "django_session"')


@contextmanager
def asked_while_rendering() -> Iterator[list[str]]:
    """Collects the statements that are sent to the database once a template has begun to be rendered."""
    begun: list[Template] = []
    asked: list[str] = []

    def begin(sender: Template, **rest: Any) -> None:
        begun.append(sender)

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if begun and not sql.startswith(AFTER_THE_PAGE):
            asked.append(sql)
        return execute(sql, params, many, context)

    template_rendered.connect(begin)
    try:
        with connection.execute_wrapper(watch):
            yield asked
    finally:
        template_rendered.disconnect(begin)


@pytest.fixture
def written() -> None:
    """A thread of two with a quote, an attachment's worth of notes, a reply, and tags."""
    answer = mail(
        f"Alice Archer wrote:\n> {LAMPS}\n\nYes, the lamps.\n",
        sender="Bob Baker <bob@example.org>",
        message_id="<plans.2@example.org>",
        references="<plans.1@example.org>",
    )
    plans = make_list()
    import_mail(mail(f"{LAMPS}\n", message_id="<plans.1@example.org>"), answer, to=plans)
    first = plans.postings.get(message__message_id="plans.1@example.org").message
    make_note(author=alice(), message=first, note="Who lights the lamps?", words="lamps", tags=["quay/lamps"])
    make_note(author=bob(), message=first, note="", words="wick", tags=["quay"])


def administrator() -> User:
    return User.objects.create_superuser("dana")


READERS: dict[str, Callable[[], User | None]] = {
    "nobody": lambda: None,
    "alice": alice,
    "dana, who administers": administrator,
}


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nothing_while_it_is_rendered(page: str, reader: str) -> None:
    browser = browser_of(READERS[reader]())
    with asked_while_rendering() as asked:
        response = browser.get(PAGES[page])
    assert response.status_code in {200, 404}
    assert response.templates
    assert asked == [], asked


@pytest.mark.usefixtures("written")
def test_the_page_of_a_note_asks_nothing_while_it_is_rendered() -> None:
    browser = browser_of(alice())
    path = Annotation.objects.exclude(note="").get().get_absolute_url()
    with asked_while_rendering() as asked:
        assert browser.get(path).status_code == 200
    assert asked == [], asked


@pytest.mark.usefixtures("written")
def test_what_a_template_would_ask_is_seen() -> None:
    with asked_while_rendering() as asked:
        render_to_string(
            "annotations/_tags.html", {"tags": Annotation.objects.exclude(note="").get().tags.all()}
        )
    assert len(asked) == 1
