"""The check passes on a real archive, and sees each kind of damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotations.models import Target
from annotations.seeding import load
from archive.importing import import_sources
from archive.models import Body, ImportRun, Message, Span, ThreadListing

SEEDS = Path(__file__).parent.parent.parent / "seeds"
pytestmark = pytest.mark.django_db


@pytest.fixture
def _seeded() -> None:
    import_sources([SEEDS / "000_6d073b4f7d4f71f5.txt", SEEDS / "lanterns.mbox", SEEDS / "workshop"])
    load(SEEDS / "notes.json")


@pytest.mark.usefixtures("_seeded")
def test_the_samples_hold(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_archive")
    assert "invariants hold" in capsys.readouterr().out


DAMAGE = {
    "spans cover": lambda: Span.objects.filter(kind="quoted").first().delete(),  # type: ignore[union-attr]
    "a parent stands": lambda: Message.objects.filter(depth__gt=1).update(depth=77),
    "a thread has one first": lambda: Message.objects.filter(depth=0).update(order=5),
    "a stored message has a body": lambda: Body.objects.all()[0].delete(),
    "listings count": lambda: ThreadListing.objects.update(message_count=99),
    "every posting has": lambda: ThreadListing.objects.all()[0].delete(),
    "run's counts add up": lambda: ImportRun.objects.update(found=1),
    "a target quotes": lambda: Target.objects.filter(start__gt=0).update(exact="other words"),
}


@pytest.mark.usefixtures("_seeded")
@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_seen(name: str) -> None:
    DAMAGE[name]()
    with pytest.raises(CommandError, match=name):
        call_command("check_archive")
