"""An import that is killed, and done again: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import psutil

from tests.clusters import IMPORT, importing, make_archive, stored
from tests.mails import mail, mbox
from tests.processes import done

MAILS = 1_500


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
    make_archive(var)
    with importing(source, var, IMPORT_PROCESSES="2") as killed:
        workers = parsers_of(killed.pid)
        assert len(workers) > 1, "others parse for it, and one keeps account of them"
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    gone, alive = psutil.wait_procs(workers, 10)
    assert not alive, gone
    assert killed.returncode == -signal.SIGKILL
    assert 0 < stored(var) < MAILS, "it was killed while mail was stored"
    done(*IMPORT, str(source), "--report", str(tmp_path / "report.json"), var=var)
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["found"] == report["stored"] + report["already_present"] == MAILS
    done("check_archive", var=var)
    exported = tmp_path / "exported.mbox"
    done("export_archive", "--list", "plans", str(exported), var=var)
    assert mails_in(exported) == mails_in(source)
    figures = tmp_path / "figures.json"
    done("quoting_report", "--report", str(figures), var=var)
    told = json.loads(figures.read_text())
    assert told["traced_exact"] == told["quoted_lines"] == MAILS // 3 * 2


def parsers_of(process: int) -> list[psutil.Process]:
    """The processes that parse for this one."""
    children = psutil.Process(process).children(recursive=True)
    return [one for one in children if "multiprocessing" in " ".join(command_of(one))]


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def mails_in(path: Path) -> list[bytes]:
    """The mails of an mboxrd file, in the order of their bytes."""
    parts = (b"\n" + path.read_bytes()).split(b"\nFrom ")[1:]
    return sorted(part.partition(b"\n")[2].rstrip(b"\n") for part in parts)
