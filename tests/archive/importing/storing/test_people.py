"""Addresses that archives hide belong to the person whose name and local part agree."""

from __future__ import annotations

import pytest

from archive.models import Address, MailingList, Person
from tests.factories import import_mail, make_list
from tests.mails import mail

pytestmark = pytest.mark.django_db


def wrote(*senders: str, to: MailingList) -> list[str]:
    """Mail from these senders, one import each; the addresses of each person then."""
    for number, sender in enumerate(senders):
        import_mail(mail(sender=sender, message_id=f"<{number}@example.org>"), to=to)
    people = Person.objects.order_by("pk").prefetch_related("addresses")
    return [" ".join(sorted(address.address for address in person.addresses.all())) for person in people]


WHOLE, CUT = "Alice Archer <alice@example.org>", "Alice Archer <alice@...>"


@pytest.mark.parametrize("senders", [(WHOLE, CUT), (CUT, WHOLE)])
def test_come_together_in_any_order(senders: tuple[str, str]) -> None:
    assert wrote(*senders, to=make_list()) == ["alice@... alice@example.org"]


def test_come_together_within_one_import() -> None:
    plans = make_list()
    import_mail(
        mail(sender=CUT, message_id="<1@example.org>"),
        mail(sender=WHOLE, message_id="<2@example.org>"),
        to=plans,
    )
    assert Person.objects.count() == 1
    assert Address.objects.count() == 2


def test_spelled_out_they_are_one_address() -> None:
    addresses = wrote(
        WHOLE, "alice at example.org (Alice Archer)", "Alice Archer <alice (a) example.org>", to=make_list()
    )
    assert addresses == ["alice@example.org"]


@pytest.mark.parametrize(
    "other",
    ["Bob Bell <alice@...>", "Alice Archer <archer@...>", "<alice@...>", "Alice Archer <alice@example.net>"],
)
def test_stay_apart_where_name_or_local_part_differ(other: str) -> None:
    assert len(wrote(WHOLE, other, to=make_list())) == 2


def test_stay_apart_when_a_list_writes_for_them() -> None:
    writers = [
        f"{name} via Plans <plans@lists.example.org>" for name in ("Alice Archer", "Bob Bell", "Alice Archer")
    ]
    assert wrote(*writers, to=make_list()) == ["plans@lists.example.org", "plans@lists.example.org"]


def test_stay_apart_where_two_people_could_be_meant() -> None:
    assert len(wrote(WHOLE, "Alice Archer <alice@example.net>", CUT, to=make_list())) == 3
