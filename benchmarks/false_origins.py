"""How many origins are false, by a rule that tracing does not follow: a seeded draw from what was imported.

    uv run python -m benchmarks.false_origins [LIST …] [--draw 300] [--how fuzzy] [--seed 7]

Of the traced passages of these lists, or of all, below an attribution line so many are drawn. The speaker whom the
line names must be the author of the message that the words were traced to, by name or by a name that the author's
address has elsewhere, and that message must be older than the quote, or be named in its references: clocks go
wrong. Mail that pipermail cut has neither author nor date; what leads there is not drawn. That is the bare rule.

A line says nothing of words that it does not introduce: people answer one mail and quote another, without a line.
So the rule is given again for the passages that their line introduces. It does unless the mail that it names, as
many generations up the reply chain as the passage is deep and by whom it says, is here and holds, quoted or not,
not half of what disagrees. A false origin of words that are in that mail, or whose mail is not here, disagrees all
the same; what agrees was introduced, as the words were found in mail by whom the line names.

Each that disagrees is printed, with what a second look by words alone says (`second_look.py`): the words
go on from the quote beside them, so that a mark was lost; or the line is wrong, as mail by whom it names is there
and holds nothing of them. What is left then may be false: that is the error rate.

Whom words are by says nothing of where they stand in a mail. So ranges whose words are said to be the same are
compared word for word, without their marks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import django

from benchmarks.reports import write_results
from benchmarks.second_look import Found, has_same_words, reason, share_held

SHOWN = 200
NOT_INTRODUCED = "not introduced"
HALF = 0.5
# Who writes what pipermail cut off.
NOBODY = "bogus@does.not.exist.com"
DRAWN = """
    SELECT span.message_id, span.start, span."end", span.depth, span.speaker_address,
        CASE WHEN span.said_speaker <> '' THEN span.said_speaker ELSE span.speaker END
    FROM archive_span AS span JOIN archive_posting AS posting ON posting.message_id = span.message_id
    JOIN archive_mailinglist AS list ON list.id = posting.mailing_list_id
    JOIN archive_message AS message ON message.id = span.message_id
    WHERE list.slug = ANY(%(slugs)s) AND span.kind = 'quoted' AND NOT message.is_missing
      AND (span.known = 'said' OR span.said_speaker <> '')
      AND EXISTS (
        SELECT FROM archive_origin AS origin JOIN archive_message AS there ON there.id = origin.origin_id
        WHERE origin.message_id = span.message_id AND origin.start >= span.start AND origin.start < span."end"
          AND NOT there.is_missing AND there.sender_address <> %(nobody)s AND origin.how = ANY(%(how)s))
    GROUP BY span.id, message.message_id
    ORDER BY hashtextextended(message.message_id || ' ' || span.start, %(seed)s) LIMIT %(draw)s
"""
ORIGINS = """
    SELECT there.message_id, there.sender_name, there.sender_address, there.sent_at,
        quoting.message_id, quoting.sent_at, origin.how, origin.score, here.text, body.text,
        origin.start, origin."end", origin.origin_start, origin.origin_end,
        EXISTS (SELECT FROM archive_reference WHERE message_id = quoting.id AND ancestor_id = there.id
            AND NOT is_inferred)
    FROM archive_origin AS origin JOIN archive_message AS there ON there.id = origin.origin_id
    JOIN archive_message AS quoting ON quoting.id = origin.message_id
    JOIN archive_body AS here ON here.message_id = quoting.id
    JOIN archive_body AS body ON body.message_id = there.id
    WHERE origin.message_id = %(message)s AND origin.start >= %(start)s AND origin.start < %(end)s
      AND NOT there.is_missing AND there.sender_address <> %(nobody)s AND origin.how = ANY(%(how)s)
    ORDER BY origin.start
