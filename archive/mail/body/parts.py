"""Walks the MIME tree of a mail (RFC 2045, 2046) without recursion: texts are joined, the rest attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from archive.mail.body.decoding import part_bytes, part_text, text_of
from archive.mail.body.enclosed import Enclosed, find_enclosed, with_marks
from archive.mail.body.fields import Fields, fields_of, file_name
from archive.mail.body.stubs import LONGEST_STUB, is_stub
from archive.mail.charsets import decode, normal_text
from archive.mail.mime import Mail, TooDeep, parse_whole

NO_ALTERNATIVE = -1
PATCH_KINDS = frozenset({"text/x-patch", "text/x-diff", "text/patch", "text/diff"})
LONGEST_PATCH = 500_000
LONGEST_BLANK = 1_000


class Attachment(NamedTuple):
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
    """What the tree of one mail gives. `patches` are the texts of attached patches, `enclosed` files within texts."""

    texts: list[str] = field(default_factory=list)
    patches: list[str] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The inline texts, one after the other, each from a line start."""
        return joined(self.texts)

    def patch_text(self) -> str:
        return joined(self.patches)


def joined(texts: list[str]) -> str:
    before_last = "".join(text if text.endswith("\n") else text + "\n" for text in texts[:-1])
    return before_last + "".join(texts[-1:])


@dataclass(frozen=True, slots=True)
class Part:
    """A part in its place. `alternative` is the walking index of the nearest multipart/alternative."""

    index: int
    message: Mail
    fields: Fields
    alternative: int


def read_body(message: Mail) -> Body:
    """Text and attachments of a parsed mail. Never raises for what mail can hold."""
    body = Body()
    if any(isinstance(defect, TooDeep) for defect in message.defects):
        body.problems.append(
            "Its parts are nested too deep to be told apart; all of it was read as one text."
        )
    parts = list(walk(message))
    leaves = [part for part in parts if not part.fields.is_container or not children_of(part.message)]
    plain = [part for part in leaves if part.fields.kind == "text/plain" and part.fields.is_inline]
    answered = {
        part.alternative for part in plain if part.alternative != NO_ALTERNATIVE and says_anything(part)
    }
    answered -= alternatives_with_stubs(leaves, answered)
    alone = text_alone(leaves)
    for part in leaves:
        add_leaf(body, part, answered, part is alone)
    for number, one in enumerate(body.enclosed, len(parts)):
        add_enclosed(body, one, number)
    return body


def add_enclosed(body: Body, one: Enclosed, number: int) -> None:
    """A file within a text counts as a part behind all others."""
    size = len(one.content)
    is_shown = is_patch(one.content_type, one.filename, size) and b"\0" not in one.content
    if is_shown:
        body.patches.append(normal_text(decode(one.content)[0]))
    body.attachments.append(Attachment(number, one.filename, one.content_type, size, is_shown))


def says_anything(part: Part) -> bool:
    """Whether a plain text is more than the blank that some mailers put beside their HTML."""
    content = part.message.content()
    is_long = not isinstance(content, bytes) or len(content) > LONGEST_BLANK
    return is_long or bool(part_bytes(part.message, part.fields.encoding).strip(b" \t\r\n\xc2\xa0"))


def alternatives_with_stubs(leaves: list[Part], answered: set[int]) -> set[int]:
    """Those alternatives whose plain text only says that there is something else, which the HTML says."""
    found = set()
    for alternative in answered:
        forms = [part for part in leaves if part.alternative == alternative and part.fields.is_inline]
        plain = [part for part in forms if part.fields.kind == "text/plain"]
        html = [part for part in forms if part.fields.kind == "text/html"]
        if len(plain) == len(html) == 1 and len(content_of(plain[0])) <= LONGEST_STUB:
            words = part_text(plain[0].message, plain[0].fields)[0]
            if len(words) <= LONGEST_STUB and is_stub(words, part_text(html[0].message, html[0].fields)[0]):
                found.add(alternative)
    return found


def content_of(part: Part) -> bytes:
    content = part.message.content()
    return content if isinstance(content, bytes) else b""


def text_alone(leaves: list[Part]) -> Part | None:
    """The one part with words where none is marked as the text of the mail, whatever it is said to be."""
    if any(is_marked_as_text(part) for part in leaves):
        return None
    texts = [part for part in leaves if part.fields.kind.startswith("text/")]
    texts = texts or [part for part in leaves if len(leaves) == 1 and part.fields.kind.startswith("message/")]
    if len(texts) != 1 or is_patch(texts[0].fields.kind, file_name(texts[0].message, texts[0].fields), 0):
        return None
    return texts[0]


