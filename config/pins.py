"""Exact versions of all packages, kept in pyproject.toml and requirements.txt: `python -m config.pins`.

`uv sync` installs what stands there, on any day and from any registry. `--check` says whether both files agree with
what uv would install, and changes nothing.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT, REQUIREMENTS = ROOT / "pyproject.toml", ROOT / "requirements.txt"
PINS = re.compile(r'constraint-dependencies = \[\n(?: +"[^\n]*\n)*\]\n')
EVERYTHING = ["export", "--all-groups", "--no-emit-project", "--no-hashes", "--no-header", "--no-annotate"]
PRODUCTION = [
    "export", "--no-dev", "--no-group", "embedded", "--no-emit-project", "--format", "requirements-txt", "-o",
]  # fmt: skip


class Unpinned(SystemExit):
    """What is pinned is not what would be installed. Ends the program with the remedy."""


def uv(*arguments: str) -> str:
    """What uv says. Its complaints go to the terminal."""
    done = subprocess.run(["uv", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603, S607
    return done.stdout


def resolved() -> str:
    """The block of pins for what uv has resolved, each package with where it is needed."""
    lines = [line.strip().replace('"', "'") for line in uv(*EVERYTHING).splitlines()]
    pins = "".join(f'    "{line}",\n' for line in lines if "==" in line)
    return f"constraint-dependencies = [\n{pins}]\n"


def renew() -> None:
    """Takes the newest versions that the bounds of pyproject.toml allow, and pins them."""
    without = PINS.sub("", PROJECT.read_text())
    PROJECT.write_text(without)
    uv("lock", "--upgrade", "--quiet")
    PROJECT.write_text(without.replace("[tool.uv]\n", f"[tool.uv]\n{resolved()}", 1))
    uv("lock", "--quiet")
    uv(*PRODUCTION, REQUIREMENTS.name, "--quiet")


def check() -> None:
    """Raises Unpinned when pins and requirements are not what uv installs."""
    uv("lock", "--quiet")
    found = PINS.search(PROJECT.read_text())
    if found is None or found[0] != resolved():
        raise Unpinned(
            "The pins of pyproject.toml are not what uv installs. Run: uv run python -m config.pins"
        )
    if without_comments(REQUIREMENTS.read_text()) != without_comments(uv(*PRODUCTION[:-1])):
        raise Unpinned("requirements.txt is not what uv installs. Run: uv run python -m config.pins")


def without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


if __name__ == "__main__":
    check() if "--check" in sys.argv[1:] else renew()
