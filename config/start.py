"""`manage.py start`: database, migrations, first administrator, sample import, worker and web server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO

from django.conf import settings
from django.core.management import call_command

from annotations.sample_notes import load
from archive.importing import import_sources
from archive.models import ImportRun, MailingList, Message
from config.accounts import first_administrator
from config.ports import hold
from config.tables import one_at_a_time

SEEDS = settings.BASE_DIR / "seeds"
SAMPLES = ("000_6d073b4f7d4f71f5.txt", "lanterns.mbox", "workshop")
GRACE_SECONDS = 10
# A worker that ends so soon after the database did ended for want of it.
PATIENCE_SECONDS = 60.0
WORKER = "the worker"
WORKER_COMMAND = ("manage", "procrastinate", "worker", "--shutdown-graceful-timeout", "3")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    sources: Sequence[Path]
    host: str
    port: int
    workers: int

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


class Stopped(Exception):  # noqa: N818 - no error: a signal
    """A signal asked for the end."""


SIGNALS = (signal.SIGINT, signal.SIGTERM)


def stop(number: int, frame: FrameType | None) -> None:
    """Stops once: what started us may hand on the signal that the terminal sends to all."""
    hear_no_more()
    raise Stopped


def hear_no_more() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def start(wish: Wish, out: TextIO) -> int:
    """Runs everything until a signal or until a part of it ends; the exit code."""
    port = hold_port(wish)
    for number in SIGNALS:
        signal.signal(number, stop)
    parts: dict[str, subprocess.Popen[bytes]] = {}
    try:
        prepare(wish, out)
        parts[WORKER] = launch(*WORKER_COMMAND)
        parts["the web server"] = launch(*web_server(wish), keeps=port)
        say(out, f"Postil is at {wish.address} — Ctrl-C ends it.")
        return watch(parts, out)
    except Stopped:
        return 0
    finally:
        with suppress(Stopped):
            hear_no_more()
        end(parts.values())
        leave_database()


def hold_port(wish: Wish) -> int:
    """The open file that tells who has this port. Raises StartError when somebody else has it."""
    return hold(settings.VAR, wish.host, wish.port, wish.address)


def prepare(wish: Wish, out: TextIO) -> None:
    """All that must be there before the first page: tables, somebody to sign in, something to read.

    Of two that start at once, the second finds what the first has made.
    """
    with one_at_a_time():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        administrator = first_administrator()
        if administrator:
            say(out, "Sign in as {} with the one-time password {} (shown this once).".format(*administrator))
        if not wish.sources and not Message.objects.exists():
            samples = [SEEDS / name for name in SAMPLES]
            tell(import_sources(samples, visibility=MailingList.Visibility.PUBLIC), out)
            load(SEEDS / "notes.json")
    if wish.sources:
        tell(import_sources(wish.sources), out)


def tell(run: ImportRun, out: TextIO) -> None:
    say(
        out,
        f"Imported {run.stored:,} messages in {run.threads:,} threads"
        f" ({run.already_present:,} already here, {run.quarantined:,} held back).",
    )
    for problem in run.problems.all():
        say(out, problem.reason)


def web_server(wish: Wish) -> list[str]:
    return [
        "uvicorn", "config.asgi:application", "--host", wish.host, "--port", str(wish.port),
        "--workers", str(wish.workers), "--log-level", "warning", "--no-server-header", "--lifespan", "off",
        "--timeout-graceful-shutdown", "5",
    ]  # fmt: skip


def launch(module: str, *arguments: str, keeps: int | None = None) -> subprocess.Popen[bytes]:
    """A part as a process of its own session: the terminal's Ctrl-C reaches it through us alone.

    `keeps` is an open file that it holds as long as it lives. When we end without a word, it ends, too.
    """
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "config.part", module, *arguments], cwd=settings.BASE_DIR, stdin=subprocess.PIPE,
        start_new_session=True, pass_fds=() if keeps is None else (keeps,),
    )  # fmt: skip


def watch(parts: dict[str, subprocess.Popen[bytes]], out: TextIO) -> int:
    """Waits until one part ends by itself, which ends the whole. An embedded server that ended is started again."""
    revived_at = -PATIENCE_SECONDS
    while True:
        if signal.getsignal(signal.SIGTERM) is signal.SIG_IGN:
            raise Stopped  # heard where it could not be raised
        if revive_database():
            revived_at = time.monotonic()
            say(out, "The embedded PostgreSQL had ended; it runs again.")
        for name, process in parts.items():
            if process.poll() is None:
                continue
            if name != WORKER or time.monotonic() - revived_at > PATIENCE_SECONDS:
                say(
                    out,
                    f"Postil ends, since {name} ended (exit code {process.returncode}); its words are above.",
                )
                return 1
            parts[name] = launch(*WORKER_COMMAND)
        time.sleep(0.5)


def revive_database() -> bool:
    """Whether the embedded server had to be started again. Raises EmbeddedError where it cannot be."""
    if not settings.EMBEDDED_POSTGRES:
        return False
    from config import embedded  # noqa: PLC0415 - never imported where a server is named

    return embedded.revive(settings.EMBEDDED_POSTGRES)


def end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ends every process group: asked first, killed when it does not listen."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def leave_database() -> None:
    if settings.EMBEDDED_POSTGRES:
        from django.db import connections  # noqa: PLC0415

        from config import embedded  # noqa: PLC0415 - never imported where a server is named

        connections.close_all()
        embedded.leave(settings.EMBEDDED_POSTGRES)


def say(out: TextIO, words: str) -> None:
    out.write(f"{words}\n")
    out.flush()
