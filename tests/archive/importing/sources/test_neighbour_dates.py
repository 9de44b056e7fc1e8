"""Mail without a date of its own gets one from the mail around it, and says so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from archive.importing import import_sources
from archive.importing.database import execute
from archive.importing.rederiving import rederive
from archive.importing.sources.neighbour_dates import between
from archive.models import Message
from tests.factories import make_list
from tests.mails import mail
from tests.pages import squeezed

pytestmark = pytest.mark.django_db

MONDAY = mail("One.\n", message_id="<one@example.org>", date="Mon, 1 Jun 2020 10:00:00 +0200")
DATELESS = mail("Two.\n", message_id="<two@example.org>", date="")
FRIDAY = mail("Three.\n", message_id="<three@example.org>", date="Fri, 5 Jun 2020 10:00:00 +0200")
WINTER = mail("Four.\n", message_id="<four@example.org>", date="Fri, 4 Dec 2020 10:00:00 +0200")


def imported(folder: Path, *mails: bytes) -> tuple[dt.datetime | None, str]:
    """When the mail without a date was sent, and who says so; the separator lines hold no date either."""
    path = folder / "plans.mbox"
    path.write_bytes(b"".join(b"From alice@example.org\n" + one + b"\n" for one in mails))
    import_sources([path], make_list())
    two = Message.objects.get(message_id="two@example.org")
    return two.sent_at, two.date_source


def test_the_mail_before_tells(tmp_path: Path) -> None:
    monday = dt.datetime(2020, 6, 1, 8, tzinfo=dt.UTC)
    assert imported(tmp_path, MONDAY, DATELESS, FRIDAY) == (monday, "neighbours")


def test_what_they_told_stays_when_the_mail_is_derived_again(tmp_path: Path) -> None:
    told = imported(tmp_path, MONDAY, DATELESS, FRIDAY)
    execute("UPDATE archive_body SET text = 'Nothing.'")
    assert rederive().changed == 3
    two = Message.objects.get(message_id="two@example.org")
    assert (two.sent_at, two.date_source) == told


def test_the_mail_after_tells_of_the_first(tmp_path: Path) -> None:
    assert imported(tmp_path, DATELESS, FRIDAY) == (dt.datetime(2020, 6, 5, 8, tzinfo=dt.UTC), "neighbours")


def test_mail_that_is_here_already_tells_too(tmp_path: Path) -> None:
    first, middle, last = (b"From alice@example.org\n" + one + b"\n" for one in (MONDAY, DATELESS, FRIDAY))
    path, plans = tmp_path / "plans.mbox", make_list()
    path.write_bytes(first + last)
    import_sources([path], plans)
    path.write_bytes(first + middle + last)
    import_sources([path], plans)
    assert Message.objects.get(message_id="two@example.org").sent_at == dt.datetime(
        2020, 6, 1, 8, tzinfo=dt.UTC
    )


def test_neighbours_far_apart_tell_nothing(tmp_path: Path) -> None:
    assert imported(tmp_path, MONDAY, DATELESS, WINTER) == (None, "none")


def test_alone_nobody_tells(tmp_path: Path) -> None:
    assert imported(tmp_path, DATELESS) == (None, "none")


def test_of_two_dates_years_apart_the_one_near_the_neighbours_counts(tmp_path: Path) -> None:
    came = "Received: from a by b; Tue, 2 Jun 2020 10:00:00 +0200\n"
    stopped = mail("Two.\n", message_id="<two@example.org>", date="Sat, 1 Jan 2000 00:03:00 +0000", more=came)
    tuesday = dt.datetime(2020, 6, 2, 8, tzinfo=dt.UTC)
    assert imported(tmp_path, MONDAY, stopped, FRIDAY) == (tuesday, "received")
    assert rederive(dry_run=True).is_none


def test_mail_sent_on_years_later_keeps_its_date(tmp_path: Path) -> None:
    came = "Received: from a by b; Wed, 1 Jun 2022 10:00:00 +0200\n"
    one, two = (
        mail("x\n", message_id=f"<{name}@example.org>", more=came, date=f"{day} Jun 2020 10:00:00 +0000")
        for name, day in (("one", 1), ("two", 2))
    )
    assert imported(tmp_path, one, two, FRIDAY) == (dt.datetime(2020, 6, 2, 10, tzinfo=dt.UTC), "date")


def test_files_of_a_folder_are_no_neighbours(tmp_path: Path) -> None:
    for number, one in enumerate((MONDAY, DATELESS, FRIDAY)):
        (tmp_path / f"{number}.eml").write_bytes(one)
    import_sources([tmp_path], make_list())
    assert Message.objects.get(message_id="two@example.org").sent_at is None


def test_the_page_says_so(tmp_path: Path, client: Client) -> None:
    imported(tmp_path, MONDAY, DATELESS)
    page = squeezed(client.get("/lists/plans/two@example.org/").content.decode())
    assert "this one is from the mail around it in its source" in page


def test_of_the_mails_around_the_one_before_counts() -> None:
    first, second = dt.datetime(2020, 6, 1, tzinfo=dt.UTC), dt.datetime(2020, 6, 2, tzinfo=dt.UTC)
    assert (between(first, second), between(None, second), between(first, None)) == (first, second, first)
    assert between(None, None) is None
