from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.headers import SentAt, sent_at
from archive.mail.languages import LANGUAGES, Language
from archive.mail.languages.language import forms

NOW = dt.datetime(2020, 6, 1, tzinfo=dt.UTC)
MOMENT = dt.datetime(2007, 7, 12, 10, 32, 27, tzinfo=dt.UTC)
LIE = "Thu, 1 Jan 1970 00:00:00 +0000"


def test_minutes_without_end_are_no_date() -> None:
    assert sent_at([f"Mon, 1 Jun 2020 10:{'9' * 40}:00"], [], "", NOW).source == "none"


@pytest.mark.parametrize(
    ("value", "offset"),
    [
        ("Thu Jul 12 03:32:27 PDT 2007", -420),
        ("Thu, 12 Jul 2007 03:32:27 -0700 (PDT)", -420),
        ("Thu Jul 12 12:32:27 CEST 2007", 120),
        ("Thu, 12 Jul 2007 12:32:27 MESZ", 120),
        ("12 Jul 07 10:32:27 GMT", 0),
        ("Thu, 12 Jul 107 10:32:27 +0000", 0),
        ("Thu, 12 Jul 2007 10:32:27 -0000", 0),
        ("Thu, 12 Jul 2007 12:32:27 +02:00", 120),
        ("2007-07-12T10:32:27Z", 0),
        ("2007-07-12T12:32:27+02:00", 120),
        ("2007-07-12 12:32:27 +0200", 120),
        ("Do, 12 Jul 2007 12:32:27 +0200", 120),
        ("12.07.2007 10:32:27", None),
        ("Thu Jul 12 10:32:27 2007", None),
        ("Thu, 12 Jul 2007 10:32:27 XYZ", None),
        ("Thu, 12 Jul 2007 10:32:27 +9999", None),
    ],
)
def test_dates_in_all_forms(value: str, offset: int | None) -> None:
    assert sent_at([value], [], "", NOW) == SentAt(MOMENT, offset, "date")


@pytest.mark.parametrize(
    ("value", "offset"),
    [
        ("12 Jul 07 10:32:27 AM", None),
        ("Thu, 12 Jul 2007 10:32:27 AM +0000", 0),
        ("12 Jul 2007 07:32:27 PM +0900", 540),
        ("12 Jul 2007 7:32:27 p.m. +0900", 540),
        ("Thu, 12 Jul 2007 22:32:27 PM +1200", 720),
        ("12 Jul 2007 12:32:27 AM -1000", -600),
        ("Thu, 12 Jul 2007 12:32:27 GMT+0200", 120),
        ("Thu, 12 Jul 2007 12:32:27 GMT+02:00", 120),
        ("Thu, 12 Jul 2007 12:32:27 UTC+2", 120),
        ("Thu, 12 Jul 2007 05:32:27 GMT-5", -300),
        ("Thu, 12 Jul 2007 12:32:27 CET DST", 120),
        ("Thu, 12 Jul 2007 12:32:27 MET-DST", 120),
        ("Thu, 12 Jul 2007 12:32:27 METDST", 120),
        ("Thu, 12 Jul 2007 06:32:27 EST DST", -240),
        ("Thu, 12 Jul 2007 12:32:27 +2", 120),
        ("Thu, 12 Jul 2007 12:32:27 +0200 (CET DST)", 120),
        ("(x) Thu, 12 Jul 2007 10:32:27 +0000", 0),
        ("(a) (b) 12 Jul 2007 10:32:27 +0000", 0),
        ("jeu., 12 juillet 2007 12:32:27 +0200", 120),
        ("Do, 12. Juli 2007 12:32:27 +0200", 120),
        ("jueves, 12 de julio de 2007 12:32:27 +0200", 120),
        ("gio, 12 lug 2007 12:32:27 +0200", 120),
        ("Чт, 12 июл 2007 14:32:27 +0400", 240),
        ("=?utf-8?b?0KfRgiwgMTIg0LjRjtC7IDIwMDc=?= 14:32:27 +0400", 240),
        ("czw., 12 lip 2007 12:32:27 +0200", 120),
        ("čet, 12 srp 2007 12:32:27 +0200", 120),
        ("2007 július 12. 12:32:27 +0200", 120),
        ("2007年7月12日 19:32:27 +0900", 540),
        ("2007年7月12日 午後7:32:27 +0900", 540),
        ("2007년 7월 12일 오후 7:32:27 +0900", 540),
        ("to, 12 heinä 2007 13:32:27 +0300", 180),
        ("1184236347", None),
    ],
)
def test_dates_in_the_words_of_programs_and_languages(value: str, offset: int | None) -> None:
    assert sent_at([value], [], "", NOW) == SentAt(MOMENT, offset, "date")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_months_of_every_language(language: Language) -> None:
    for number, (names, day) in enumerate(
        zip(forms(language.months), forms(language.weekdays) * 2, strict=False), 1
    ):
        value = f"{day[0]}, 12 {names[0]} 2007 10:32:27 +0000"
        assert sent_at([value], [], "", NOW).moment == MOMENT.replace(month=number), value


