"""Mutated mails: none is lost, none breaks anything. `benchmarks/fuzz.py` does the same with 200,000."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from annotations.invariants import INVARIANTS
from archive.importing import import_sources, make_list
from archive.maintenance.invariants import INVARIANTS as ARCHIVE_INVARIANTS
from archive.maintenance.invariants import broken_invariants
from archive.models import Message, Quarantine
from benchmarks.fuzz import INVENTED, SEPARATOR, corpus_of, fuzz
from benchmarks.mutating import Mutator

SEED = random.SystemRandom().randrange(1_000_000)


def test_mutated_mails_are_understood_or_held() -> None:
    found = fuzz(corpus_of([INVENTED]), SEED, 2_500, most=math.inf)
    assert found.wrong == [], f"seed {SEED}"
    assert found.ready > 2_500


@pytest.mark.django_db
def test_each_mail_of_a_mutated_mbox_is_accounted_for(tmp_path: Path) -> None:
    mutator, path = Mutator(corpus_of([INVENTED]), SEED), tmp_path / "plans.mbox"
    path.write_bytes(b"".join(SEPARATOR + mutator.mail() + b"\n" for _ in range(700)))
    plans = make_list("plans")
    run, again = import_sources([path], plans), import_sources([path], plans)
    assert run.found == run.stored + run.already_present + run.quarantined > 350, f"seed {SEED}"
    assert run.stored == Message.objects.stored().count()
    assert run.quarantined >= Quarantine.objects.count()
    assert (again.found, again.stored) == (run.found, 0), f"seed {SEED}"
    assert list(broken_invariants(ARCHIVE_INVARIANTS | INVARIANTS)) == [], f"seed {SEED}"
    assert not Quarantine.objects.filter(reason__regex="^(Reading it failed|The database refused)").exists()
