"""The check passes on a real archive, and sees each kind of damage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from annotations.models import Target
from annotations.sample_notes import load
from archive.importing import import_sources
from archive.models import (
    Body,
    Fingerprint,
    ImportRun,
    Message,
    Origin,
    OtherCopy,
    Reference,
    Regrouping,
    Sought,
    Span,
    ThreadListing,
)
from tests.paths import SEEDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def _seeded() -> None:
    import_sources([SEEDS / "000_6d073b4f7d4f71f5.txt", SEEDS / "lanterns.mbox", SEEDS / "workshop"])
    load(SEEDS / "notes.json")


@pytest.mark.usefixtures("_seeded")
def test_the_samples_hold(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_archive")
    assert "invariants hold" in capsys.readouterr().out


def first(rows: QuerySet[Any]) -> Any:
    return rows.order_by("pk")[0]


DAMAGE: dict[str, Callable[[], object]] = {
    "spans cover": lambda: first(Span.objects.filter(kind="quoted")).delete(),
    "a parent stands": lambda: Message.objects.filter(depth__gt=1).update(depth=77),
    "a thread has one first": lambda: Message.objects.filter(depth=0).update(order=5),
    "a thread stands as it was split": lambda: Regrouping.objects.create(
        kind="split", message=(answer := first(Message.objects.exclude(parent=None))), answered=answer.parent
    ),
    "a stored message has its raw mail": lambda: first(Body.objects.all()).delete(),
    "a stored text whose quotes are traced": lambda: Body.objects.update(search=None),
    "spans and origins belong": lambda: Origin.objects.update(origin=2_000_000_000),
    "references and mail that was read": lambda: Reference.objects.update(ancestor=2_000_000_000),
    "fingerprints are of stored": lambda: Fingerprint.objects.update(minute=1),
    "words are sought for": lambda: Sought.objects.create(
        message=first(Message.objects.filter(is_missing=True)), hash=1, minute=1
    ),
    "own words of a stored message": lambda: Fingerprint.objects.all().delete(),
    "listings count": lambda: ThreadListing.objects.update(message_count=99),
    "another copy of a mail": lambda: OtherCopy.objects.create(
        message=(one := first(Message.objects.stored())),
        mailing_list=one.postings.get().mailing_list,
        differs=["words"],
        digest=UUID(int=1),
        met_by=[1],
    ),
    "every posting has": lambda: first(ThreadListing.objects.all()).delete(),
    "run's counts add up": lambda: ImportRun.objects.update(found=1),
    "a target quotes": lambda: Target.objects.filter(start__gt=0).update(exact="other words"),
}


@pytest.mark.usefixtures("_seeded")
@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_seen(name: str) -> None:
    DAMAGE[name]()
    with pytest.raises(CommandError, match=name):
        call_command("check_archive")
