"""Pieces that Mailman cut off other mail: they stand below it, and fill no list with the date of the archive."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.importing.rederiving import rederive
from archive.maintenance.invariants import broken_invariants
from archive.models import MailingList, Message, Origin, ThreadListing
from tests.factories import import_mail, make_list
from tests.mails import mail, sent

pytestmark = pytest.mark.django_db

HEAD = "The lamps on the quay are lit an hour before dusk.\nSo they should be."
TAIL = (
    "From the bridge on, all of them are put out at midnight, but for the one at the stairs.\n"
    "That one burns until the ferry has come in, and the keeper walks home with its light.\n"
)
PIECE = mail(
    TAIL.partition("\n")[2] + "\nOn Sunday Dana Draper wrote:\n> Which lamps are lit when?\n",
    sender="bogus@does.not.exist.com ()",
    subject="No subject",
    message_id="<mailman.1.1331738117.plans@example.org>",
    date="Wed, 14 Mar 2012 15:15:16 -0000",
)
SCRUBBED = mail(
    "-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL: <http://example.org/a.html>\n",
    sender="bogus@does.not.exist.com ()",
    subject="No subject",
    message_id="<mailman.2.1331738117.plans@example.org>",
    date="Wed, 14 Mar 2012 15:15:16 -0000",
)
WHOLE = mail(f"{HEAD}\n", message_id="<m.1@example.org>", date="Thu, 1 Jun 2006 10:00:00 +0000")
QUOTE = "".join(f"> {line}\n" for line in f"{HEAD}\n{TAIL}".splitlines())
ANSWER = mail(
    f"Alice Archer wrote:\n{QUOTE}\nWho walks with him?\n",
    sender="Bob Bell <bob@example.org>",
    message_id="<m.2@example.org>",
    references="<m.1@example.org>",
    date="Fri, 2 Jun 2006 10:00:00 +0000",
)


@pytest.fixture
def plans() -> MailingList:
    return make_list()


def piece() -> Message:
    return Message.objects.get(message_id="mailman.1.1331738117.plans@example.org")


@pytest.mark.parametrize("order", [(PIECE, WHOLE, ANSWER), (ANSWER, WHOLE, PIECE)])
def test_a_piece_stands_below_the_mail_that_answers_quote_with_it(
    plans: MailingList, order: tuple[bytes, ...]
) -> None:
    for one in order:
        import_mail(one, to=plans)
    found = piece()
    assert found.parent
    assert found.parent.message_id == "m.1@example.org"
    assert found.subject == "A piece that Mailman cut off another mail"
    assert not Message.objects.filter(is_missing=True).exists()
    assert Origin.objects.filter(message__message_id="m.2@example.org", origin=found).exists()
    assert list(broken_invariants()) == []
    assert rederive(dry_run=True).is_none


def test_the_date_of_the_archive_counts_for_no_thread(plans: MailingList) -> None:
    import_mail(WHOLE, ANSWER, PIECE, SCRUBBED, sent("Later.\n", 3), to=plans)
    listed = list(ThreadListing.objects.on_list(plans).newest_first())
    assert [one.first_message.message_id for one in listed] == [
        "m.3@example.org",
        "m.1@example.org",
        "mailman.2.1331738117.plans@example.org",
    ]
    assert (listed[1].last_at and listed[1].last_at.year, listed[2].last_at) == (2006, None)
    assert not ThreadListing.objects.on_list(plans).in_month(2012, 3).exists()


def test_lists_say_what_such_a_piece_is(plans: MailingList, client: Client) -> None:
    import_mail(SCRUBBED, to=plans)
    assert b"A piece that Mailman cut off another mail" in client.get("/lists/plans/").content
    found = Message.objects.get()
    assert found.parent is None


def test_mail_by_somebody_without_a_subject_is_none(plans: MailingList) -> None:
    import_mail(mail("Hello.\n", subject="No subject"), to=plans)
    assert Message.objects.get().subject == "No subject"
