"""What a text is made of. Of spans, lines and segments there are many: tuples are made and sent fastest."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    OWN = "own"
    ATTRIBUTION = "attribution"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    PATCH = "patch"
    FOOTER = "footer"


class Known(StrEnum):
    SAID = "said"
    TRACED = "traced"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class SegmentKind(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    HUNK = "hunk"
    CODE = "code"


class Span(NamedTuple):
    """Whole lines of one kind, `start` to `end` in code points, line ends included.

    An attribution stands at the depth where it was written and names the speaker of the depth below it.
    `speaker` is empty unless somebody said it; `said_on` is the date as the attribution line has it.
    """

    kind: Kind
    start: int
    end: int
    depth: int
    speaker: str
    address: str
    said_on: str
    known: Known

    @property
    def said_speaker(self) -> str:
        """Whom an attribution line names that is not believed: nobody, before words are traced."""
        return ""

    @property
    def is_open(self) -> bool:
        """Whether its words have no marks, so that the attribution line above may not introduce them."""
        return self.known is Known.INFERRED


class Line(NamedTuple):
    """A line: its marks run from `start` to `words`, its words from there to `end` (before the line end)."""

    start: int
    words: int
    end: int
    depth: int


class Segment(NamedTuple):
    """A unit of a span, from its first word to the end of its last line; marks in between belong to it."""

    kind: SegmentKind
    start: int
    end: int
