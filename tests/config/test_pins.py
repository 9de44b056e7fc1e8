"""What is installed is what was tested: exact versions, in both files alike."""

from __future__ import annotations

import re
import tomllib

from config import pins

PIN = re.compile(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.+!-]+)(?: ; .+)?")


def pinned() -> dict[str, str]:
    project = tomllib.loads(pins.PROJECT.read_text())
    found = [PIN.fullmatch(line) for line in project["tool"]["uv"]["constraint-dependencies"]]
    assert all(found)
    return {one[1]: one[2] for one in found if one}


def test_every_package_that_is_named_is_pinned() -> None:
    project = tomllib.loads(pins.PROJECT.read_text())
    groups = project["dependency-groups"].values()
    named = [
        re.split(r"[\[<>=]", line)[0]
        for lines in (project["project"]["dependencies"], *groups)
        for line in lines
    ]
    assert set(named) <= set(pinned())
    assert len(pinned()) > len(named)


def test_both_files_name_the_same_versions_and_no_registry() -> None:
    text = pins.REQUIREMENTS.read_text()
    lines = [line.split(" \\")[0] for line in text.splitlines() if "==" in line and not line.startswith("#")]
    required = {found[1]: found[2] for line in lines if (found := PIN.fullmatch(line))}
    assert len(required) == len(lines)
    assert required.items() <= pinned().items()
    assert "://" not in text
    assert "index" not in pins.PROJECT.read_text()