def test_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    midnight = dt.datetime(2007, 7, 13, tzinfo=dt.UTC)
    for value in (
        "Thu, 12 Jul 2007 24:00:00 +0000",
        "12 Jul 2007 24:00 +0000",
        "Do, 12. Juli 2007 24:00:00 +0000",
    ):
        assert sent_at([value], [], "", NOW) == SentAt(midnight, 0, "date")
    assert sent_at(["Fri, 31 Aug 2007 24:00:00 +0000"], [], "", NOW).moment == dt.datetime(
        2007, 9, 1, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Sun, 31 Jun 2007 10:32:27 +0000", (6, 30)),
        ("30 Feb 2008 10:32:27 +0000", (2, 29)),
        ("Thu, 29-Feb-2007 10:32:27 +0000", (2, 28)),
        ("31 Nov 07 10:32:27 GMT", (11, 30)),
    ],
)
def test_a_day_that_its_month_does_not_have(value: str, day: tuple[int, int]) -> None:
    found = sent_at([value], [], "", NOW)
    assert found.moment
    assert found.source == "date"
    assert (found.moment.month, found.moment.day, found.moment.hour) == (*day, 10)
    assert value in found.repaired
    assert "last day" in found.repaired
    assert sent_at([value], [], "a@x Thu Jul 12 10:32:27 2007", NOW) == SentAt(MOMENT, None, "envelope")


def test_a_date_without_a_time_is_the_beginning_of_the_day() -> None:
    found = sent_at(["Thu, 12 Jul 2007 +0000"], [], "", NOW)
    assert found[:3] == (MOMENT.replace(hour=0, minute=0, second=0), 0, "date")
    assert "time of day" in found.repaired


@pytest.mark.parametrize(
    "value", ["32 Jul 2007 10:00:00 +0000", "12 Plans 2007 10:00:00 +0000", "12345", "July"]
)
def test_what_is_no_date_is_none(value: str) -> None:
    assert sent_at([value], [], "", NOW).source == "none"


@pytest.mark.parametrize(
    "lie", [LIE, "Thu, 1 Jan 2099 00:00:00 +0000", "Fri, 31 Feb 2007 10:00:00 +0000", "x", ""]
)
def test_a_date_that_lies_gives_way_to_received(lie: str) -> None:
    received = ["from a by b; " + lie, "from c by d; Thu, 12 Jul 2007 12:32:27 +0200"]
    assert sent_at([lie], received, "", NOW) == SentAt(MOMENT, 120, "received")


def test_mail_that_came_before_it_was_sent_is_dated_by_received() -> None:
    received = [
        "from a by b; Thu, 12 Jul 2007 12:32:27 +0200",
        "from c by d; Tue, 10 Jul 2007 12:32:27 +0200",
    ]
    assert sent_at(["Sun, 15 Jul 2012 10:00:00 +0000"], received, "", NOW) == SentAt(MOMENT, 120, "received")
    assert sent_at(["Fri, 13 Jul 2007 10:00:00 +0000"], received, "", NOW).source == "date"


@pytest.mark.parametrize(
    ("stated", "received_at"),
    [("Sat, 1 Jan 2000 00:03:00 +0000", MOMENT), ("Thu, 12 Apr 2007 10:00:00 +0000", None)],
)
def test_mail_that_was_long_on_its_way_keeps_both_dates(stated: str, received_at: dt.datetime | None) -> None:
    found = sent_at([stated], ["from a by b; Thu, 12 Jul 2007 12:32:27 +0200"], "", NOW)
    assert (found.source, found.received_at) == ("date", received_at)


def test_then_the_separator_line_is_asked() -> None:
    assert sent_at([LIE], ["no date here"], "a@x Thu Jul 12 10:32:27 2007", NOW) == SentAt(
        MOMENT, None, "envelope"
    )


def test_then_nothing_is_known() -> None:
    assert sent_at([LIE], [], "mboxrd@z Thu Jan  1 00:00:00 1970", NOW) == SentAt(None, None, "none")


@pytest.mark.parametrize(("days", "source"), [(1, "date"), (3, "none")])
def test_clocks_may_run_ahead_by_two_days(days: int, source: str) -> None:
    value = (NOW + dt.timedelta(days=days)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    assert sent_at([value], [], "", NOW).source == source


@given(
    st.text(max_size=60)
    | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,6} \d\d:\d\d:\d\d [+-]\d{4}")
)
def test_any_value_gives_a_date_within_bounds(value: str) -> None:
    found = sent_at([value], [value], value, NOW)
    assert found.moment is None or 1980 <= found.moment.year <= 2020


@pytest.mark.parametrize(
    "worst", ["Mon, ", "1", "12:", "GMT ", "+0000 ", "(", ".", "()", "am 1:00", "de ", "Mrz "]
)
def test_a_megabyte_of_the_worst(worst: str) -> None:
    text = worst * (1_000_000 // len(worst))
    assert sent_at([text], [text], text, NOW).source == "none"
