"""One raw mail → all that is stored of it. Runs in processes of its own for large sources."""

from __future__ import annotations

import datetime as dt
import gc
import os
import signal
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from archive.mail.message import ParsedMessage, UnparsableMail, parse
from archive.mail.origins.fingerprints import own_fingerprints
from archive.mail.packing import Packer
from archive.mail.passages import Span, find_spans
from archive.mail.readers import RawMail, SourceProblem

# Parsing and tracing make many objects and hardly a cycle: Python would look for these for a third of the time.
RARELY = (100_000, 50, 100)
BATCH_MAILS = 700
BATCH_BYTES = 6_000_000


class Understood(NamedTuple):
    """What was made of the bytes of a mail, as it goes from process to process; fields as in `ReadyMail`."""

    mail: ParsedMessage
    spans: tuple[Span, ...]
    fingerprints: tuple[int, ...]
    packed: bytes

    def __reduce__(self) -> tuple[Any, ...]:
        return understood, (self.mail, tuple(map(tuple, self.spans)), self.fingerprints, self.packed)


def understood(
    mail: ParsedMessage, spans: Iterable[tuple[Any, ...]], fingerprints: tuple[int, ...], packed: bytes
) -> Understood:
    """The same from what was sent: of spans there are so many that they travel as plain tuples."""
    return Understood(mail, tuple(map(Span._make, spans)), fingerprints, packed)


class ReadyMail(NamedTuple):
    """One mail with all that is stored of it; `packed` is its raw bytes as a zstd frame."""

    raw: RawMail
    mail: ParsedMessage
    spans: tuple[Span, ...]
    fingerprints: tuple[int, ...]
    packed: bytes

    @property
    def has_inferred_references(self) -> bool:
        """Whether no header tells what it answers."""
        return not self.mail.references or (bool(self.raw.references) and not self.raw.has_told_references)


@dataclass(frozen=True, slots=True)
class HeldMail:
    """One mail that goes to quarantine, and why."""

    raw: RawMail
    reason: str


@dataclass(slots=True)
class Raws:
    """Raw mail of one batch, not parsed yet, and what was met beside it. `size` and `consumed` count bytes.

    `known` are keys of messages whose mail was left out because it is there, `passed` of those that the run has counted
    before, `met` the digests of both; `consumed` is how far the source was read, `offset` where its last mail stands.
    `places` has an entry for each mail of the source in its order: which file it stands in, and the key of its message
    if it was left out.
    """

    mails: list[RawMail] = field(default_factory=list)
    problems: list[SourceProblem] = field(default_factory=list)
    size: int = 0
    known: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    met: list[UUID] = field(default_factory=list)
    consumed: int = 0
    reading: str = ""
    offset: int = 0
    places: list[tuple[str, int | None]] = field(default_factory=list)

    def add(self, raw: RawMail) -> None:
        self.mails.append(raw)
        self.size += len(raw.content)
        self.consumed, self.reading, self.offset = raw.consumed, raw.source, raw.offset

    @property
    def is_full(self) -> bool:
        return len(self.mails) >= BATCH_MAILS or self.size >= BATCH_BYTES


def prepare(raw: RawMail, now: dt.datetime, packer: Packer) -> ReadyMail | HeldMail:
    """Parses one mail. Whatever goes wrong with it is its own affair: it is held, the rest goes on."""
    return with_raw(understand(raw, now, packer), raw)


def understand(raw: RawMail, now: dt.datetime, packer: Packer) -> Understood | str:
    """What is made of a mail, or as a sentence why it is held."""
    if raw.defect:
        return raw.defect
    try:
        mail = parse(raw, now)
        spans = spans_of(mail)
        return Understood(mail, spans, own_fingerprints(mail.text, spans), packer.pack(raw.content))
    except UnparsableMail as problem:
        return str(problem)
    except Exception as error:
        return f"Reading it failed ({type(error).__name__}: {error}). Report this mail, upgrade, then retry."


def spans_of(mail: ParsedMessage) -> tuple[Span, ...]:
    """The spans of a text; attached patches begin anew, whatever the words before them end with."""
    own, at = find_spans(mail.own_text), mail.patches_from
    if at == len(mail.text):
        return own
    patches = find_spans(mail.text[at:])
    return own + tuple(span._replace(start=span.start + at, end=span.end + at) for span in patches)


def understand_raws(raws: Raws, now: dt.datetime) -> list[Understood | str]:
    """What is made of each mail; its bytes need not travel back to a process that has them."""
    packer = Packer()
    return [understand(raw, now, packer) for raw in raws.mails]


def with_raw(made: Understood | str, raw: RawMail) -> ReadyMail | HeldMail:
    return HeldMail(raw, made) if isinstance(made, str) else ReadyMail(raw, *made)


def begin_work(parent: int) -> None:
    """Makes a process ready to parse and trace for an import, by its process id; it ends when that was killed."""
    gc.set_threshold(*RARELY)
    # Ctrl-C reaches all processes of a terminal: the import ends its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
