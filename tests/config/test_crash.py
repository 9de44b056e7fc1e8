"""An import that is killed, and done again: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.mails import mail, mbox
from tests.paths import ROOT
from tests.processes import environment, run

MAILS = 1_500
MOMENTS = (1.8,)


def lamp(number: int) -> bytes:
    """Every third mail answers the one before, and quotes it."""
    words = f"The lamp with the number {number} on the northern quay is out again."
    if number % 3 == 0:
        return mail(words + "\n", message_id=f"<lamp.{number}@example.org>", subject=f"lamp {number}")
    before = f"The lamp with the number {number - 1} on the northern quay is out again."
    return mail(
        f"Alice Archer wrote:\n> {before}\n\n{words}\n",
        message_id=f"<lamp.{number}@example.org>",
        references=f"<lamp.{number - 1}@example.org>",
        subject="Re: lamps",
    )


def test_an_import_that_was_killed_is_completed_by_the_next(tmp_path: Path) -> None:
    var, source = tmp_path / "var", mbox(tmp_path, *map(lamp, range(MAILS)))
    assert run("migrate", "-v0", var=var).returncode == 0
    for moment in MOMENTS:
        killed = subprocess.Popen(
            [sys.executable, "manage.py", "import_archive", str(source), "--list", "plans"],
            cwd=ROOT, env=environment(var), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moment)
        workers = psutil.Process(killed.pid).children(recursive=True)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        gone, alive = psutil.wait_procs(
            [one for one in workers if "multiprocessing" in " ".join(command_of(one))], 10
        )
        assert not alive, gone
    done = run(
        "import_archive", str(source), "--list", "plans", "--report", str(tmp_path / "report.json"), var=var
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["found"] == report["stored"] + report["already_present"] == MAILS
    checked = run("check_archive", var=var)
    assert checked.returncode == 0, checked.stdout
    exported = tmp_path / "exported.mbox"
    assert run("export_archive", "--list", "plans", str(exported), var=var).returncode == 0
    assert mails_in(exported) == mails_in(source)
    figures = tmp_path / "figures.json"
    assert run("quoting_report", "--report", str(figures), var=var).returncode == 0
    told = json.loads(figures.read_text())
    assert told["traced_exact"] == told["quoted_lines"] == MAILS // 3 * 2


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def mails_in(path: Path) -> list[bytes]:
    """The mails of an mboxrd file, in the order of their bytes."""
    parts = (b"\n" + path.read_bytes()).split(b"\nFrom ")[1:]
    return sorted(part.partition(b"\n")[2].rstrip(b"\n") for part in parts)
