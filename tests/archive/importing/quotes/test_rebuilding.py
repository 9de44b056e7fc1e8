"""Missing messages, put together from the quotes that are left of them."""

from __future__ import annotations

import re

import pytest

from archive.importing import import_sources
from archive.importing import make_list as new_list
from archive.maintenance.invariants import broken_invariants
from archive.models import Body, MailingList, Message, Origin, Span
from tests.factories import GROUPS, import_mail, make_list
from tests.mails import mail
from tests.paths import SAMPLE
from tests.personas import alice, browser_of, charlie, team

pytestmark = pytest.mark.django_db
LOST = "<lost@example.org>"


def reply(text: str, number: int, *, references: str = LOST, name: str = "Bob Baker") -> bytes:
    return mail(
        text,
        sender=f"{name} <{name.partition(' ')[0].lower()}@example.org>",
        subject="Re: plans",
        message_id=f"<reply.{number}@example.org>",
        references=references,
        date=f"Mon, 1 Jun 2020 1{number}:00:00 +0200",
    )


FIRST = reply(
    "On 31 May 2020, Alice Archer <alice@example.org> wrote:\n"
    "> A register of all the lamps on the quay.\n>\n> A second keeper for the fog.\n\nYes.\n",
    1,
)
SECOND = reply(
    "Alice Archer wrote:\n> A second keeper for the fog.\n> [...]\n> And a boat with a lantern of its own.\n\nNo.\n",
    2,
    name="Chen Clay",
)


def lost() -> Message:
    return Message.objects.get(message_id="lost@example.org")


