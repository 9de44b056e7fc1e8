"""The full-text index: whatever is stored is found, also where texts are indexed beside the storing."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.importing import import_sources, make_list
from archive.importing.database import execute
from archive.mail.preparing import BATCH_MAILS
from archive.models import Body, Message
from archive.search.messages import query_of
from tests.mails import mail, mbox


def plans(count: int) -> list[bytes]:
    return [
        mail(f"Plan {number} is about lanterns.\n", message_id=f"<plans.{number}@example.org>")
        for number in range(count)
    ]


def found(words: str) -> int:
    return Message.objects.matching(query_of(words)).count()


@pytest.mark.django_db(transaction=True)
def test_more_than_a_batch_is_found_as_soon_as_the_run_has_ended(tmp_path: Path) -> None:
    count = 2 * BATCH_MAILS + 5
    run = import_sources([mbox(tmp_path, *plans(count))], make_list("plans"))
    assert run.stored == count
    assert found("lantern") == count


@pytest.mark.django_db
def test_what_a_run_that_broke_off_left_without_is_indexed_by_the_next(tmp_path: Path) -> None:
    plans_list = make_list("plans")
    import_sources([mbox(tmp_path, *plans(3))], plans_list)
    execute("UPDATE archive_body SET search = NULL")
    execute("UPDATE archive_thread SET revision = revision + 1")
    assert found("lantern") == 0

    import_sources([mbox(tmp_path, mail("Another.\n", message_id="<more.1@example.org>"))], plans_list)
    assert found("lantern") == 3
    assert not Body.objects.filter(search=None).exists()
