"""A table of annotations as CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from annotations.exports.citations import Citation, Source

COLUMNS = (
    "words", "speaker", "own or quoted", "message by", "subject", "sent", "message-id", "note", "tags", "note by",
    "written", "visibility", "resolved", "url", "annotation",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def csv_table(citations: Iterator[Citation], source: Source) -> Iterator[str]:
    yield "\ufeff" + line(COLUMNS)
    for citation in citations:
        yield line([harmless(value) for value in row(citation)])


def row(citation: Citation) -> Sequence[str]:
    annotation, message = citation.annotation, citation.message
    return (
        citation.words, citation.speaker, "quoted" if citation.is_quoted else "own", message.who, message.subject,
        message.sent_at.isoformat() if message.sent_at else "", message.message_id, annotation.note,
        ", ".join(citation.tags), annotation.author.get_username(), annotation.created_at.isoformat(),
        annotation.visibility, annotation.resolved_at.isoformat() if annotation.resolved_at else "", citation.url,
        citation.note_url,
    )  # fmt: skip


def line(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()


def harmless(value: str) -> str:
    """A value that no spreadsheet takes for a formula, whatever blanks it trims."""
    return f"'{value}" if value.lstrip().startswith(FORMULA) or value[:1] in {"\t", "\r", "\n"} else value
