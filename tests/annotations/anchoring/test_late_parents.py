"""A message that comes years after its answers joins their threads; notes and addresses stay."""

from __future__ import annotations

import pytest

from archive.maintenance.invariants import broken_invariants
from archive.models import MailingList, Message, Thread
from tests.factories import import_mail, make_list, make_note
from tests.mails import mail
from tests.personas import alice, bob, browser_of

pytestmark = pytest.mark.django_db


def answer(name: str, references: str, year: int) -> bytes:
    return mail(
        f"The words of {name}.\n",
        message_id=f"<{name}@example.org>",
        references=references,
        subject=f"Re: {name}",
        date=f"Mon, 1 Jun {year} 10:00:00 +0000",
    )


@pytest.fixture
def plans() -> MailingList:
    """Two threads: an answer to a message that is missing, and one to another."""
    made = make_list()
    import_mail(
        answer("first", "<root@example.org>", 2001), answer("second", "<late@example.org>", 2003), to=made
    )
    return made


def get(name: str) -> Message:
    return Message.objects.get(message_id=f"{name}@example.org")


def test_threads_are_joined_by_a_parent_that_comes_late_and_notes_stay(plans: MailingList) -> None:
    assert get("first").thread != get("second").thread
    notes = {
        name: make_note(author=alice(), message=get(name), note=f"On {name}.", words=f"words of {name}")
        for name in ("first", "second")
    }
    keys = {name: get(name).pk for name in ("first", "second", "root", "late")}
    import_mail(answer("late", "<root@example.org>", 2002), to=plans)
    assert {name: get(name).pk for name in keys} == keys
    assert (get("second").parent, get("late").parent) == (get("late"), get("root"))
    assert get("root").is_missing
    assert Thread.objects.filter(messages__pk__in=keys.values()).distinct().count() == 1
    for name in ("first", "second", "late"):
        page = browser_of(bob()).get(f"/lists/plans/{name}@example.org/T/").content.decode()
        assert "On first." in page
        assert "On second." in page
    for name, note in notes.items():
        note.refresh_from_db()
        target = note.target
        assert get(name).body.text[target.start : target.end] == f"words of {name}"
    assert list(broken_invariants()) == []
