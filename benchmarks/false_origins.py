"""How many origins are false, by a rule that tracing does not follow: a seeded draw from an imported list.

    uv run python -m benchmarks.false_origins LIST [--draw 300] [--how fuzzy] [--seed 7]

Of the traced passages below an attribution line so many are drawn. The speaker whom the line names must be the
author of the message that the words were traced to, by name or by a name that the author's address has elsewhere,
and that message must be older than the quote. Each that disagrees is printed, to be looked at: quotes of quotes
with a line missing between them disagree too, though their origin is right.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django

from benchmarks.reports import write_results

WORDS = 200
DRAWN = """
    SELECT span.message_id, span.start, span."end", span.depth, span.speaker_address,
        CASE WHEN span.said_speaker <> '' THEN span.said_speaker ELSE span.speaker END
    FROM archive_span AS span JOIN archive_posting AS posting ON posting.message_id = span.message_id
    JOIN archive_mailinglist AS list ON list.id = posting.mailing_list_id
    JOIN archive_message AS message ON message.id = span.message_id
    WHERE list.slug = %s AND span.kind = 'quoted' AND NOT message.is_missing
      AND (span.known = 'said' OR span.said_speaker <> '')
      AND EXISTS (
        SELECT FROM archive_origin AS origin JOIN archive_message AS there ON there.id = origin.origin_id
        WHERE origin.message_id = span.message_id AND origin.start >= span.start AND origin.start < span."end"
          AND NOT there.is_missing AND origin.how = ANY(%s))
    ORDER BY hashtextextended(message.message_id || ' ' || span.start, %s) LIMIT %s
"""
ORIGINS = """
    SELECT there.message_id, there.sender_name, there.sender_address, there.sent_at,
        quoting.message_id, quoting.sent_at, origin.how, origin.score,
        substr(here.text, origin.start + 1, least(origin."end" - origin.start, %s)),
        substr(body.text, origin.origin_start + 1, least(origin.origin_end - origin.origin_start, %s)),
        EXISTS (SELECT FROM archive_message AS other WHERE other.sender_address = there.sender_address
            AND other.sender_name = %s AND there.sender_address <> '')
    FROM archive_origin AS origin JOIN archive_message AS there ON there.id = origin.origin_id
    JOIN archive_message AS quoting ON quoting.id = origin.message_id
    JOIN archive_body AS here ON here.message_id = quoting.id
    JOIN archive_body AS body ON body.message_id = there.id
    WHERE origin.message_id = %s AND origin.start >= %s AND origin.start < %s AND NOT there.is_missing
      AND origin.how = ANY(%s)
    ORDER BY origin.start
"""


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
    quote: str
    words: str
    has_name: bool

    @property
    def is_older(self) -> bool:
        return self.sent_at is None or self.quoting_sent_at is None or self.sent_at <= self.quoting_sent_at

    def told(self, said: str) -> str:
        return (
            f"\n{self.quoting_id} of {self.quoting_sent_at} says {said}\n"
            f"{self.message_id} of {self.sent_at} is by {self.author or self.address} ({self.how} {self.score})\n"
            f"  quote: {' '.join(self.quote.split())}\n  words: {' '.join(self.words.split())}"
        )


def disagreements(slug: str, how: list[str], seed: int, draw: int) -> Iterator[list[str]]:
    """For each passage drawn, what disagrees."""
    from archive.importing.rows import select  # noqa: PLC0415 - after Django is set up
    from archive.quoting import Passage, is_same_person  # noqa: PLC0415

    for key, start, end, depth, address, said in select(DRAWN, slug, how, seed, draw):
        passage = Passage(start, end, depth, said, address)
        origins = [Origin(*row) for row in select(ORIGINS, WORDS, WORDS, said, key, start, end, how)]
        yield [
            one.told(said)
            for one in origins
            if not one.is_older or not (one.has_name or is_same_person(passage, one.author, one.address))
        ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("slug", metavar="LIST")
    parser.add_argument("--draw", type=int, default=300)
    parser.add_argument("--how", action="append", choices=["exact", "rewrapped", "fuzzy"])
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    how = given.how or ["exact", "rewrapped", "fuzzy"]
    found = list(disagreements(given.slug, how, given.seed, given.draw))
    for several in filter(None, found):
        print(several[0] + (f"\n  and {len(several) - 1} more of this passage" if several[1:] else ""))
    wrong = sum(map(bool, found))
    print(f"\n{len(found)} passages drawn, {wrong} disagree ({100 * wrong / max(1, len(found)):.2f} %)")
    figures: dict[str, Any] = {
        "list": given.slug,
        "how": how,
        "seed": given.seed,
        "drawn": len(found),
        "disagree": wrong,
    }
    write_results("false_origins", figures)


if __name__ == "__main__":
    main()