def shown(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_what_several_quote_is_put_together_in_order() -> None:
    import_mail(FIRST, SECOND, to=make_list())
    message = lost()
    assert (message.who, message.said_on, message.is_missing) == ("Alice Archer", "31 May 2020", True)
    assert message.body.text == (
        "A register of all the lamps on the quay.\n\nA second keeper for the fog.\n\n[…]\n\n"
        "And a boat with a lantern of its own.\n"
    )
    assert Origin.objects.filter(origin=message).count() == 4
    html = browser_of(None).get("/lists/plans/reply.1@example.org/T/").content.decode()
    assert (
        "Alice Archer’s message of 31 May 2020 is not in the archive. What is left of it, put together from quotes."
        in shown(html)
    )
    assert "what is left of it ↗" in html
    assert html.count(">quoted in 2<") == 1


def test_the_message_itself_takes_the_place() -> None:
    plans = make_list()
    import_mail(FIRST, SECOND, to=plans)
    key = lost().pk
    whole = lost().body.text.replace("[…]", "A clock.")
    import_mail(mail(whole, message_id=LOST), to=plans)
    message = lost()
    assert (message.pk, message.is_missing, message.said_on) == (key, False, "")
    assert message.body.text == whole
    assert {row.how for row in Origin.objects.filter(origin=message)} == {"exact"}
    html = browser_of(None).get("/lists/plans/reply.1@example.org/T/").content.decode()
    assert "not in the archive" not in html
    assert "wrote it here" in html


def test_the_sample_document_gives_both_messages_that_it_quotes() -> None:
    import_sources([SAMPLE], visibility=MailingList.Visibility.PUBLIC)
    kirill = Message.objects.stored().get()
    paul, serge = (
        Message.objects.get(sender_name="Paul Menage"),
        Message.objects.get(sender_name="Serge E. Hallyn"),
    )
    assert serge.said_on == "7/2/07"
    left = (
        "4. task containers functionality […] base features […] specific containers poll to see who has plans"
    )
    assert " ".join(serge.body.text.split()) == left
    assert paul.body.text.startswith("On 7/2/07, Serge E. Hallyn <serge at> wrote:\n\n>")
    assert "- simplifying the control file API\n" in paul.body.text
    assert "[…]" not in paul.body.text
    spans = Span.objects.filter(message=paul).values_list("kind", "speaker").distinct()
    assert ("quoted", "Serge E. Hallyn") in spans
    assert ("own", "") in spans
    html = browser_of(None).get(kirill.thread_url("containers")).content.decode()
    assert html.count('<details class="missing rebuilt"') == 2
    assert f'href="#{serge.anchor}-' in html
    linked = re.findall(r'href="#(m[0-9a-f]{16}-\d+-\d+)"', html)
    assert len(linked) > 12
    assert all(f'id="{anchor}"' in html for anchor in linked)


def the_whole_mail_of_paul() -> bytes:
    quoted = [line[1:].removeprefix(" ") for line in SAMPLE.read_text().splitlines() if line[:1] == ">"]
    return mail(
        "Hi Serge,\n\nOn 7/2/07, Serge E. Hallyn <serge at> wrote:\n" + "\n".join(quoted) + "\n\nPaul\n",
        sender="Paul Menage <paul@example.org>",
        message_id="<paul@example.org>",
        date="Tue, 10 Jul 2007 16:41:00 -0700",
    )


def test_the_real_message_takes_the_place_that_quotes_of_the_sample_document_held() -> None:
    import_sources([SAMPLE], visibility=MailingList.Visibility.PUBLIC)
    import_mail(the_whole_mail_of_paul(), to=MailingList.objects.get(slug="containers"))
    paul = Message.objects.get(sender_name="Paul Menage")
    kirill = Message.objects.get(sender_name="Kirill Korotaev")
    assert (paul.message_id, paul.is_missing, kirill.parent) == ("paul@example.org", False, paul)
    first = Origin.objects.filter(message=kirill, origin=paul).order_by("start")[0]
    assert paul.body.text[first.origin_start :].startswith("How about if we adopt")
    html = browser_of(None).get(kirill.thread_url("containers")).content.decode()
    assert f'<a href="#{paul.anchor}-{first.origin_start}-{first.origin_end}">wrote it here' in html
    assert "Paul Menage’s message" not in shown(html)
    assert "Serge E. Hallyn’s message" in shown(html)
    assert "answers Paul Menage ↑, as its quotes or its archive tell" in shown(html)
    assert list(broken_invariants()) == []


def test_the_place_is_taken_whichever_came_first() -> None:
    containers = make_list(slug="containers")
    import_mail(the_whole_mail_of_paul(), to=containers)
    import_sources([SAMPLE], containers)
    paul, kirill = Message.objects.stored().order_by("sent_at")
    assert (kirill.parent, kirill.thread_id) == (paul, paul.thread_id)
    assert set(Message.objects.filter(is_missing=True).values_list("sender_name", flat=True)) == {
        "Serge E. Hallyn"
    }


def test_an_old_message_with_another_subject_does_not_take_the_place() -> None:
    import_sources([SAMPLE], visibility=MailingList.Visibility.PUBLIC)
    old = the_whole_mail_of_paul().replace(b"10 Jul 2007", b"10 Jul 2006")
    import_mail(old, to=MailingList.objects.get(slug="containers"))
    assert Message.objects.filter(sender_name="Paul Menage", is_missing=True).exists()


def test_a_message_by_somebody_else_does_not_take_the_place() -> None:
    import_sources([SAMPLE], visibility=MailingList.Visibility.PUBLIC)
    other = the_whole_mail_of_paul().replace(b"Paul Menage <paul@", b"Chen Clay <chen@")
    import_mail(other, to=MailingList.objects.get(slug="containers"))
    assert Message.objects.get(sender_name="Paul Menage").is_missing


def test_words_of_another_speaker_are_left_out() -> None:
    other = reply("Dana Draper wrote:\n> Lamps are for ships.\n\nHa.\n", 3, name="Emre Elm")
    import_mail(FIRST, SECOND, other, to=make_list())
    assert "ships" not in lost().body.text


def test_nothing_is_put_together_when_nobody_is_named() -> None:
    import_mail(reply("> A register of all the lamps on the quay.\n\nYes.\n", 1), to=make_list())
    assert not Body.objects.filter(message=lost()).exists()


def test_quotes_on_a_list_that_one_may_not_read_give_nothing() -> None:
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    import_mail(FIRST, to=make_list())
    import_mail(SECOND, to=closed)
    path = "/lists/plans/reply.1@example.org/T/"
    assert "a boat with a lantern" in browser_of(alice()).get(path).content.decode()
    for reader in (None, charlie()):
        html = browser_of(reader).get(path).content.decode()
        assert "boat" not in html
        assert "rebuilt" not in html
        assert "what is left of it" not in html


def test_its_place_in_the_thread_has_an_address() -> None:
    import_mail(FIRST, to=make_list())
    new_list("other")
    assert browser_of(None).get("/lists/plans/lost@example.org/T/").status_code == 200
    assert browser_of(None).get("/lists/plans/lost@example.org/").status_code == 404
    assert browser_of(None).get("/lists/plans/lost@example.org/raw").status_code == 404
    assert browser_of(alice()).get("/lists/other/lost@example.org/T/").status_code == 404
