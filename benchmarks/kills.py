"""Kills imports at chance moments, resumes them, and compares the archive with one imported in one go.

    uv run python -m benchmarks.kills SOURCE … [--kills 20] [--seed NUMBER]

Each import is a process of its own that ends by SIGKILL, at moments spread over the time that a whole import takes.
One half is resumed by the same import again, the other by its very run, continued from the last committed
batch. All rows must be equal then, every invariant must hold and the counts of a continued run must be those of one
that was never broken. Prints what the imports were at when they were killed; exits with 1 at the first difference.
Writes benchmarks/results/kills.json.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path

from benchmarks.reports import write_results


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)

    import django  # noqa: PLC0415 - parsing processes import this file, too

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.databases import Databases  # noqa: PLC0415
    from benchmarks.killing import Proof, Unequal  # noqa: PLC0415

    with Databases() as databases:
        try:
            proof = Proof(databases, [source.absolute() for source in given.sources], given.seed)
            proof.kill(given.kills)
        except Unequal as difference:
            sys.exit(str(difference))
    print(f"{proof.counts['found']:,} mails, {proof.seconds:.1f} s in one go; {given.kills} kills")
    for phase, count in sorted(proof.phases.items()):
        print(f"{count:5}  while {phase}")
    for way, count in sorted(proof.completed.items()):
        print(f"{count:5}  archives equal, resumed: {way}")
    write_results(
        "kills", {"seed": given.seed, "kills": given.kills, "counts": proof.counts, "seconds": proof.seconds,
                  "phases": proof.phases, "equal": proof.completed},
    )  # fmt: skip


if __name__ == "__main__":
    main()
