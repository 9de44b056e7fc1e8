"""Text → spans, speakers, segments: whose words a text holds, and the units a reader points at.

Pure and linear in the length of the text. All offsets are Unicode code points of the message's text.
"""

from archive.mail.passages.marks import lines
from archive.mail.passages.segments import find_segments
from archive.mail.passages.spans import find_spans
from archive.mail.passages.units import Kind, Known, Line, Segment, SegmentKind, Span

__all__ = [
    "Kind",
    "Known",
    "Line",
    "Segment",
    "SegmentKind",
    "Span",
    "find_segments",
    "find_spans",
    "lines",
]
