"""What pages without any reference answer: mail under the same subject whose words they quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from archive.importing.database import execute, hold_storing_lock, select
from archive.importing.threads.arranging import rearrange, threads_of
from archive.importing.threads.filling_places import put_in_place
from archive.mail.message import PAGES
from archive.mail.passages import lines

LEAST_SHARE = 0.5
MOST_DAYS = 90
FEWEST_WORDS = 3

HAS_PAGES = """
    SELECT EXISTS (
        SELECT FROM archive_posting AS posting JOIN archive_body AS body USING (message_id)
        WHERE posting.import_run_id = %s AND body.dialect = ANY(%s))
"""
# Pages whose parent no page names: it is not known, or known from quotes alone. The mail that they may answer.
PAIRS = """
    WITH waiting AS (
        SELECT DISTINCT message.id, message.sent_at, lower(message.bare_subject) AS subject, posting.mailing_list_id,
            parent.id AS held, lower(parent.sender_name) AS writer
        FROM archive_message AS message
        JOIN archive_body AS body ON body.message_id = message.id AND body.dialect = ANY(%s) AND page_references = ''
        JOIN archive_posting AS posting ON posting.message_id = message.id
        LEFT JOIN archive_message AS parent ON parent.id = message.parent_id
        WHERE (parent.id IS NULL OR parent.is_missing AND parent.known_from = 'quotes') AND message.bare_subject <> ''
          AND EXISTS (SELECT FROM archive_span WHERE message_id = message.id AND kind = 'quoted' AND depth = 1)
          AND NOT EXISTS (SELECT FROM archive_regrouping WHERE message_id = message.id AND undone_at IS NULL)
    )
    SELECT waiting.id, waiting.held, answered.id FROM waiting
    JOIN archive_message AS answered ON lower(answered.bare_subject) = waiting.subject AND answered.id <> waiting.id
      AND answered.sent_at BETWEEN waiting.sent_at - %s * interval '1 day' AND waiting.sent_at
      AND (waiting.writer IS NULL OR lower(answered.sender_name) = waiting.writer)
    JOIN archive_posting AS posting ON posting.message_id = answered.id
      AND posting.mailing_list_id = waiting.mailing_list_id
    WHERE NOT answered.is_missing ORDER BY waiting.id, answered.sent_at DESC, answered.message_id
"""
WORDS = """
    SELECT message_id, string_agg(substring(body.text FROM start + 1 FOR "end" - start), E'\\n' ORDER BY start)
    FROM archive_span AS span JOIN archive_body AS body USING (message_id)
    WHERE message_id = ANY(%s) AND kind = ANY(%s) AND depth = %s GROUP BY 1
"""
REFER = """
    INSERT INTO archive_reference (message_id, position, ancestor_id, is_inferred)
    SELECT message, 0, answered, true FROM unnest(%s::bigint[], %s::bigint[]) AS told(message, answered)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """That a message answers another; `held` is the one made up from its quotes, whose place that other takes."""

    message: int
    held: int | None
    answered: int


def find_answered(run_id: int) -> set[int]:
    """Puts pages below the mail that they answer, if a run brought pages; the threads that changed."""
    [[has_pages]] = select(HAS_PAGES, run_id, list(PAGES))
    if not has_pages:
        return set()
    answers = list(answers_among(select(PAIRS, list(PAGES), MOST_DAYS)))
    with transaction.atomic():
        hold_storing_lock()
        new = [one for one in answers if one.held is None]
        execute(REFER, [one.message for one in new], [one.answered for one in new])
        changed = rearrange(threads_of(key for one in new for key in (one.message, one.answered)))
        for one in answers:
            if one.held is not None:
                changed |= put_in_place(one.held, one.answered)
    return changed


def answers_among(pairs: Iterable[tuple[int, int | None, int]]) -> Iterator[Answer]:
    """Of the mail that each message may answer the one that holds most of what it quotes, the latest of equals."""
    candidates: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for message, held, answered in pairs:
        candidates[message, held].append(answered)
    quoted = dict(select(WORDS, [message for message, _ in candidates], ["quoted"], 1))
    own = dict(
        select(WORDS, list({key for keys in candidates.values() for key in keys}), ["own", "patch"], 0)
    )
    said = {key: f" {' '.join(text.split())} " for key, text in own.items()}
    for (message, held), keys in candidates.items():
        quote = lines_of(quoted.get(message, ""))
        shares = {key: share_of(quote, said.get(key, "")) for key in keys}
        best = max(keys, key=shares.__getitem__)
        if shares[best] >= LEAST_SHARE:
            yield Answer(message, held, best)


def lines_of(quote: str) -> list[str]:
    """The quoted lines without their marks; none when they hold too few words to tell anything."""
    found = [" ".join(quote[line.words : line.end].split()) for line in lines(quote, 0, len(quote))]
    return [line for line in found if line] if len(" ".join(found).split()) >= FEWEST_WORDS else []


def share_of(quote: list[str], said: str) -> float:
    """How much of the quoted lines stands in what somebody said, by letters."""
    whole = sum(map(len, quote))
    return sum(len(line) for line in quote if f" {line} " in said) / whole if whole else 0.0
