"""The months of a list as bars."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from archive.charts.timeline import BASE, TALLEST, Timeline


def month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


def test_years_without_mail_are_left_out() -> None:
    timeline = Timeline({month("1970-01"): 1, month("2007-07"): 5, month("2007-09"): 2})
    assert [(year.number, year.messages, year.first) for year in timeline.years] == [
        (1970, 1, month("1970-01")),
        (2007, 7, month("2007-07")),
    ]
    assert len(timeline.picture({}).bars) == 24


def test_neighbours_are_months_with_mail() -> None:
    counts = {month("2007-01"): 1, month("2007-07"): 1, month("2008-02"): 1}
    middle = Timeline(counts, month("2007-07"))
    assert (middle.before, middle.after) == (month("2007-01"), month("2008-02"))
    between = Timeline(counts, month("2007-03"))
    assert (between.before, between.after) == (month("2007-01"), month("2007-07"))
    assert (Timeline(counts).before, Timeline(counts).after) == (None, None)


def test_the_months_beside_are_those_of_the_year_shown() -> None:
    counts = {month("2007-01"): 3, month("2007-07"): 4, month("2008-02"): 1}
    assert Timeline(counts, month("2007-05")).months == [(month("2007-01"), 3), (month("2007-07"), 4)]


def test_no_mail_makes_no_bars() -> None:
    picture = Timeline({}).picture({})
    assert (picture.bars, picture.labels) == ([], [])


months = st.dates(dt.date(1970, 1, 1), dt.date(2050, 1, 1)).map(lambda day: day.replace(day=1))
counts = st.dictionaries(months, st.integers(1, 100_000), min_size=1, max_size=40)


@given(counts, counts)
def test_bars_stand_side_by_side_within_the_picture(
    messages: dict[dt.date, int], notes: dict[dt.date, int]
) -> None:
    picture = Timeline(messages).picture(notes)
    assert [bar.month for bar in picture.bars] == sorted(bar.month for bar in picture.bars)
    assert {bar.month for bar in picture.bars} >= set(messages)
    for bar, after in zip(picture.bars, picture.bars[1:], strict=False):
        assert bar.x + bar.pitch <= after.x + 0.2
    assert picture.bars[-1].x + picture.bars[-1].pitch <= picture.width + 0.2
    assert all(0 <= bar.height <= TALLEST and bar.top >= BASE - TALLEST for bar in picture.bars)
    assert all((bar.height > 0) == (bar.messages > 0) for bar in picture.bars)
