"""Months, weekdays and halves of the day by name."""

from __future__ import annotations

import pytest

from archive.mail.languages import (
    AM_WORDS,
    LANGUAGES,
    MONTH_WORDS,
    PM_WORDS,
    WEEKDAY_WORDS,
    Language,
    month_of,
)
from archive.mail.languages.calendar import MONTHS_OF, WEEKDAYS_OF, plain
from archive.mail.languages.language import forms


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_language_has_twelve_months_and_seven_days(language: Language) -> None:
    assert len(forms(language.months)) == 12
    assert len(forms(language.weekdays)) == 7
    assert set(MONTHS_OF[language.code].values()) == set(range(1, 13))
    assert WEEKDAYS_OF[language.code] <= WEEKDAY_WORDS
    assert MONTHS_OF[language.code].keys() <= MONTH_WORDS


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("Jun", 6), ("juin", 6), ("août", 8), ("aout", 8), ("Dez", 12), ("Mrz", 3), ("Okt.", 10), ("июня", 6),
        ("июн.", 6), ("Haziran", 6), ("kesäkuuta", 6), ("czerwca", 6), ("6月", 6), ("6월", 6), ("Ιουνίου", 6),
        ("يونيو", 6), ("ביוני", 6), ("มิ.ย.", 6), ("thg 6", 6), ("XIII", None), ("", None),
    ],
)  # fmt: skip
def test_a_month_by_name(word: str, month: int | None) -> None:
    assert month_of(word) == month


def test_a_name_of_two_months_is_told_by_the_weekday_beside_it() -> None:
    assert month_of("lip") is None
    assert month_of("lip", "śr") == 7
    assert month_of("lip", "Sri") == 6
    assert month_of("listopad", "út") == 11


def test_halves_of_the_day_are_compared_without_their_last_full_stop() -> None:
    assert {plain("π.μ."), plain("AM"), "上午", plain("a. m.")} <= AM_WORDS
    assert {plain("μ.μ."), plain("PM"), "下午", plain("p.m.")} <= PM_WORDS
    assert AM_WORDS.isdisjoint(PM_WORDS)