def is_marked_as_text(part: Part) -> bool:
    fields = part.fields
    is_html = fields.kind == "text/html" and not file_name(part.message, fields)
    return fields.is_container or (fields.is_inline and (fields.kind == "text/plain" or is_html))


def add_leaf(body: Body, part: Part, answered: set[int], is_alone: bool) -> None:
    """Takes a part into the text, the attachments or both. HTML that says a plain text again is left out."""
    fields = part.fields
    is_html = fields.kind == "text/html" and fields.is_inline
    is_plain = fields.kind == "text/plain" and fields.is_inline
    is_left_to_html = is_plain and part.alternative not in {NO_ALTERNATIVE, *answered}
    if (is_html and part.alternative in answered) or is_left_to_html:
        return
    name = file_name(part.message, fields)
    is_broken = fields.is_container
    is_text = is_broken or (is_html and not name) or is_plain or is_alone
    if is_text:
        data = part_bytes(part.message, fields.encoding)
        if is_plain and (enclosed := find_enclosed(data)):
            body.enclosed += enclosed
            data = with_marks(data, enclosed)
        text, problem = text_of(data, fields)
        body.texts.append(text)
        body.problems += [problem] if problem else []
    if is_broken:
        body.problems.append("A part names several parts, but does not hold them; it was read as text.")
    elif name or not is_text:
        content = part_bytes(part.message, fields.encoding)
        size = len(content)
        is_shown = not is_text and is_patch(fields.kind, name, size) and b"\0" not in content
        if is_shown:
            body.patches.append(part_text(part.message, fields)[0])
        body.attachments.append(Attachment(part.index, name, fields.kind, size, is_text or is_shown))


def is_patch(kind: str, name: str, size: int) -> bool:
    """Whether a part is a patch of usual length: people answer its lines as if they stood in the mail."""
    is_named = name.lower().endswith((".patch", ".diff"))
    is_one = kind in PATCH_KINDS or (is_named and kind.partition("/")[0] in {"text", "application"})
    return is_one and size <= LONGEST_PATCH


def walk(message: Mail) -> Iterator[Part]:
    """All parts, a container before what it holds, numbered from 0; attached mail is not entered."""
    stack = [(message, NO_ALTERNATIVE)]
    index = 0
    while stack:
        found, alternative = stack.pop()
        part = Part(index, found, fields_of(found), alternative)
        yield part
        if part.fields.is_container:
            within = index if part.fields.kind == "multipart/alternative" else alternative
            stack += [(child, within) for child in reversed(children_of(found))]
        index += 1


@dataclass(frozen=True, slots=True, order=True)
class File:
    """An attached file: `digest` is the SHA-256 (hex) of its decoded bytes, whatever ends its lines."""

    filename: str
    content_type: str
    digest: str


def attached_files(raw: bytes) -> tuple[File, ...]:
    """The files attached to raw mail, in an order that tells nothing."""
    message = parse_whole(raw)
    attached = {one.part: one for one in read_body(message).attachments}
    contents = Contents(message)
    files = [
        File(one.filename, one.content_type, digest_of(contents.of(number)))
        for number, one in attached.items()
    ]
    return tuple(sorted(files))


def digest_of(content: bytes) -> str:
    return sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def children_of(part: Mail) -> list[Mail]:
    content = part.content()
    return content if isinstance(content, list) else []


def attachment_text(raw: bytes, part: int) -> str:
    """The words of a part of raw mail, by its index; IndexError when there is none."""
    contents = Contents(parse_whole(raw))
    if part < len(contents.parts):
        return part_text(contents.parts[part].message, contents.parts[part].fields)[0]
    return normal_text(decode(contents.of(part))[0])


def attachment_content(raw: bytes, part: int) -> bytes:
    """The decoded bytes of a part of raw mail, by its index; IndexError when there is none."""
    return Contents(parse_whole(raw)).of(part)


class Contents:
    """The contents of a mail by number: its parts, and behind them the files within their texts."""

    def __init__(self, message: Mail) -> None:
        self.parts = list(walk(message))

    def of(self, number: int) -> bytes:
        """Raises IndexError."""
        if number < len(self.parts):
            return bytes_of(self.parts[number])
        if number - len(self.parts) < len(self.enclosed):
            return self.enclosed[number - len(self.parts)].content
        raise IndexError(f"This mail has no part {number}.")

    @cached_property
    def enclosed(self) -> list[Enclosed]:
        plain = [part for part in self.parts if part.fields.kind == "text/plain" and part.fields.is_inline]
        return [one for part in plain for one in find_enclosed(bytes_of(part))]


def bytes_of(part: Part) -> bytes:
    return part_bytes(part.message, part.fields.encoding)
