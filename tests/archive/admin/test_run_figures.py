"""The figures of an import run, and the names of its kinds of problems."""

from __future__ import annotations

import pytest
from django.utils import timezone

from archive.admin.run_figures import bar_of, expected_messages, span_of_time, sparkline, speed_of
from archive.admin.run_problems import short_kind
from archive.models import ImportRun


class TestFigures:
    def test_bar_covers_all_that_was_found(self) -> None:
        run = ImportRun(found=10, stored=6, already_present=3, quarantined=1)
        assert [(part.name, part.start, part.width) for part in bar_of(run)] == [
            ("stored", 0, 6),
            ("there", 6, 3),
            ("held", 9, 1),
        ]

    def test_expected_is_judged_by_the_bytes(self) -> None:
        assert expected_messages(ImportRun(found=10, bytes_read=50, bytes_total=200)) == 40
        assert expected_messages(ImportRun(found=10, bytes_read=0, bytes_total=200)) == 10
        assert expected_messages(ImportRun(found=10, bytes_read=50, bytes_total=200, state="done")) == 10

    def test_speed_says_nothing_before_the_first_mail(self) -> None:
        speed = speed_of(ImportRun(state="running", started_at=timezone.now()))
        assert (speed.now, speed.average, speed.left) == (None, None, None)

    def test_sparkline_has_the_highest_rate_on_top(self) -> None:
        assert sparkline([0.0, 50.0, 100.0]) == "0.0,38.0 236.0,20.0 472.0,2.0"
        assert sparkline([0.0, 0.0]) == "0.0,38.0 472.0,38.0"
        assert sparkline([7.0]) == ""

    @pytest.mark.parametrize(
        ("seconds", "told"),
        [(-3, "0 s"), (8.4, "8 s"), (59.6, "1 min 0 s"), (95, "1 min 35 s"), (7500, "2 h 5 min")],
    )
    def test_time_is_told_in_two_units(self, seconds: float, told: str) -> None:
        assert span_of_time(seconds) == told


@pytest.mark.parametrize(
    ("kind", "short"),
    [
        ("The mail at byte … of … is empty. It can be dismissed.", "is empty"),
        (
            "The compressed file … ends early: it was cut short. Get a whole copy.",
            "ends early: it was cut short",
        ),
        (
            "… looks like an archive's page, but has no date. Check it.",
            "looks like an archive's page, but has no date",
        ),
        ("Reading it failed (ValueError). Report this mail.", "Reading it failed (ValueError)"),
    ],
)
def test_kinds_are_named_by_what_is_wrong(kind: str, short: str) -> None:
    assert short_kind(kind) == short
