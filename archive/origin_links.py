"""What the page says beside a passage of the messages where its words were first written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.echoes import Spot
from archive.layout import LaidSpan
from archive.mail.origins.lineage import may_be_same
from archive.models import Message

MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class OriginLink:
    """A link to words of a passage, as the speaker's or somebody else's; the last one into another thread says so."""

    spot: Spot
    words: str
    is_elsewhere: bool


def origin_links(message: Message, span: LaidSpan, origins: Sequence[Spot]) -> list[OriginLink]:
    """What the speaker wrote comes first, then what others wrote that stands in the passage too."""
    theirs = [spot for spot in origins if may_be_same(span.speaker, spot.message.who)]
    spots = [*theirs, *(spot for spot in origins if spot not in theirs)][:MOST_LINKS]
    threads = [spot.message.thread_id for spot in spots]
    return [
        OriginLink(
            spot,
            words_for(spot, at, len(theirs)),
            thread not in {message.thread_id, *threads[at + 1 : at + 2]},
        )
        for at, (spot, thread) in enumerate(zip(spots, threads, strict=True))
    ]


def words_for(spot: Spot, at: int, theirs: int) -> str:
    if at >= theirs:
        return f"words of {spot.message.who}"
    if spot.message.is_missing:
        return "what is left of it"
    return "wrote it here" if at == 0 else "and here"
