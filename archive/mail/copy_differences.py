"""How two copies of one message differ, beyond what carried them: headers of transport, footers and tags of lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from archive.mail.body import File
from archive.mail.headers import Mailbox
from archive.mail.identity import folded, same_words
from archive.mail.passages import Kind, Span

# Lists write "Alice via plans" over mail whose sender forbids that it be passed on.
VIA = re.compile(r"\svia\s")


@dataclass(frozen=True, slots=True)
class Said:
    """What one copy says, and in whose name. `words` are those that `words_of` gives."""

    author: Mailbox
    subject: str
    words: str
    files: tuple[File, ...]

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all of it."""
        content = repr(
            (self.author.key or self.author.name, subject_key(self.subject), self.words, self.files)
        )
        return sha256(content.encode("utf-8", "replace")).hexdigest()


def words_of(text: str, footers: Iterable[tuple[int, int]]) -> str:
    """A text, folded, without its footers; these from start to end, in their order."""
    at, kept = 0, []
    for start, end in footers:
        kept.append(text[at:start])
        at = end
    return folded("".join([*kept, text[at:]]))


def footers_among(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans if span.kind == Kind.FOOTER]


def differences(one: Said, other: Said) -> list[str]:
    """In what they differ: author, subject, words, attachments."""
    differ = {
        "author": not same_author(one.author, other.author),
        "subject": subject_key(one.subject) != subject_key(other.subject),
        "words": not same_words(one.words, other.words),
        "attachments": one.files != other.files,
    }
    return [what for what, is_so in differ.items() if is_so]


def same_author(one: Mailbox, other: Mailbox) -> bool:
    names = [VIA.split(author.name.lower(), maxsplit=1)[0].strip(" '\"") for author in (one, other)]
    return one.key == other.key or (names[0] == names[1] != "")


def subject_key(subject: str) -> str:
    return " ".join(subject.lower().split())
