"""One file: the reader that its content asks for, and its mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

from archive.mail.readers import (
    babyl,
    copied_page,
    eml,
    emlx,
    mbox,
    mmdf,
    pipermail,
    pipermail_html,
    pipermail_index,
)
from archive.mail.readers.raw_mail import RawMail, SourceProblem, UnreadableSource
from archive.mail.readers.stream import HEAD, Stream

# The first that recognises the beginning of a file reads it.
READERS: tuple[ModuleType, ...] = (
    pipermail, mbox, mmdf, babyl, emlx, pipermail_html, pipermail_index, copied_page, eml,
)  # fmt: skip


def read_mail(stream: Stream, resume_at: int, is_in_folder: bool) -> Iterator[RawMail | SourceProblem]:
    """The mail of a file from a byte of its unpacked content on. Raises UnreadableSource."""
    reader = reader_for(stream)
    if reader is pipermail_index and not is_in_folder:
        raise UnreadableSource(f"{stream.name} lists mail, but holds none. Import the folder that it is in.")
    stream.skip_to(resume_at)
    yield from reader.read(stream)
    if stream.trailing:
        yield SourceProblem(stream.name, stream.offset, stream.trailing)


def reader_for(stream: Stream) -> ModuleType:
    """The module that reads what the stream holds; raises UnreadableSource when none does."""
    head = stream.peek()
    if not head.strip(b"\0"):
        head = stream.peek(LOOKED_FOR_LATER).lstrip(b"\0")[:HEAD]
    if b"\r" in head and b"\n" not in head:
        raise UnreadableSource(OLD_LINE_ENDS.format(name=stream.name))
    for module in READERS:
        if module.recognise(head, stream.path):
            return module
    if LATER.search(stream.peek(LOOKED_FOR_LATER)):
        return mbox
    raise UnreadableSource(stream.failure or no_mail_sentence(stream.name, head))


OLD_LINE_ENDS = (
    "{name} ends its lines as the first Macintosh computers did. Import a copy of it with other line ends:"
    " tr '\\r' '\\n' < {name} > copy.mbox"
)
# An mbox that something stands before, as where it was cut: its first separator line, with headers after it.
LATER = re.compile(rb"\n\r?\nFrom [^\s]{1,200} [^\n]{0,80}\d:\d\d[^\n]{0,40}\n[!-9;-~]{1,100}[ \t]*:")
LOOKED_FOR_LATER = 1 << 20

# What people have mail in that is not read here, by first bytes: what it is, and what to do.
FOREIGN = (
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive. Unpack it and import the folder"),
    (b"Rar!\x1a\x07", "a RAR archive. Unpack it and import the folder"),
    (b"\x1f\x9d", "a file packed by compress. Unpack it with gunzip, then import it"),
    (b"LZIP", "a file packed by lzip. Unpack it, then import it"),
    (b"\x04\x22\x4d\x18", "a file packed by lz4. Unpack it, then import it"),
    (
        b"!BDN",
        "an Outlook data file. Have Outlook or readpst write its mail as mbox or .eml, then import that",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "a file of Microsoft Office. If it is a mail of Outlook, save it as .eml, then import that",
    ),
    (b"# v2 git bundle", "a bundle of git. Clone it with git clone --mirror, then import the clone"),
    (b"# v3 git bundle", "a bundle of git. Clone it with git clone --mirror, then import the clone"),
    (b"\xff\xfe", "a text in UTF-16. Save it as the mail program wrote it, or in UTF-8, then import it"),
    (b"\xfe\xff", "a text in UTF-16. Save it as the mail program wrote it, or in UTF-8, then import it"),
)


def no_mail_sentence(name: str, head: bytes) -> str:
    what = next((sentence for start, sentence in FOREIGN if head.startswith(start)), "")
    if what:
        return f"{name} is {what}."
    if not head:
        return f"{name} is empty: there is no mail in it. Check that it was copied whole."
    if not head.strip():
        return f"{name} holds only blank lines: there is no mail in it. Check that it was copied whole."
    kinds = ", ".join(module.KIND for module in READERS if module is not pipermail_index)
    return f"{name} holds no mail in a form that is known ({kinds}). Check that it is the right file."
