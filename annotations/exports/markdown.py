"""A document in Markdown: each passage as a quotation with its citation and notes."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.exports.citations import Citation


def markdown_document(citations: Iterator[Citation], query: str) -> Iterator[str]:
    yield f"# Passages: {query or 'all'}\n"
    for citation in citations:
        yield from passage(citation)


def passage(citation: Citation) -> Iterator[str]:
    message = citation.message
    yield "\n" + "".join(f"> {plain(line)}\n" for line in citation.words.splitlines())
    quoted = f", quoted by {plain(message.who)}" if citation.is_quoted else ""
    yield f"\n— {plain(citation.speaker)}{quoted}, “{plain(message.subject)}”, {citation.sent_on}. <{citation.url}>\n"
    if citation.tags:
        yield "\nTags: " + ", ".join(f"`{tag}`" for tag in citation.tags) + "\n"
    annotation = citation.annotation
    if annotation.note:
        yield f"\n**{annotation.author.get_username()}**, {annotation.created_at:%Y-%m-%d}:\n\n{annotation.note}\n"
    for reply in annotation.replies.all():
        yield f"\n**{reply.author.get_username()}** replied, {reply.created_at:%Y-%m-%d}:\n\n{reply.note}\n"


def plain(words: str) -> str:
    """Words as they are: what Markdown would read as its own marks is escaped."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|~" else character for character in words)
