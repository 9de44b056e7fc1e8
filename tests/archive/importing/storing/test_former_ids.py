"""Mail without a Message-ID: what differs in more than its way is another mail, also beside ids of former times."""

from __future__ import annotations

import pytest

from archive.importing import import_sources
from archive.mail.beside_words import told_beside_words
from archive.models import MailingList, Message, ReadMail
from tests.factories import make_list
from tests.paths import MAIL

pytestmark = pytest.mark.django_db
SOURCE = MAIL / "only-headers-differ.mbox"
FORMER = "a842ef10c6a20609ab8f1d269ef4f166@derived.invalid"


@pytest.fixture
def plans() -> MailingList:
    return make_list()


def counts(mailing_list: MailingList) -> tuple[int, int, int]:
    run = import_sources([SOURCE], mailing_list)
    return run.found, run.stored, run.already_present


def test_mails_that_differ_in_their_headers_alone_are_all_stored(plans: MailingList) -> None:
    assert counts(plans) == (3, 3, 0)
    assert counts(plans) == (3, 0, 3)
    raws = b"".join(message.body.raw_mail() for message in Message.objects.select_related("body"))
    assert (raws.count(b"17 failed"), raws.count(b"18 passed"), raws.count(b"bob@example.org")) == (1, 2, 1)


def test_what_stands_under_a_former_id_is_not_stored_again_and_what_was_dropped_beside_it_is(
    plans: MailingList,
) -> None:
    counts(plans)
    first = Message.objects.get(pk=min(Message.objects.values_list("pk", flat=True)))
    Message.objects.filter(pk=first.pk).update(message_id=FORMER)
    ReadMail.objects.all().delete()
    Message.objects.exclude(pk=first.pk).delete()
    assert counts(plans) == (3, 2, 1)
    assert counts(make_list(slug="other")) == (3, 3, 0)
    assert Message.objects.filter(is_missing=False).count() == 3


@pytest.mark.parametrize(
    "field",
    [b"Received: by mx.example.org", b"X-Spam-Score: 1", b"List-Id: <plans.example.org>", b"Status: RO"],
)
def test_what_was_put_on_a_mail_under_way_tells_nothing(field: bytes) -> None:
    raw = b"From: alice@example.org\nTo: bob@example.org\nX-Build: 17\n"
    assert told(raw + field + b"\n") == told(raw)


def told(head: bytes) -> tuple[str, ...]:
    return told_beside_words(head + b"\nwords\n", has_files=False)


def test_mails_that_say_the_same_over_different_files_are_all_stored(plans: MailingList) -> None:
    run = import_sources([MAIL / "scans-without-ids.mbox"], plans)
    assert (run.found, run.stored, run.already_present) == (2, 2, 0)
