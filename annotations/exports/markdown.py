"""Annotations as a document in Markdown (CommonMark): the words as quotes with their source, the notes as lists.

What others wrote stays what it is: words are escaped, and no note reaches beyond its list item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from annotations.exports.citations import Citation, Source

MARKS = re.compile(r"[\\`*_\[\]<>#|~]|&(?=[#\w])")
LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))?")
reader = MarkdownIt("commonmark")


def markdown_document(citations: Iterator[Citation], source: Source) -> Iterator[str]:
    yield f"# Passages: {plain(source.query) or 'all'}\n"
    for citation in citations:
        yield from passage(citation)


def passage(citation: Citation) -> Iterator[str]:
    message = citation.message
    yield "\n" + "".join(f"> {as_line(line)}\n" for line in citation.words.splitlines())
    quoted = f", quoted by {plain(message.who)}" if citation.is_quoted else ""
    yield f"\n— {plain(citation.speaker)}{quoted}, “{plain(message.subject)}”, {citation.sent_on}. <{citation.url}>\n"
    if citation.tags:
        yield "\nTags: " + ", ".join(plain(tag) for tag in citation.tags) + "\n"
    annotation = citation.annotation
    if annotation.note:
        yield said(
            f"**{plain(annotation.author.get_username())}**, {annotation.created_at:%Y-%m-%d}",
            annotation.note,
        )
    for reply in annotation.replies.all():
        yield said(
            f"**{plain(reply.author.get_username())}** replied, {reply.created_at:%Y-%m-%d}", reply.note
        )


def said(who: str, note: str) -> str:
    """A note as a list item: marks that it leaves open end with the item."""
    lines = without_html(note).splitlines()
    return f"\n- {who}:\n\n" + "".join(f"  {line}\n" if line.strip() else "\n" for line in lines)


def without_html(note: str) -> str:
    """The note with HTML as words, as the site shows it; without HTML it stays as it was written."""
    blocks = reader.parse(note)
    kinds = {token.type for block in blocks for token in [block, *(block.children or [])]}
    return note.replace("<", "\\<") if kinds & {"html_block", "html_inline"} else note


def plain(words: str) -> str:
    """Words in one line as they are: what Markdown would read as its own marks is escaped."""
    return MARKS.sub(r"\\\g<0>", " ".join(words.split()))


def as_line(line: str) -> str:
    """A line of words as it is; its indent is no-break spaces, for blanks would make code of it."""
    start = LINE_START.match(line)
    assert start  # noqa: S101 - it matches at any line's start
    indent, sign, number, point = start.groups()
    mark = f"\\{sign}" if sign else f"{number}\\{point}" if number else ""
    return "\xa0" * len(indent.expandtabs(8)) + mark + MARKS.sub(r"\\\g<0>", line[start.end() :])
