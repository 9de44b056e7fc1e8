"""The counts of the tag index. A tag's counts include the tags below it, each annotation once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from annotations.models import Annotation, Tag
from annotations.tagging import sql

MONTHS = 24
OFTEN_WITH = 2


@dataclass(slots=True)
class TagCounts:
    """One line of the index: passages (overlapping words are one), notes, uses by month (oldest first), last use."""

    tag: Tag
    passages: int = 0
    notes: int = 0
    last_used: dt.datetime | None = None
    months: list[int] = field(default_factory=lambda: [0] * MONTHS)
    often_with: list[Tag] = field(default_factory=list)

    @property
    def level(self) -> int:
        return min(self.tag.level, 3)

    @property
    def bars(self) -> list[tuple[int, int, int]]:
        """Bars of the sparkline: left edge, top and height, on a ground line at 18."""
        highest = max(self.months) or 1
        heights = [max(round(16 * count / highest), 1) if count else 0 for count in self.months]
        return [(5 * at, 18 - height, height) for at, height in enumerate(heights) if height]


def count_tags(tags: Sequence[Tag], visible: QuerySet[Annotation], now: dt.datetime) -> list[TagCounts]:
    """The counts of tags, in three statements. `now` ends the last of the months."""
    lines = {tag.pk: TagCounts(tag) for tag in tags}
    for key, passages, notes, last_used in carried(sql.TOTALS, visible):
        if key in lines:
            lines[key].passages, lines[key].notes, lines[key].last_used = passages, notes, last_used
    this_month = now.year * 12 + now.month - 1
    for key, month, count in carried(sql.BY_MONTH, visible):
        at = MONTHS - 1 - (this_month - month)
        if key in lines and 0 <= at < MONTHS:
            lines[key].months[at] = count
    together: dict[int, list[int]] = defaultdict(list)
    for key, other in carried(sql.TOGETHER, visible):
        together[key].append(other)
    for key, line in lines.items():
        line.often_with = of_several_trees([lines[other].tag for other in together[key] if other in lines])
    return list(lines.values())


def of_several_trees(tags: Sequence[Tag]) -> list[Tag]:
    """The first few tags, without those that lie above or below one before them."""
    chosen: list[Tag] = []
    for tag in tags:
        at = f"{tag.path}/"
        if not any(at.startswith(f"{one.path}/") or f"{one.path}/".startswith(at) for one in chosen):
            chosen.append(tag)
    return chosen[:OFTEN_WITH]


def carried(statement: str, visible: QuerySet[Annotation]) -> list[tuple[Any, ...]]:
    inner, parameters = visible.order_by().values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql.CARRIED.format(visible=inner) + statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
