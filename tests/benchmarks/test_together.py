"""Two imports at once onto one list, in two processes: the same archive as one after the other."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.single_mail_speed import Writer
from tests.mails import mbox
from tests.paths import ROOT


@pytest.mark.django_db
def test_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    """Both have most of every thread, and half of the mail in common."""
    chance, mails = random.Random(1), list(Writer().archive(1_100))
    one = mbox(tmp_path, *(mail for mail in mails if chance.random() < 0.7), name="one.mbox")
    other = mbox(tmp_path, *(mail for mail in mails[::-1] if chance.random() < 0.7), name="other.mbox")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.together", str(one), str(other), "--times", "1"],
        cwd=ROOT, env={**os.environ, "IMPORT_PROCESSES": "2"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("equal") == 2
