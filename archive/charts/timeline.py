"""The months of a list as bars: messages above the line, notes below it.

Years without mail are left out, so that one wrong date does not stretch the picture over decades.
Lengths are in units of the picture, one CSS pixel each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

WIDTH = 1136.0
WIDEST, NARROWEST = 18.4, 9.0
BASE, TALLEST, DEEPEST = 52.0, 48.0, 18.0
BETWEEN_YEARS = 7.2


@dataclass(frozen=True, slots=True)
class Year:
    """A year with mail: how many messages, and the first of its months that has any."""

    number: int
    messages: int
    first: dt.date


@dataclass(frozen=True, slots=True)
class Bar:
    """One month, drawn: `x` and `width` of its bar, `pitch` the width that answers to the pointer."""

    month: dt.date
    messages: int
    notes: int
    x: float
    pitch: float
    height: float
    depth: float
    is_shown: bool

    @property
    def width(self) -> float:
        return round(self.pitch * 0.7, 1)

    @property
    def left(self) -> float:
        return round(self.x + self.pitch * 0.12, 1)

    @property
    def top(self) -> float:
        return round(BASE - self.height, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """All bars, where each year's number stands, and the width of it all."""

    bars: list[Bar]
    labels: list[tuple[int, float]]
    width: float

    @property
    def has_notes(self) -> bool:
        return any(bar.notes for bar in self.bars)


@dataclass
class Timeline:
    """Messages by month (first days as keys), and the month that the page shows, if any."""

    messages: Mapping[dt.date, int]
    shown: dt.date | None = None
    _keys: list[dt.date] = field(init=False)

    def __post_init__(self) -> None:
        self._keys = sorted(self.messages)

    @property
    def first_year(self) -> int | None:
        return self._keys[0].year if self._keys else None

    @property
    def last_year(self) -> int | None:
        return self._keys[-1].year if self._keys else None

    @property
    def before(self) -> dt.date | None:
        """The last month with mail before the one shown."""
        return max((key for key in self._keys if self.shown and key < self.shown), default=None)

    @property
    def after(self) -> dt.date | None:
        return min((key for key in self._keys if self.shown and key > self.shown), default=None)

    @cached_property
    def years(self) -> list[Year]:
        totals: dict[int, Year] = {}
        for key in self._keys:
            known = totals.get(key.year, Year(key.year, 0, key))
            totals[key.year] = Year(key.year, known.messages + self.messages[key], known.first)
        return list(totals.values())

    @property
    def months(self) -> list[tuple[dt.date, int]]:
        """The months with mail of the year shown."""
        year = self.shown.year if self.shown else None
        return [(key, self.messages[key]) for key in self._keys if key.year == year]

    def picture(self, notes: Mapping[dt.date, int]) -> Picture:
        """Draws it, with notes by month."""
        years = self.years
        room = WIDTH - BETWEEN_YEARS * (len(years) - 1)
        pitch = round(min(max(room / (12 * max(len(years), 1)), NARROWEST), WIDEST), 1)
        tallest, deepest = max(self.messages.values(), default=1), max(notes.values(), default=1)
        bars, labels, x = [], [], 0.0
        for year in years:
            labels.append((year.number, round(x + 2, 1)))
            for number in range(1, 13):
                month = dt.date(year.number, number, 1)
                sent, noted = self.messages.get(month, 0), notes.get(month, 0)
                height, depth = share(sent, tallest, TALLEST), share(noted, deepest, DEEPEST)
                bars.append(Bar(month, sent, noted, round(x, 1), pitch, height, depth, month == self.shown))
                x += pitch
            x += BETWEEN_YEARS
        return Picture(bars, labels, round(max(x - BETWEEN_YEARS, 1.0), 1))


def share(count: int, most: int, length: float) -> float:
    """How long the bar of a count is; what is there at all can be seen."""
    return round(max(count / most * length, 2.0), 1) if count else 0.0
