"""From sources to batches of mail that is ready to be stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

from archive.mail.message import ParsedMessage, UnparsableMail, parse
from archive.mail.passages import Span, find_spans
from archive.mail.readers import RawMail, SourceProblem, read_source

BATCH_MAILS = 300
BATCH_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class ReadyMail:
    """One mail with all that is stored of it."""

    raw: RawMail
    mail: ParsedMessage
    spans: tuple[Span, ...]
    packed: bytes


@dataclass(frozen=True, slots=True)
class HeldMail:
    """One mail that goes to quarantine, and why."""

    raw: RawMail
    reason: str


@dataclass(slots=True)
class Batch:
    ready: list[ReadyMail] = field(default_factory=list)
    held: list[HeldMail] = field(default_factory=list)
    problems: list[SourceProblem] = field(default_factory=list)
    size: int = 0
    bytes_read: int = 0
    now_reading: str = ""

    @property
    def found(self) -> int:
        return len(self.ready) + len(self.held)

    @property
    def is_full(self) -> bool:
        return self.found >= BATCH_MAILS or self.size >= BATCH_BYTES


def prepare(raw: RawMail, now: dt.datetime) -> ReadyMail | HeldMail:
    """Parses one mail. Whatever goes wrong with it is its own affair: it is held, the rest goes on."""
    if raw.defect:
        return HeldMail(raw, raw.defect)
    try:
        mail = parse(raw, now)
        return ReadyMail(raw, mail, find_spans(mail.text), zstandard.compress(raw.content, 3))
    except UnparsableMail as problem:
        return HeldMail(raw, str(problem))
    except Exception as error:
        reason = (
            f"Reading it failed ({type(error).__name__}: {error}). Report this mail, upgrade, then retry."
        )
        return HeldMail(raw, reason)


def batches(source: Path, now: dt.datetime) -> Iterator[Batch]:
    """Reads one source. Raises UnreadableSource when it cannot be read at all."""
    yield from batches_of(read_source(source), now)


def batches_of(found: Iterable[RawMail | SourceProblem], now: dt.datetime) -> Iterator[Batch]:
    batch = Batch()
    for item in found:
        if isinstance(item, SourceProblem):
            batch.problems.append(item)
            continue
        add(batch, item, now)
        if batch.is_full:
            yield batch
            batch = Batch()
    yield batch


def add(batch: Batch, raw: RawMail, now: dt.datetime) -> None:
    batch.size += len(raw.content)
    batch.bytes_read, batch.now_reading = raw.consumed, raw.source
    prepared = prepare(raw, now)
    if isinstance(prepared, HeldMail):
        batch.held.append(prepared)
    else:
        batch.ready.append(prepared)
