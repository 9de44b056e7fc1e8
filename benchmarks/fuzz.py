"""Mutated mails, each parsed and divided into spans, alone and out of the mbox that they stand in.

    uv run python -m benchmarks.fuzz [SOURCE …] [--mails 200000] [--seed NUMBER] [--keep FOLDER]

Without sources the invented mails of tests/data are mutated. An exception that reaches a mail's last defence, spans
that do not give the text back, bytes of an mbox that stand in no mail, or a mail that takes more than a second of
processor time make it exit with 1; `--keep` writes those mails. Prints how many were held back and why, and the
slowest; writes benchmarks/results/fuzz.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import FrameType

from archive.mail.packing import Packer
from archive.mail.preparing import HeldMail, ReadyMail, prepare
from archive.mail.readers import RawMail, UnreadableSource, read_source
from archive.mail.readers.splitting import Piece, Splitter
from archive.mail.readers.stream import Stream
from benchmarks.mutating import Mutator
from benchmarks.reports import write_results

INVENTED = Path(__file__).parent.parent / "tests" / "data" / "mail"
MOST_OF_A_SOURCE = 2_000
AT_A_TIME = 250
SECONDS_EACH = 1.0
GIVEN_UP_AFTER = 30
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PARTICULARS = re.compile(r"/\S+|\d+")
DIALECTS = ["eml", "eml", "eml", "pipermail", "pipermail", "page", "html"]
SEPARATOR = b"From alice@example.org Mon Jun  1 10:00:00 2020\n"


@dataclass(slots=True)
class Findings:
    """What came of mails. `wrong` are sentences, `kept` the bytes behind them; `most` seconds a mail may take."""

    most: float = SECONDS_EACH
    mails: int = 0
    in_mboxes: int = 0
    ready: int = 0
    held: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_size: int = 0
    wrong: list[str] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)

    def __iadd__(self, other: Findings) -> Findings:
        self.mails += other.mails
        self.in_mboxes += other.in_mboxes
        self.ready += other.ready
        self.held += other.held
        if other.slowest > self.slowest:
            self.slowest, self.slowest_size = other.slowest, other.slowest_size
        self.wrong += other.wrong
        self.kept += other.kept
        return self

    def complain(self, sentence: str, content: bytes) -> None:
        self.wrong.append(sentence)
        self.kept.append(content)

    def look_at(self, raw: RawMail) -> None:
        began = time.process_time()
        one = prepare(raw, NOW, Packer())
        took = time.process_time() - began
        if took > self.slowest:
            self.slowest, self.slowest_size = took, len(raw.content)
        if took > self.most:
            self.complain(f"A mail of {len(raw.content)} bytes took {took:.1f} s", raw.content)
        if isinstance(one, HeldMail):
            self.held[PARTICULARS.sub("…", one.reason)[:120]] += 1
            if one.reason.startswith("Reading it failed"):
                self.complain(one.reason, raw.content)
            return
        self.ready += 1
        if fault := fault_in_spans(one):
            self.complain(fault, raw.content)


def fault_in_spans(one: ReadyMail) -> str:
    at = 0
    for span in one.spans:
        if span.start != at or span.end <= span.start:
            return f"Spans leave a gap or overlap at {at}"
        at = span.end
    return "" if at == len(one.mail.text) else "Spans do not cover the text"


def corpus_of(sources: Sequence[Path]) -> list[bytes]:
    found = []
    for source in sources:
        mails = (item.content for item in read_source(source) if isinstance(item, RawMail))
        found += list(islice(mails, MOST_OF_A_SOURCE))
    return found


def fuzz(corpus: Sequence[bytes], seed: int, count: int, most: float = SECONDS_EACH) -> Findings:
    """Looks at so many mutated mails, alone, and then together in an mbox."""
    mutator, found = Mutator(corpus, seed), Findings(most)
    mails = [mutator.mail() for _ in range(count)]
    for content in mails:
        found.mails += 1
        found.look_at(RawMail(content, "fuzz", 0, dialect=mutator.chance.choice(DIALECTS)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzz.mbox")
        path.write_bytes(b"".join(SEPARATOR + content + b"\n" for content in mails))
        look_into(path, found)
    return found


def look_into(path: Path, found: Findings) -> None:
    """Every byte of an mbox stands in a piece or is a NUL, every piece is a mail, and each mail is ready or held."""
    with Stream(path) as stream:
        pieces = list(Splitter(stream))
    if left_out(pieces, path.read_bytes()).strip(b"\0\r\n"):
        found.complain("Bytes of an mbox stand in no mail", path.read_bytes())
    try:
        for item in read_source(path):
            if isinstance(item, RawMail):
                found.in_mboxes += 1
                pieces.pop()
                found.look_at(item)
    except UnreadableSource as problem:
        found.complain(str(problem), path.read_bytes())
    if pieces:
        found.complain(f"{len(pieces)} pieces of an mbox gave no mail", path.read_bytes())


def left_out(pieces: Sequence[Piece], content: bytes) -> bytes:
    """The bytes of an mbox that stand in none of its pieces, or all of them when a piece is not what stands there."""
    left, at = [], 0
    for piece in pieces:
        end = piece.offset + len(piece.content)
        if piece.offset < at or content[piece.offset : end] != piece.content:
            return content
        left.append(content[at : piece.offset])
        at = end
    return b"".join([*left, content[at:]])


def give_up(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"not done after {GIVEN_UP_AFTER} s")


def work(given: tuple[Sequence[bytes], int, int]) -> Findings:
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(GIVEN_UP_AFTER * 10)
    try:
        return fuzz(*given)
    finally:
        signal.alarm(0)


def pieces(corpus: Sequence[bytes], seed: int, mails: int) -> Iterator[tuple[Sequence[bytes], int, int]]:
    for number, at in enumerate(range(0, mails, AT_A_TIME)):
        yield corpus, seed * 1_000_003 + number, min(AT_A_TIME, mails - at)


def keep(found: Findings, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(found.kept):
        (folder / f"{number:04}.eml").write_bytes(content)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sources", nargs="*", type=Path, metavar="SOURCE", default=[INVENTED])
    asked.add_argument("--mails", type=int, default=200_000)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    asked.add_argument("--keep", type=Path, metavar="FOLDER")
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)
    corpus, found, began = corpus_of(given.sources or [INVENTED]), Findings(), time.monotonic()
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for some in pool.imap_unordered(work, pieces(corpus, given.seed, given.mails)):
            found += some
    if given.keep:
        keep(found, given.keep)
    report(found, time.monotonic() - began, given.seed)
    sys.exit(1 if found.wrong else 0)


def report(found: Findings, seconds: float, seed: int) -> None:
    print(
        f"{found.mails:,} mutated mails, {found.in_mboxes:,} read out of mboxes of them, in {seconds:.0f} s"
    )
    print(f"{found.ready:,} ready; slowest {found.slowest:.3f} s ({found.slowest_size:,} bytes)")
    for reason, count in found.held.most_common():
        print(f"{count:8,} held: {reason}")
    print(f"{len(found.wrong):,} wrong")
    for sentence, count in Counter(found.wrong).most_common(20):
        print(f"{count:8,} {sentence}")
    figures = {
        name: getattr(found, name) for name in ("mails", "in_mboxes", "ready", "held", "slowest", "wrong")
    }
    write_results("fuzz", {"seed": seed, "seconds": seconds, **figures})


if __name__ == "__main__":
    main()
