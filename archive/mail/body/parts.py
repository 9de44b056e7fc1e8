"""Walks the MIME tree of a mail (RFC 2045, 2046) without recursion: texts are joined, the rest attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from archive.mail.body.decoding import part_bytes, part_text
from archive.mail.body.naming import file_name
from archive.mail.mime import parse_whole

NO_ALTERNATIVE = -1
MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a mail. `part` is its index in walking order, `size` its decoded bytes.

    `is_inline_text` says that its words stand in the message's text too.
    """

    part: int
    filename: str
    content_type: str
    size: int
    is_inline_text: bool


@dataclass(slots=True)
class Body:
    """What the tree of one mail gives."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The inline texts, one after the other, each from a line start."""
        joined = "".join(text if text.endswith("\n") else text + "\n" for text in self.texts[:-1])
        return joined + "".join(self.texts[-1:])


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds content. `alternative` is the walking index of the nearest multipart/alternative."""

    index: int
    part: Message
    kind: str
    filename: str
    disposition: str
    alternative: int

    @property
    def is_inline(self) -> bool:
        return self.disposition != "attachment"


def read_body(message: Message) -> Body:
    """Text and attachments of a parsed mail. Never raises for what mail can hold."""
    body = Body()
    leaves = list(leaves_of(message))
    plain = [leaf for leaf in leaves if leaf.kind == "text/plain" and leaf.is_inline]
    answered = {leaf.alternative for leaf in plain} - {NO_ALTERNATIVE}
    for leaf in leaves:
        add_leaf(body, leaf, answered)
    return body


def add_leaf(body: Body, leaf: Leaf, answered: set[int]) -> None:
    """Takes a part into the text, the attachments or both. HTML that says a plain text again is left out."""
    is_readable = leaf.kind in {"text/plain", "text/html"} and leaf.is_inline
    if leaf.kind == "text/html" and leaf.is_inline and leaf.alternative in answered:
        return
    is_text = is_readable and not (leaf.kind == "text/html" and leaf.filename)
    if is_text:
        text, problem = part_text(leaf.part, leaf.kind)
        body.texts.append(text)
        body.problems += [problem] if problem else []
    if leaf.filename or not is_text:
        size = len(part_bytes(leaf.part))
        body.attachments.append(Attachment(leaf.index, leaf.filename, leaf.kind, size, is_text))


def leaves_of(message: Message) -> Iterator[Leaf]:
    """The parts that hold content, in walking order; an attached mail is one part."""
    for index, part, alternative in walk(message):
        kind = part.get_content_type()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            continue
        yield Leaf(index, part, kind, file_name(part), disposition(part), alternative)


def walk(message: Message) -> Iterator[tuple[int, Message, int]]:
    """All parts in the order of `Message.walk`, without entering attached mail: index, part, alternative."""
    stack = [(message, NO_ALTERNATIVE)]
    index = 0
    while stack and index < MOST_PARTS:
        part, alternative = stack.pop()
        yield index, part, alternative
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            within = index if part.get_content_subtype() == "alternative" else alternative
            children = part.get_payload()
            stack += [(child, within) for child in reversed(children) if isinstance(child, Message)]
        index += 1


def disposition(part: Message) -> str:
    value = str(part.get("Content-Disposition", ""))
    return value.partition(";")[0].strip().lower()


def attachment_content(raw: bytes, part: int) -> bytes:
    """The decoded bytes of a part of raw mail, by its index; IndexError when there is none."""
    for index, found, _ in walk(parse_whole(raw)):
        if index == part:
            return part_bytes(found)
    raise IndexError(f"This mail has no part {part}.")
