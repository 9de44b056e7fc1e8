"""What a run's page says of problems and of held mail, kind by kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from archive.importing.uploads import short_name
from archive.models import ImportProblem, ImportRun, Quarantine

HELD_PER_PAGE = 50
FACETS_SHOWN = 12
PLACE = re.compile(r"^(?:The mail at byte … of … )?(?:(?:The compressed file )?… )?")
PLACES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A problem or held mail, with its source and reason as the page words them."""

    row: ImportProblem | Quarantine
    source: str
    reason: str


def told(rows: Iterable[ImportProblem | Quarantine]) -> list[Told]:
    return [Told(row, short_name(row.source), without_folder(row.reason, row.source)) for row in rows]


def without_folder(reason: str, source: str) -> str:
    """A reason that names its source as people know it."""
    return reason.replace(source, short_name(source)) if source else reason


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem: how often it was met, and its first places."""

    kind: str
    count: int
    places: list[Told]

    @property
    def sentence(self) -> str:
        """Its reason; without particulars when there are several."""
        return self.kind if self.count > 1 else self.places[0].reason


def problems(run: ImportRun) -> dict[str, Any]:
    counts = run.problems.order_by().values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    numbered = run.problems.annotate(nr=Window(RowNumber(), partition_by="kind", order_by=F("pk").asc()))
    places: dict[str, list[Told]] = defaultdict(list)
    for one in told(numbered.filter(nr__lte=PLACES_SHOWN).order_by("kind", "pk")):
        places[one.row.kind].append(one)
    kinds = [ProblemKind(kind, count, places[kind]) for kind, count in counts]
    return {"problems": kinds, "problem_count": sum(kind.count for kind in kinds)}


def quarantine(run: ImportRun, held: QuerySet[Quarantine], asked: dict[str, str]) -> dict[str, Any]:
    page, held_count = held_page(held, asked), held.count()
    return {
        "page": page,
        "rows": told(page.object_list),
        "held_count": held_count,
        "held_elsewhere": run.quarantined - held_count,
        "kinds": facets(held, "kind"),
        "places": facets(held, "source"),
        "asked": asked,
    }


def held_page(held: QuerySet[Quarantine], asked: dict[str, str]) -> Page[Quarantine]:
    """One page of held mail, of one kind or source when asked for, without the bytes."""
    chosen = {key: asked[key].replace("\0", "") for key in ("kind", "source") if asked.get(key)}
    rows = held.filter(**chosen).defer("raw").order_by("source", "offset", "pk")
    return Paginator(rows, HELD_PER_PAGE).get_page(asked.get("page"))


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    value: str
    count: int


def facets(held: QuerySet[Quarantine], column: str) -> list[Facet]:
    rows = held.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)[:FACETS_SHOWN]
    label = short_name if column == "source" else short_kind
    return [Facet(label(value), value, count) for value, count in rows]


def short_kind(kind: str) -> str:
    """What is wrong, without where and what to do: "is empty"."""
    return PLACE.sub("", kind).partition(". ")[0].rstrip(".")
