"""Atom feeds of lists and threads."""

from __future__ import annotations

from base64 import b64encode
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User

from archive.models import MailingList, Message
from tests.factories import GROUPS, import_mail, make_list, make_message, make_threads
from tests.mails import mail
from tests.personas import alice, browser_of, team

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(url: str, user: User | None = None) -> ElementTree.Element:
    response = browser_of(user).get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def titles(root: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def entry(root: ElementTree.Element) -> dict[str, str | None]:
    [found] = root.iter(f"{ATOM}entry")
    link = found.find(f"{ATOM}link")
    fields = {name: found.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "summary")}
    return {**fields, "link": link.get("href") if link is not None else None}


def test_an_entry_is_a_message() -> None:
    make_message(
        to=make_list(), message_id="a/b+c@example.org", subject="lamps & tables", text="<b>Cold</b>\n"
    )
    assert entry(feed("/lists/plans/new.atom")) == {
        "id": "mid:a%2Fb+c@example.org",
        "title": "lamps & tables",
        "updated": "2020-06-01T08:00:00+00:00",
        "summary": "<pre>&lt;b&gt;Cold&lt;/b&gt;\n</pre>",
        "link": "http://testserver/lists/plans/a%2Fb+c@example.org/",
    }


def test_a_list_gives_its_fifty_newest_messages() -> None:
    make_threads(to=make_list(), count=30, replies=1)
    found = titles(feed("/lists/plans/new.atom"))
    assert len(found) == 50
    assert found[:3] == ["Re: plan 29", "plan 29", "Re: plan 28"]


def test_a_thread_gives_its_messages() -> None:
    make_threads(to=make_list(), count=2, replies=2)
    root = feed("/lists/plans/reply.1.0@example.org/t.atom")
    assert titles(root) == ["Re: plan 1", "Re: plan 1", "plan 1"]
    assert root.findtext(f"{ATOM}title") == "plan 1"


def test_messages_of_a_thread_that_one_may_not_read_are_left_out() -> None:
    secret = make_list(slug="secret", visibility=GROUPS, groups=[team()])
    import_mail(mail(), to=make_list())
    import_mail(
        mail(subject="hidden", message_id="<2@example.org>", references="<plans.1@example.org>"), to=secret
    )
    url = "/lists/plans/plans.1@example.org/t.atom"
    assert titles(feed(url)) == ["plans"]
    links = [link.get("href") for link in feed(url, alice()).iter(f"{ATOM}link")]
    assert "http://testserver/lists/secret/2@example.org/" in links


def test_control_characters_and_missing_dates_are_no_hindrance() -> None:
    make_message(to=make_list(), text="a\x01b\x1b\ufffe\n", subject="a \x0c b", date="")
    assert entry(feed("/lists/plans/new.atom"))["summary"] == "<pre>ab\n</pre>"


def test_an_empty_list_has_an_empty_feed() -> None:
    make_list()
    assert titles(feed("/lists/plans/new.atom")) == []


HOSTILE = "a\x01\x08\x0b\x1b[1m\x7f\x85\r\ufffe\uffff\U0001ffff ]]> <!-- & \"' </title> \u202e b"


def test_a_feed_is_xml_whatever_its_list_and_mail_are_called() -> None:
    coded = f"=?utf-8?b?{b64encode(HOSTILE.encode()).decode()}?="
    written = mail(
        f"{HOSTILE}\n",
        subject=coded,
        sender=f"{coded} <alice@example.org>",
        message_id="<a\x01\x1b\ufffe]]&b@example.org>",
    )
    import_mail(written, to=make_list())
    MailingList.objects.update(name=HOSTILE)
    stored = Message.objects.get()
    Message.objects.update(subject=HOSTILE, bare_subject=HOSTILE)
    shown = "a[1m\x7f\x85\U0001ffff ]]> <!-- & \"' </title> \u202e b"
    for url in ("/lists/plans/new.atom", f"{stored.url('plans')}t.atom"):
        root = feed(url)
        assert root.findtext(f"{ATOM}title") == shown
        assert titles(root) == [shown]
