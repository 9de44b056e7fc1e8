"""Two imports at once onto one list, compared with the same imports one after the other.

    uv run python -m benchmarks.together SOURCE OTHER [--times 3]

Imports both sources in turn; then both at once, in two processes, as often as asked for; then the first one twice at
once. Rows must be equal, every invariant must hold and both runs must account for all of their mail. Exits with 1 at
the first difference. What the first to come decides is left out: how a person's name and address are spelled.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.databases import Databases


def rows_without_spellings() -> dict[str, list[tuple[object, ...]]]:
    """All rows; of people which addresses there are, and which of them are one person's."""
    from tests.rows import all_rows  # noqa: PLC0415

    rows = all_rows()
    return rows | {"people": [(row[0], row[-1]) for row in rows["people"]]}


def compare(databases: Databases, sources: tuple[Path, Path], times: int) -> None:
    """Raises Unequal."""
    from benchmarks.killing import Unequal, difference, forked, seen_to_hold, work_on  # noqa: PLC0415

    for number, pair in enumerate([sources, (sources[0], sources[0])]):
        databases.fresh(f"in_turn_{number}")
        for source in pair:
            work_on([source])
        in_turn = rows_without_spellings()
        for time in range(times):
            databases.fresh(f"at_once_{number}_{time}")
            processes = [forked(partial(work_on, [source])) for source in pair]
            if any(os.waitpid(process, 0)[1] for process in processes):
                raise Unequal("An import failed.")
            seen_to_hold()
            if (at_once := rows_without_spellings()) != in_turn:
                raise Unequal(difference(in_turn, at_once))
            print(f"{pair[0].name} and {pair[1].name} at once: equal", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sources", nargs=2, type=Path, metavar="SOURCE")
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()

    import django  # noqa: PLC0415 - parsing processes import this file, too

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.databases import Databases  # noqa: PLC0415
    from benchmarks.killing import Unequal  # noqa: PLC0415

    with Databases() as databases:
        try:
            compare(databases, (given.sources[0].absolute(), given.sources[1].absolute()), given.times)
        except Unequal as difference:
            sys.exit(str(difference))


if __name__ == "__main__":
    main()
