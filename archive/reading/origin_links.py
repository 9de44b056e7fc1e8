"""What the page says beside a passage of the messages where its words were first written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.mail.names import may_be_same
from archive.models import Message
from archive.reading.layout import LaidSpan
from archive.reading.same_words import Spot

MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class OriginLink:
    """A link to words of a passage, the speaker's or somebody else's; `place` is told behind the last one elsewhere."""

    spot: Spot
    words: str
    place: str = ""


def origin_links(message: Message, span: LaidSpan, origins: Sequence[Spot]) -> list[OriginLink]:
    """What the speaker wrote comes first, then what others wrote that stands in the passage too."""
    theirs = [spot for spot in origins if may_be_same(span.speaker, spot.message.who)]
    others = [spot for spot in origins if spot not in theirs]
    links = [OriginLink(spot, words_for(spot, at)) for at, spot in enumerate(theirs)]
    links += [OriginLink(spot, f"words of {spot.message.who}") for spot in others]
    return with_places(message.thread_id, links[:MOST_LINKS])


def with_places(here: int, links: Sequence[OriginLink]) -> list[OriginLink]:
    """Those into other threads last, and behind them that they are."""
    elsewhere = [link for link in links if link.spot.message.thread_id != here]
    if not elsewhere:
        return list(links)
    is_one = len({link.spot.message.thread_id for link in elsewhere}) == 1
    last = replace(elsewhere[-1], place="in another thread" if is_one else "in other threads")
    return [*(link for link in links if link not in elsewhere), *elsewhere[:-1], last]


def words_for(spot: Spot, at: int) -> str:
    if spot.message.is_missing:
        return "what is left of it"
    return "wrote it here" if at == 0 else "and here"
