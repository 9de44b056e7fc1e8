"""Which of two forms of one mail says more: as it was sent, in an archive's text, on an archive's page.

Attachments come first, which archives leave out; then the fewest letters lost, for words cannot be had from elsewhere;
then what has more headers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.mail.identity import folded
from archive.mail.message import PAGES
from archive.mail.preparing import ReadyMail
from archive.mail.readers import RawMail

AS_SENT = 4
AS_TEXT = 3
IN_DIGEST = 2
# What old archives wrote for letters that they could not show, and what decoders write.
LOST = re.compile("[?\ufffd]")
AROUND_LOST = re.compile("[?\ufffd\x80-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a mail: all its words, how much it has of the headers, whether it has attachments.

    `ready` is the mail itself, if it came just now.
    """

    words: str
    headers: int
    has_files: bool = False
    ready: ReadyMail | None = None

    @property
    def is_page(self) -> bool:
        return self.headers < IN_DIGEST

    @property
    def tells_references(self) -> bool:
        return self.headers >= AS_TEXT


def form_of(ready: ReadyMail) -> Form:
    mail = ready.mail
    words = words_of(mail.sender.name, mail.subject, mail.text)
    return Form(words, headers_in(ready.raw), bool(mail.attachments), ready)


def words_of(*parts: str) -> str:
    return "\n".join(parts)


def headers_in(raw: RawMail) -> int:
    """All of them, all but addresses, some, or what a page shows and its archive knows of the replies."""
    if raw.dialect in PAGES:
        return 1 if raw.references else 0
    return {"digest": IN_DIGEST, "pipermail": AS_TEXT}.get(raw.dialect, AS_SENT)


def richest(forms: Iterator[Form]) -> Form:
    """The richest of the forms of a mail, the first of equals."""
    best = next(forms)
    for form in forms:
        gained = lost_letters(best.words, form.words) - lost_letters(form.words, best.words)
        if (form.has_files, gained, form.headers) > (best.has_files, 0, best.headers):
            best = form
    return best


def lost_letters(text: str, other: str) -> int:
    """How many marks for lost letters stand in the words of a text where the other has the same words with letters."""
    if text == other or not LOST.search(text):
        return 0
    here, there = Counter(folded(text).split()), Counter(folded(other).split())
    whole = {piece for word in there - here for piece in pieces(word)}
    return sum(
        count * len(LOST.findall(word))
        for word, count in (here - there).items()
        if LOST.search(word) and whole.issuperset(pieces(word))
    )


def pieces(word: str) -> Iterator[str]:
    """What is left of a word without letters that can be lost."""
    return filter(None, AROUND_LOST.split(word))


def with_told(page: RawMail, references: tuple[str, ...]) -> RawMail:
    """A page with the references that the header of another form tells; where that has none, its own stay."""
    told = tuple(f"<{found}>" for found in references)
    return page._replace(references=told or page.references or ("<>",))
