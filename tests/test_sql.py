"""Statements stand in one place of each room, say what they do, and take their parameters by name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLACES = sorted(path for app in ("archive", "annotations") for path in (ROOT / app).rglob("sql.py"))
# Rooms whose statements all stand there.
ROOMS = [ROOT / "archive/importing", ROOT / "archive/maintenance", ROOT / "annotations"]
# Statements beside the sentences that say what they find, and statements that are put together for any table.
OTHER_PLACES = {
    ROOT / "archive/maintenance/invariants.py",
    ROOT / "annotations/invariants.py",
    ROOT / "archive/importing/database.py",
    ROOT / "archive/importing/derived.py",
}
STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|ANALYZE|TRUNCATE|CREATE|SET|COPY)\s")
POSITIONAL = re.compile(r"(?<!%)%[sbt]")


def named(path: Path) -> Iterator[tuple[str, int, str]]:
    """Each constant that is text: its name, its line, its text."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.lineno, ast.unparse(node.value)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """All literals of a module that begin as statements do."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", PLACES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_comment_says_what_each_finds_or_does(path: Path) -> None:
    lines = path.read_text().splitlines()
    bare = [name for name, line, _ in named(path) if not lines[line - 2].startswith("#")]
    assert bare == []


@pytest.mark.parametrize("path", PLACES, ids=lambda path: str(path.relative_to(ROOT)))
def test_parameters_have_names(path: Path) -> None:
    assert [name for name, _, text in named(path) if POSITIONAL.search(text)] == []


def test_no_statement_stands_twice() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in PLACES:
        for name, _, text in named(path):
            found[" ".join(text.split())].append(f"{path.relative_to(ROOT)}: {name}")
    assert [names for names in found.values() if len(names) > 1] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_no_statement_stands_elsewhere(room: Path) -> None:
    # Migrations stand for themselves.
    allowed = {*PLACES, *OTHER_PLACES, *room.glob("migrations/*.py")}
    elsewhere = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(room.rglob("*.py"))
        if path not in allowed
        for line, _ in texts(path)
    }
    assert elsewhere == set()


def test_statements_would_be_seen() -> None:
    assert len(PLACES) > 5
    assert any(text.startswith("SELECT") for _, text in texts(ROOT / "tests/rows.py"))
    assert POSITIONAL.search("WHERE id = %s")
    assert not POSITIONAL.search("WHERE name LIKE '%%s' AND id = %(key)s")
