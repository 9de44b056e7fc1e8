"""Answers to a person's address, and to what is no id, are no answers to one message."""

from __future__ import annotations

import pytest

from archive.importing.rederiving import rederive
from archive.maintenance.invariants import broken_invariants
from archive.models import MailingList, Message, Thread
from tests.factories import import_mail, make_list
from tests.mails import mail, sent

pytestmark = pytest.mark.django_db
BOB = sent("Quite another thing.\n", 2, name="Bob Bell")
TO_BOB = sent("To Bob.\n", 3, name="Chen Clay", references="<bob@example.org>")
ALSO = sent("Also to Bob, of something else.\n", 4, name="Dana Draper", references="<Bob@example.org>")


@pytest.fixture
def plans() -> MailingList:
    return make_list()


@pytest.mark.parametrize(
    "batches", [[(TO_BOB, ALSO, BOB)], [(BOB,), (TO_BOB, ALSO)], [(BOB,), (TO_BOB,), (ALSO,)]]
)
def test_the_address_of_a_sender_joins_nobody(plans: MailingList, batches: list[tuple[bytes, ...]]) -> None:
    for batch in batches:
        import_mail(*batch, to=plans)
    assert Thread.objects.count() == 3
    assert not Message.objects.filter(is_missing=True).exists()
    assert list(broken_invariants()) == []
    assert rederive(dry_run=True).is_none


def test_one_that_is_known_later_joins_nobody_when_mail_is_read_again(plans: MailingList) -> None:
    import_mail(TO_BOB, ALSO, to=plans)
    import_mail(BOB, to=plans)
    rederive()
    assert Thread.objects.count() == 3


def test_an_id_that_looks_like_an_address_joins(plans: MailingList) -> None:
    import_mail(BOB, mail("Words.\n", message_id="<bob@example.org>"), to=plans)
    import_mail(TO_BOB, to=plans)
    assert Message.objects.get(message_id="m.3@example.org").parent == Message.objects.get(
        message_id="bob@example.org"
    )


def test_prompts_and_templates_join_nobody(plans: MailingList) -> None:
    none = [
        sent("Plans.\n", at, references=what) for at, what in enumerate(("<y>", "<y>", "<message-id>"), 1)
    ]
    import_mail(*none, to=plans)
    assert Thread.objects.count() == 3
