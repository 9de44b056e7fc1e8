"""Data flows one way: no module imports against the direction of the design."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_NOT_IMPORT = {
    "archive/mail": {"archive", "annotations", "config", "django", "psycopg"},
    "archive": {"annotations", "config"},
    "annotations": {"config"},
}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """All modules that a file imports, at its head or within functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


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


@pytest.mark.parametrize("folder", MAY_NOT_IMPORT)
def test_no_import_points_back(folder: str) -> None:
    assert modules(folder), f"{folder} is empty"
    assert wrong_imports(folder) == set()


def test_a_wrong_import_would_be_seen() -> None:
    assert "archive.models" in imported(ROOT / "annotations/models/targets.py")
    assert "django.db" in imported(ROOT / "archive/models/lists.py")
