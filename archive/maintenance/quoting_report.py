"""The quoting report: how well quoted lines and passages of stored messages were understood, in counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from archive.importing.database import select
from archive.mail.names import is_same
from archive.mail.passages import lines
from archive.maintenance import sql
from archive.models import MailingList, Message

AT_A_TIME = 500
MISSING, ALONE = "missing", "alone"
WORD = re.compile(r"\w")


@dataclass(slots=True)
class Figures:
    """A quoted line counts when it has a word character; attribution lines are none.

    "With parent" means that the message replied to is stored. The traced lines are those of the lines with parent
    whose words were found where they were first written: in a stored message, exact, rewrapped or fuzzy, or, as
    `traced_to_missing`, in what quotes leave of a missing message. These four add up to `traced_lines`. Words of
    a missing message count when another stored message quotes them too: what one mail alone quotes was put
    together from that very quote, and nothing was found. `depth1_with_parent` counts passages quoted once, in
    messages with parent, whose speaker is named; the next figure, those of them that name the parent's author.
    """

    messages: int = 0
    quoted_lines: int = 0
    quoted_lines_with_parent: int = 0
    traced_lines: int = 0
    traced_exact: int = 0
    traced_rewrapped: int = 0
    traced_fuzzy: int = 0
    traced_to_missing: int = 0
    passages: int = 0
    passages_with_speaker: int = 0
    depth1_with_parent: int = 0
    depth1_speaker_is_parent_author: int = 0

    def __iadd__(self, other: Figures) -> Figures:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self

    def as_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted span; offsets are code points of its message's text."""

    start: int
    end: int
    depth: int
    speaker: str
    address: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A quoted range that was found; `how` is `missing` or `alone` for words of a message that is not stored.

    The words of the one are quoted in another stored message too, those of the other in this message alone.
    """

    start: int
    end: int
    how: str


@dataclass(slots=True)
class Read:
    """A message as it is counted; `parent` is name and address of the author whom it answers, if that is stored."""

    text: str
    parent: tuple[str, str] | None
    passages: list[Passage]
    traces: list[Traced]


def figures(mailing_list: MailingList | None = None) -> Figures:
    """The figures of one list, or of all. Memory is bounded by some hundred messages."""
    total = Figures()
    for read in messages(mailing_list):
        total += figures_of(read)
    return total


def figures_of(read: Read) -> Figures:
    counted = Figures(messages=1)
    starts = [trace.start for trace in read.traces]
    for passage in read.passages:
        counted.passages += 1
        counted.passages_with_speaker += bool(passage.speaker)
        if read.parent and passage.depth == 1 and passage.speaker:
            counted.depth1_with_parent += 1
            counted.depth1_speaker_is_parent_author += is_by(passage, *read.parent)
        for line in lines(read.text, passage.start, passage.end):
            if not WORD.search(read.text, line.words, line.end):
                continue
            counted.quoted_lines += 1
            if read.parent:
                counted.quoted_lines_with_parent += 1
                count_traced(counted, read.traces, starts, line.words, line.end)
    return counted


def count_traced(
    counted: Figures, traces: Sequence[Traced], starts: Sequence[int], start: int, end: int
) -> None:
    at = bisect_right(starts, end) - 1
    if at >= 0 and traces[at].end > start:
        how = traces[at].how
        if how == ALONE:
            return
        counted.traced_lines += 1
        name = f"traced_{'to_missing' if how == MISSING else how}"
        setattr(counted, name, getattr(counted, name) + 1)


def is_by(passage: Passage, name: str, address: str) -> bool:
    """Whether the speaker of a passage is an author: by the address, or by the name."""
    has_address = bool(passage.address) and passage.address.lower() == address.lower()
    return has_address or passage.speaker == name or is_same(passage.speaker, name or address)


def messages(mailing_list: MailingList | None) -> Iterator[Read]:
    keys = Message.objects.stored_keys(mailing_list)
    for first in range(0, len(keys), AT_A_TIME):
        yield from read_messages(keys[first : first + AT_A_TIME])


def read_messages(keys: list[int]) -> list[Read]:
    passages: dict[int, list[Passage]] = defaultdict(list)
    traces: dict[int, list[Traced]] = defaultdict(list)
    for key, *rest in select(sql.PASSAGES, messages=keys):
        passages[key].append(Passage(*rest))
    for key, *rest in select(sql.TRACES, messages=keys):
        traces[key].append(Traced(*rest))
    return [
        read_message(row, passages[row[0]], traces[row[0]])
        for row in select(sql.TEXTS_AND_PARENTS, messages=keys)
    ]


def read_message(row: tuple[Any, ...], passages: list[Passage], traces: list[Traced]) -> Read:
    _, text, has_parent, name, address = row
    return Read(text, (name, address) if has_parent else None, passages, traces)
