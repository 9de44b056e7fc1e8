"""Spans printed so that an expected value reads like the mail."""

from __future__ import annotations

from archive.mail.passages import Kind, find_spans


def printed(text: str) -> str:
    """Each span below a line that tells its kind, its depth and whose words it is."""
    parts = []
    for span in find_spans(text):
        depth = f" {span.depth}" if span.depth else ""
        names = span.kind in {Kind.QUOTED, Kind.ATTRIBUTION}
        speaker = f": {span.speaker or 'nobody named'}" if names else ""
        said_on = f", {span.said_on}" if span.said_on and span.kind is Kind.ATTRIBUTION else ""
        parts.append(f"==== {span.kind}{depth}{speaker}{said_on}\n{text[span.start : span.end]}")
    return "".join(parts)