"""
# Looked up here: for each origin PostgreSQL would read all messages.
NAMES = "SELECT DISTINCT sender_address, sender_name FROM archive_message WHERE sender_address <> ''"
NAMED = """
    WITH RECURSIVE above(id, generation) AS (
        SELECT parent_id, 1 FROM archive_message WHERE message_id = %(message)s
        UNION ALL SELECT message.parent_id, generation + 1
        FROM above JOIN archive_message AS message ON message.id = above.id WHERE generation < %(depth)s)
    SELECT message.sender_name, message.sender_address, body.text
    FROM above JOIN archive_message AS message ON message.id = above.id
    JOIN archive_body AS body ON body.message_id = message.id
    WHERE generation = %(depth)s AND NOT message.is_missing
"""
OLDER = """
    SELECT message.sender_name, message.sender_address, body.text FROM archive_message AS quoting
    JOIN archive_message AS message ON message.thread_id = quoting.thread_id AND message.id <> quoting.id
    JOIN archive_body AS body ON body.message_id = message.id
    WHERE quoting.message_id = %(message)s AND NOT message.is_missing AND message.sent_at <= quoting.sent_at
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passage: the key of its message, its range and depth, and whom the attribution line names."""

    key: int
    start: int
    end: int
    depth: int
    address: str
    said: str

    def is_by(self, name: str, address: str) -> bool:
        from archive.maintenance.quoting_report import Passage, is_by  # noqa: PLC0415 - after Django is set up

        return is_by(Passage(self.start, self.end, self.depth, self.said, self.address), name, address)


@dataclass(frozen=True, slots=True)
class Origin:
    """A range of a passage and where it was traced to."""

    message_id: str
    author: str
    address: str
    sent_at: dt.datetime | None
    quoting_id: str
    quoting_sent_at: dt.datetime | None
    how: str
    score: float
    text: str
    origin_text: str
    start: int
    end: int
    origin_start: int
    origin_end: int
    is_referred_to: bool
    has_name: bool

    @property
    def is_older(self) -> bool:
        is_dated = self.sent_at is not None and self.quoting_sent_at is not None
        return self.is_referred_to or not is_dated or self.sent_at <= self.quoting_sent_at  # type: ignore[operator]

    @property
    def has_words(self) -> bool:
        """Whether its range has the very words of the quote, where they are said to be the same."""
        quote, words = self.text[self.start : self.end], self.origin_text[self.origin_start : self.origin_end]
        return self.how == "fuzzy" or has_same_words(quote, words)

    def agrees(self, drawn: Drawn) -> bool:
        return self.is_older and (self.has_name or drawn.is_by(self.author, self.address))

    def told(self, drawn: Drawn) -> str:
        quote = self.text[self.start : self.end][:SHOWN]
        words = self.origin_text[self.origin_start : self.origin_end][:SHOWN]
        return (
            f"\n{self.quoting_id} of {self.quoting_sent_at} says {drawn.said}\n"
            f"{self.message_id} of {self.sent_at} is by {self.author or self.address} ({self.how} {self.score})\n"
            f"  quote: {' '.join(quote.split())}\n  words: {' '.join(words.split())}"
        )


def passages(slugs: list[str], how: list[str], seed: int, draw: int) -> Iterator[tuple[Drawn, list[Origin]]]:
    """Each passage drawn, with its origins."""
    from archive.importing.database import select  # noqa: PLC0415 - after Django is set up

    names = set(select(NAMES))
    for row in select(DRAWN, slugs=slugs, nobody=NOBODY, how=how, seed=seed, draw=draw):
        drawn = Drawn(*row)
        place = {"message": drawn.key, "start": drawn.start, "end": drawn.end}
        rows = select(ORIGINS, **place, nobody=NOBODY, how=how)
        yield drawn, [Origin(*(*row, (row[2], drawn.said) in names)) for row in rows]


def looked_at_again(drawn: Drawn, origins: list[Origin]) -> str:
    """What the second look says of all that disagrees in a passage, or nothing."""
    from archive.importing.database import select  # noqa: PLC0415 - after Django is set up

    if not all(one.is_older for one in origins):
        return ""
    if not is_introduced(drawn, origins):
        return NOT_INTRODUCED
    older = select(OLDER, message=origins[0].quoting_id)
    said = tuple(text for name, address, text in older if drawn.is_by(name, address))
    reasons = set()
    for message_id in {one.message_id for one in origins}:
        here = [one for one in origins if one.message_id == message_id]
        ranges = tuple((one.start, one.end) for one in here)
        reasons.add(reason(Found(here[0].text, ranges, drawn.start, drawn.end, here[0].origin_text, said)))
    return "" if "" in reasons else " and ".join(sorted(reasons))


def is_introduced(drawn: Drawn, origins: list[Origin]) -> bool:
    """Whether the line above a passage may introduce what disagrees: the mail that it names is not here, or has it."""
    from archive.importing.database import select  # noqa: PLC0415 - after Django is set up

    named = select(NAMED, message=origins[0].quoting_id, depth=drawn.depth)
    theirs = [text for name, address, text in named if drawn.is_by(name, address)]
    quotes = [one.text[one.start : one.end] for one in origins]
    return not theirs or any(share_held(text, quotes) >= HALF for text in theirs)


@dataclass(slots=True)
class Counts:
    """Passages drawn; those that disagree, by what the second look says; ranges, and those with other words."""

    drawn: int = 0
    disagree: Counter[str] = field(default_factory=Counter)
    ranges: int = 0
    other_words: int = 0


def count(slugs: list[str], how: list[str], seed: int, draw: int) -> Counts:
    """Counts what is drawn. Prints each passage that disagrees."""
    counts = Counts()
    for passage, found in passages(slugs, how, seed, draw):
        counts.drawn += 1
        counts.ranges += len(found)
        counts.other_words += sum(not one.has_words for one in found)
        if origins := [one for one in found if not one.agrees(passage)]:
            again = looked_at_again(passage, origins)
            counts.disagree[again] += 1
            more = f"\n  and {len(origins) - 1} more of this passage" if origins[1:] else ""
            print(f"{origins[0].told(passage)}{more}\n  second look: {again or 'nothing'}")
    return counts


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / max(1, whole):.2f} %)"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("slugs", metavar="LIST", nargs="*", help="all, when none is named")
    parser.add_argument("--draw", type=int, default=300)
    parser.add_argument("--how", action="append", choices=["exact", "rewrapped", "fuzzy"])
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from archive.importing.database import select  # noqa: PLC0415 - after Django is set up

    how = given.how or ["exact", "rewrapped", "fuzzy"]
    slugs = given.slugs or [slug for (slug,) in select("SELECT slug FROM archive_mailinglist ORDER BY slug")]
    counts = count(slugs, how, given.seed, given.draw)
    report(counts)
    write_results("false_origins", {"lists": slugs, "how": how, "seed": given.seed, **figures(counts)})


def report(counts: Counts) -> None:
    drawn, found = counts.drawn, counts.disagree
    wrong, apart = found.total(), found[NOT_INTRODUCED]
    print(f"\ndisagree by the bare rule             {share(wrong, drawn)}")
    print(f"disagree where the line introduces    {share(wrong - apart, drawn - apart)}")
    for again, number in sorted(found.items()):
        if again:
            print(f"  second look: {again:24} {share(number, drawn)}")
    print(f"left after the second look            {share(found[''], drawn)}")
    print(f"ranges with other words               {share(counts.other_words, counts.ranges)}")


def figures(counts: Counts) -> dict[str, Any]:
    found = counts.disagree
    return {
        "drawn": counts.drawn,
        "disagree": found.total(),
        "introduced": counts.drawn - found[NOT_INTRODUCED],
        "introduced_disagree": found.total() - found[NOT_INTRODUCED],
        "second_look": {again: number for again, number in found.items() if again},
        "left": found[""],
        "ranges": counts.ranges,
        "other_words": counts.other_words,
    }


if __name__ == "__main__":
    main()
