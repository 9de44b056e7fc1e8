"""First version: text → spans, speakers, segments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Span:
    kind: Kind
    start: int
    end: int
    depth: int
    speaker: str
    address: str
    said_on: str
    known: Known


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    words: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Segment:
    kind: SegmentKind
    start: int
    end: int


MARK = re.compile(r"(?:> ?)+")
ATTR = re.compile(r"(?:On (?P<on>[^<]{4,80}?), )?(?P<name>[^<>:,]{2,60}?)(?: <(?P<addr>[^>]*)>)? (?:wrote|writes|schrieb|a écrit):\s*$")
ITEM = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)]|[a-z]\))\s+\S")


def lines(text: str, start: int, end: int) -> tuple[Line, ...]:
    out = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        m = MARK.match(text, start, stop)
        depth = text.count(">", start, m.end()) if m else 0
        out.append(Line(start, m.end() if m else start, stop, depth))
        start = stop + 1
    return tuple(out)


def find_spans(text: str) -> tuple[Span, ...]:
    speakers: dict[int, tuple[str, str, str]] = {}
    found: list[Span] = []
    sig = False
    for line in lines(text, 0, len(text)):
        words = text[line.words : line.end]
        end = min(line.end + 1, len(text))
        m = ATTR.match(words.strip())
        sig = sig or (line.depth == 0 and words == "-- ")
        if m and not sig:
            who = (m["name"], m["addr"] or "", m["on"] or "")
            speakers[line.depth + 1] = who
            span = Span(Kind.ATTRIBUTION, line.start, end, line.depth, *who, Known.SAID)
        elif line.depth:
            who = speakers.get(line.depth, ("", "", ""))
            span = Span(Kind.QUOTED, line.start, end, line.depth, *who, Known.SAID if who[0] else Known.UNKNOWN)
        else:
            span = Span(Kind.SIGNATURE if sig else Kind.OWN, line.start, end, 0, "", "", "", Known.UNKNOWN)
        last = found[-1] if found else None
        if last and span.kind is not Kind.ATTRIBUTION and (last.kind, last.depth, last.speaker) == (span.kind, span.depth, span.speaker):
            found[-1] = replace(last, end=end)
        else:
            found.append(span)
    return tuple(found)


def find_segments(text: str, span: Span) -> tuple[Segment, ...]:
    out: list[Segment] = []
    fresh = True
    for line in lines(text, span.start, span.end):
        words = text[line.words : line.end]
        if not words.strip():
            fresh = True
            continue
        item = bool(ITEM.match(words))
        if fresh or item:
            out.append(Segment(SegmentKind.ITEM if item else SegmentKind.PARAGRAPH, line.words, line.end))
        else:
            out[-1] = replace(out[-1], end=line.end)
        fresh = False
    return tuple(out)
