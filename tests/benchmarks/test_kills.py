"""Imports killed by SIGKILL at chance moments and resumed, in both ways, until they equal one done in one go."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.single_mail_speed import Writer
from tests.mails import mail, mbox
from tests.paths import ROOT

KILLS = 20
MAILS = 1_450
FAR_APART = "\n".join("Nothing of this stands anywhere else." for _ in range(3))


def odd_mails() -> list[bytes]:
    """Mail whose rows hang on what was stored before it, or that is held."""
    return [
        mail(FAR_APART, message_id="", subject="no id"),
        mail(FAR_APART, message_id="", subject="no id"),
        mail("One of two.\n", message_id="<twice@example.org>"),
        mail("Other words under the same id.\n", message_id="<twice@example.org>"),
        mail("No date of my own.\n", message_id="<dateless@example.org>", date=""),
        b"",
        mail("> Nothing of this stands anywhere else.\n\nSo it is.\n", message_id="<quoting@example.org>"),
    ]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Threads that reach over batches, in chance order, so that answers come before what they answer."""
    mails = list(Writer().archive(MAILS)) + odd_mails() * 2
    random.Random(1).shuffle(mails)
    return mbox(tmp_path, *mails)


@pytest.mark.django_db
def test_whatever_the_moments_nothing_is_lost_or_doubled(source: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.kills", str(source), "--kills", str(KILLS)],
        cwd=ROOT, env={**os.environ, "IMPORT_PROCESSES": "2"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills" in done.stdout
    assert "archives equal, resumed: again" in done.stdout
    assert "archives equal, resumed: continued" in done.stdout
