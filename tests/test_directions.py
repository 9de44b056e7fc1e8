"""Imports flow one way: from what is shown down to what was written, room by room, and in no circle.

A room is a folder of modules; a module that stands beside rooms counts for itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("archive", "annotations")
MAY_NOT_IMPORT = {
    "archive/mail": {"archive", "annotations", "config", "django", "psycopg"},
    "archive": {"annotations", "config"},
    "annotations": {"config"},
}
# From the ground up: nothing imports from a floor above its own. The longest name that fits decides: a new module
# beside the rooms of `archive.importing` belongs to that floor, until it is named on another one.
FLOORS: dict[str, tuple[str, ...]] = {
    "mail, pure": ("archive.mail",),
    "what everybody needs": ("archive.access", "archive.links", "archive.hooks"),
    "tables of the archive": ("archive.models",),
    "the database, as importing needs it": (
        "archive.importing.sql",
        "archive.importing.database",
        "archive.importing.derived",
        "archive.importing.parallel",
        "archive.importing.problems",
        "archive.importing.run_locks",
        "archive.importing.inbox_cursors",
        "archive.importing.list_choice",
        "archive.importing.quarantine",
        "archive.importing.uploads",
    ),
    "sources and threads": ("archive.importing.sources", "archive.importing.threads"),
    "storing": ("archive.importing.storing",),
    "quotes": ("archive.importing.quotes",),
    "runs": ("archive.importing", "archive.importing.rederiving"),
    "arrivals": ("archive.importing.arrivals",),
    "reading": ("archive.reading", "archive.charts"),
    "searching, exporting and keeping in order": ("archive.search", "archive.exports", "archive.maintenance"),
    "jobs and forms": ("archive",),
    "doors of the archive": ("archive.admin", "archive.cli", "archive.views"),
    "addresses and commands of the archive": ("archive.urls", "archive.management"),
    "tables of notes": ("annotations.models",),
    "anchoring": ("annotations.anchoring",),
    "margin": ("annotations.margin",),
    "tags": ("annotations.tagging",),
    "what is done with notes": ("annotations", "annotations.exports"),
    "doors of notes": ("annotations.admin", "annotations.templatetags", "annotations.views"),
    "addresses and commands of notes": ("annotations.urls", "annotations.management"),
}


class Arrow(NamedTuple):
    """That a module imports another, both by their dotted names."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source} imports {self.target}"


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imported(path: Path) -> set[str]:
    """All modules that a file imports, at its head or within functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {whole_name(node.module, alias.name) for alias in node.names}
    return names


def whole_name(package: str, name: str) -> str:
    """`archive.links` for `from archive import links`; the package for what it defines itself."""
    path = ROOT.joinpath(*package.split("."), name)
    return f"{package}.{name}" if path.is_dir() or path.with_suffix(".py").exists() else package


def wrong_imports(folder: str) -> set[str]:
    own = folder.replace("/", ".")
    found = set()
    for path in modules(folder):
        for name in imported(path):
            if name == own or name.startswith(f"{own}."):
                continue
            if name.partition(".")[0] in MAY_NOT_IMPORT[folder]:
                found.add(f"{path.relative_to(ROOT)} imports {name}")
    return found


@cache
def arrows() -> frozenset[Arrow]:
    """Imports of one module of our own by another."""
    return frozenset(
        Arrow(dotted(path), name)
        for app in APPS
        for path in modules(app)
        for name in imported(path)
        if name.partition(".")[0] in APPS
    )


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def room_of(name: str) -> str:
    """The folder of a module; the module itself where its folder has rooms."""
    path = ROOT.joinpath(*name.split("."))
    folder = path if path.is_dir() else path.parent
    if any((one / "__init__.py").exists() for one in folder.iterdir() if one.name != "migrations"):
        return name
    return ".".join(folder.relative_to(ROOT).parts)


@cache
def floor_of(name: str) -> int:
    """The floor of a module, counted from the ground."""
    fitting = [
        (len(room), floor)
        for floor, rooms in enumerate(FLOORS.values())
        for room in rooms
        if name == room or name.startswith(f"{room}.")
    ]
    return max(fitting)[1]


def pointing_up(found: Iterable[Arrow]) -> Iterator[str]:
    names = list(FLOORS)
    for arrow in sorted(found):
        low, high = floor_of(arrow.source), floor_of(arrow.target)
        if low < high:
            yield f"{arrow}: “{names[low]}” lies below “{names[high]}”"


def circles(found: Iterable[Arrow]) -> list[str]:
    """What is left of the arrows between rooms when all rooms are taken away that nothing leads to, or from."""
    left = {arrow for arrow in found if room_of(arrow.source) != room_of(arrow.target)}
    while True:
        sources, targets = {room_of(one.source) for one in left}, {room_of(one.target) for one in left}
        kept = {one for one in left if room_of(one.source) in targets and room_of(one.target) in sources}
        if kept == left:
            return sorted(map(str, left))
        left = kept


@pytest.mark.parametrize("folder", MAY_NOT_IMPORT)
def test_no_import_points_back(folder: str) -> None:
    assert modules(folder), f"{folder} is empty"
    assert wrong_imports(folder) == set()


def test_a_wrong_import_would_be_seen() -> None:
    assert "archive.models" in imported(ROOT / "annotations/models/targets.py")
    assert "django.db" in imported(ROOT / "archive/models/lists.py")


def test_no_room_imports_from_a_floor_above() -> None:
    assert Arrow("archive.importing.undoing", "archive.hooks") in arrows()
    assert list(pointing_up(arrows())) == []


def test_rooms_import_each_other_in_no_circle() -> None:
    assert circles(arrows()) == []


def test_an_arrow_that_points_up_would_be_named() -> None:
    up = Arrow("archive.importing.storing.people", "archive.importing.undoing")
    assert list(pointing_up([up, Arrow(*reversed(up))])) == [
        "archive.importing.storing.people imports archive.importing.undoing: “storing” lies below “runs”"
    ]


def test_a_circle_would_be_named() -> None:
    there = Arrow("archive.importing.threads.arranging", "archive.importing.sources.batches")
    back = Arrow("archive.importing.sources.batches", "archive.importing.threads.regrouping")
    beside = Arrow("archive.importing.sources.batches", "archive.importing.database")
    assert circles([there, back, beside]) == sorted(map(str, [there, back]))
    assert circles([there, beside]) == []


def test_every_floor_names_what_is_there() -> None:
    named = [name for rooms in FLOORS.values() for name in rooms]
    assert len(named) == len(set(named))
    for name in named:
        path = ROOT.joinpath(*name.split("."))
        assert path.is_dir() or path.with_suffix(".py").exists(), f"{name} is not there any more"
