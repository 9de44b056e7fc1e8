"""Mail that is handed over one at a time, beside other imports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models import F
from django.test import Client

from archive.importing import new_run
from archive.importing.arrivals.delivery import receive, stored_message
from archive.importing.runs import import_found
from archive.mail.readers import RawMail, UnreadableSource
from archive.mail.readers.raw_mail import LONGEST_MAIL
from archive.models import ImportRun, Message, Person, Quarantine, Thread
from tests.factories import import_mail, make_list, make_message
from tests.mails import mail

pytestmark = pytest.mark.django_db


def reply(text: str, *, number: int = 2, to: str = "plans.1", **given: str) -> bytes:
    return mail(text, message_id=f"<plans.{number}@example.org>", references=f"<{to}@example.org>", **given)


def test_one_mail_is_a_run_that_is_done() -> None:
    plans = make_list()
    run = receive(mail(), plans, "lmtp")
    assert ImportRun.objects.get() == run
    assert (run.state, run.sources, run.found, run.stored, run.threads) == ("done", ["lmtp"], 1, 1, 1)
    message = stored_message(mail(), plans, "lmtp")
    assert message is not None
    assert message.message_id == "plans.1@example.org"


def test_its_run_has_a_page(admin_client: Client) -> None:
    run = receive(mail(), make_list(), "lmtp")
    page = admin_client.get(f"/admin/archive/importrun/{run.pk}/change/")
    assert page.status_code == 200
    assert ">lmtp<" in page.content.decode()
    assert admin_client.get("/admin/archive/importrun/").status_code == 200


def test_threads_that_other_imports_left_are_not_traced() -> None:
    plans = make_list()
    other = make_message(to=plans, message_id="other@example.org").thread
    Thread.objects.filter(pk=other.pk).update(revision=F("revision") + 1)
    receive(mail(), plans, "lmtp")
    untraced = Thread.objects.exclude(revision=F("traced_revision"))
    assert list(untraced) == [other]
    import_mail(mail(message_id="<more@example.org>"), to=plans)
    assert not untraced.all().exists()


def test_words_of_another_thread_lead_there() -> None:
    plans = make_list()
    words = "The council meets on the first Monday of every month in the old town hall.\n"
    old = make_message(to=plans, message_id="old@example.org", text=words)
    receive(
        mail(
            f"Alice Archer wrote:\n> {words}\nStill?\n",
            message_id="<new@example.org>",
            date="Mon, 8 Jun 2020 10:00:00 +0200",
        ),
        plans,
        "lmtp",
    )
    new = Message.objects.get(message_id="new@example.org")
    assert [origin.origin for origin in new.origins.all()] == [old]


def test_speakers_are_joined_to_people_who_are_known_by_one_name() -> None:
    plans = make_list()
    make_message(to=plans, sender="Bob Builder <bob@example.org>")
    receive(reply("BOB BUILDER wrote:\n> Yes.\n\nNo.\n"), plans, "lmtp")
    passage = Message.objects.get(message_id="plans.2@example.org").spans.get(kind="quoted")
    assert passage.person == Person.objects.get(name="Bob Builder")


def test_speakers_who_share_a_name_are_joined_to_nobody() -> None:
    plans = make_list()
    for number, host in enumerate(("example.org", "example.net")):
        make_message(to=plans, message_id=f"{number}@example.org", sender=f"Bob Builder <bob@{host}>")
    receive(mail("Bob Builder wrote:\n> Yes.\n\nNo.\n"), plans, "lmtp")
    passage = Message.objects.get(message_id="plans.1@example.org").spans.get(kind="quoted")
    assert (passage.speaker, passage.person) == ("Bob Builder", None)


def test_the_beginning_of_too_long_a_mail_is_held() -> None:
    plans = make_list()
    run = receive(mail() + b"x" * LONGEST_MAIL, plans, "lmtp")
    assert (run.stored, run.quarantined) == (0, 1)
    assert len(Quarantine.objects.get().raw_mail()) == 1 << 20


def test_what_came_before_a_source_broke_off_is_stored() -> None:
    def breaking() -> Iterator[RawMail]:
        yield RawMail(mail(), "imap", 1, dialect="eml")
        raise UnreadableSource("The connection was lost.")

    plans = make_list()
    run, passed = new_run(["imap"], plans), list[int]()
    import_found(run, plans, breaking(), passed=passed.append)
    assert (run.state, run.stored, run.unreadable_sources, passed) == ("done", 1, 1, [1])
    assert run.problems.get().reason == "The connection was lost."
