"""What readers hand out: raw mail, problems, and what a source is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

MIB = 1 << 20
# Longer mail than this is not held in memory: its beginning goes to quarantine.
LONGEST_MAIL = 64 * MIB
KEPT_OF_LONGER = 1 * MIB


class UnreadableSource(Exception):  # noqa: N818
    """A source that cannot be read at all. The message names the file, what is wrong and what to do."""


class RawMail(NamedTuple):
    """The bytes of one message as they stood in the source.

    `offset` counts bytes of the unpacked source, `consumed` bytes of the file on disk read so far.
    `envelope` is the mbox separator line without "From ". A `defect` is a sentence: these bytes cannot be
    trusted as a whole mail. `dialect` is mbox, pipermail, eml, digest (in plain text), page (copied as text) or
    html (a pipermail page). `references` are ids of ancestors that only the source around the mail knows, or in `<>`
    what another form of the mail told of them: `<>` alone that it has none. `digest` stands for the bytes,
    once it was asked for.
    """

    content: bytes
    source: str
    offset: int
    envelope: str = ""
    list_name: str = ""
    defect: str = ""
    dialect: str = "mbox"
    consumed: int = 0
    references: tuple[str, ...] = ()
    digest: UUID | None = None

    @property
    def has_told_references(self) -> bool:
        return self.references[:1] != () and self.references[0].startswith("<")


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A place in a source that gave no mail, and why, as a sentence."""

    source: str
    offset: int
    reason: str


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source is: its kind, its bytes on disk, and a guess at the name of its list ("" when none)."""

    kind: str
    size: int
    list_name: str


def bounded(content: bytes, source: str, offset: int) -> tuple[bytes, str]:
    """As much of a mail as is kept, and its defect: of one that is too long the beginning."""
    if len(content) <= LONGEST_MAIL:
        return content, ""
    return content[:KEPT_OF_LONGER], too_long(source, offset)


def too_long(source: str, offset: int) -> str:
    """The defect of a mail that passes `LONGEST_MAIL`."""
    return (
        f"The mail at byte {offset} of {source} is longer than {LONGEST_MAIL // MIB} MiB; only its "
        "beginning is kept here. Split the file there, or leave this mail out."
    )
