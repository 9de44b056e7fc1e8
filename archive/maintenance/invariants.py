"""The invariants of the archive, each one statement that finds what breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from archive.importing.database import column

MOST_SHOWN = 20

NO_LESS_OPEN = (
    "no list shows what a less open one received while its own copy is here (`manage.py choose_copies`)"
)
# Who reads a list: openness, and groups of lists for groups.
AUDIENCE = """
    SELECT list.id, array_position(ARRAY['groups', 'members', 'public'], list.visibility::text) AS openness,
        ARRAY(SELECT group_id FROM archive_mailinglist_groups AS allowed
            WHERE allowed.mailinglist_id = list.id AND list.visibility = 'groups') AS groups
    FROM archive_mailinglist AS list
"""
INVARIANTS = {
    NO_LESS_OPEN: f"""
        WITH audience AS ({AUDIENCE})
        SELECT message.message_id FROM archive_posting AS posting
        JOIN archive_message AS message ON message.id = posting.message_id
        JOIN audience AS here ON here.id = posting.mailing_list_id
        JOIN audience AS source ON source.id = posting.shown_from_id
        WHERE NOT (source.openness > here.openness OR source.openness = here.openness
            AND (source.openness > 1 OR source.groups @> here.groups))
          AND EXISTS (SELECT FROM archive_listcopy AS kept WHERE kept.message_id = posting.message_id
            AND kept.mailing_list_id = posting.mailing_list_id)
    """,  # noqa: S608 - no value stands in it
    "a message is read from what one of its lists received, and shown from a list that has it": """
        SELECT message.message_id FROM archive_posting AS posting
        JOIN archive_message AS message ON message.id = posting.message_id
        WHERE posting.shown_from_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM archive_posting AS source WHERE source.message_id = posting.message_id
              AND source.mailing_list_id = posting.shown_from_id AND source.shown_from_id IS NULL)
    """,
    "a list keeps copies of messages that stand on it": """
        SELECT message.message_id FROM archive_listcopy AS kept
        JOIN archive_message AS message ON message.id = kept.message_id
        WHERE length(kept.raw) = 0 OR NOT EXISTS (
            SELECT FROM archive_posting AS posting WHERE posting.message_id = kept.message_id
              AND posting.mailing_list_id = kept.mailing_list_id)
    """,
    "spans cover their text without gaps or overlaps": """
        SELECT message.message_id FROM archive_message AS message
        JOIN archive_body AS body ON body.message_id = message.id
        LEFT JOIN (
            SELECT message_id, min(start) AS first, max("end") AS last, sum("end" - start) AS covered,
                   bool_and(start = before) AS joined
            FROM (SELECT message_id, start, "end",
                         lag("end", 1, 0) OVER (PARTITION BY message_id ORDER BY start) AS before
                  FROM archive_span) AS ordered
            GROUP BY message_id
        ) AS spans ON spans.message_id = message.id
        WHERE length(body.text) > 0 AND NOT COALESCE(
            spans.joined AND spans.first = 0 AND spans.last = length(body.text) AND spans.covered = length(body.text),
            false)
    """,
    "a parent stands in the same thread, one step above and before its answers": """
        SELECT child.message_id FROM archive_message AS child
        JOIN archive_message AS parent ON parent.id = child.parent_id
        WHERE parent.thread_id <> child.thread_id OR parent."order" >= child."order"
           OR parent.depth + 1 <> child.depth
    """,
    "a thread has one first message, and orders without gaps": """
        SELECT 'thread ' || thread_id FROM archive_message GROUP BY thread_id
        HAVING count(*) FILTER (WHERE parent_id IS NULL) <> 1 OR count(DISTINCT "order") <> count(*)
            OR min("order") <> 0 OR max("order") <> count(*) - 1
    """,
    "a thread stands as it was split or joined": """
        SELECT message.message_id FROM (
            SELECT DISTINCT ON (message_id) message_id, onto_id FROM archive_regrouping
            WHERE undone_at IS NULL ORDER BY message_id, id DESC
        ) AS decided
        JOIN archive_message AS message ON message.id = decided.message_id
        LEFT JOIN archive_message AS onto ON onto.id = decided.onto_id
        WHERE CASE WHEN onto.id IS NULL THEN message.parent_id IS NOT NULL
              ELSE message.thread_id <> onto.thread_id
                OR message.parent_id IS DISTINCT FROM onto.id AND onto."order" < message."order" END
    """,
    "a stored message has its raw mail and stands on a list; a missing one has and does neither": """
        SELECT message_id FROM archive_message AS message
        WHERE is_missing = EXISTS (
                SELECT FROM archive_body AS body WHERE body.message_id = message.id AND length(body.raw) > 0)
           OR is_missing = EXISTS (SELECT FROM archive_posting AS posting WHERE posting.message_id = message.id)
    """,
    "a stored text whose quotes are traced can be searched": """
        SELECT message.message_id FROM archive_message AS message
        JOIN archive_thread AS thread ON thread.id = message.thread_id
        JOIN archive_body AS body ON body.message_id = message.id
        WHERE NOT message.is_missing AND body.search IS NULL AND thread.traced_revision = thread.revision
    """,
    "listings count what stands on their list": """
        SELECT 'thread ' || listing.thread_id FROM archive_threadlisting AS listing
        WHERE listing.message_count <> (
            SELECT count(*) FROM archive_message AS message
            JOIN archive_posting AS posting ON posting.message_id = message.id
            WHERE message.thread_id = listing.thread_id AND posting.mailing_list_id = listing.mailing_list_id)
    """,
    "another copy of a mail stands beside a stored message of its list, with its bytes, and some run met it": """
        SELECT message.message_id FROM archive_othercopy AS other
        JOIN archive_message AS message ON message.id = other.message_id
        WHERE length(other.raw) = 0 OR cardinality(met_by) = 0 OR NOT EXISTS (
            SELECT FROM archive_posting AS posting
            WHERE posting.message_id = other.message_id AND posting.mailing_list_id = other.mailing_list_id)
    """,
    "every posting has its thread's listing": """
        SELECT message.message_id FROM archive_posting AS posting
        JOIN archive_message AS message ON message.id = posting.message_id
        WHERE NOT EXISTS (
            SELECT FROM archive_threadlisting AS listing
            WHERE listing.thread_id = message.thread_id AND listing.mailing_list_id = posting.mailing_list_id)
    """,
    "an import run's counts add up": """
        SELECT 'import run ' || id FROM archive_importrun WHERE found <> stored + already_present + quarantined
    """,
    "spans and origins belong to messages that are there": """
        SELECT 'span ' || span.id FROM archive_span AS span
        LEFT JOIN archive_message AS message ON message.id = span.message_id
        LEFT JOIN archive_person AS person ON person.id = span.person_id
        WHERE message.id IS NULL OR (span.person_id IS NOT NULL AND person.id IS NULL)
        UNION ALL
        SELECT 'origin ' || origin.message_id || ':' || origin.start FROM archive_origin AS origin
        LEFT JOIN archive_message AS quoting ON quoting.id = origin.message_id
        LEFT JOIN archive_message AS written ON written.id = origin.origin_id
        WHERE quoting.id IS NULL OR written.id IS NULL
    """,
    "references and mail that was read lead to messages that are there": """
        SELECT 'reference ' || reference.message_id || ':' || position FROM archive_reference AS reference
        LEFT JOIN archive_message AS message ON message.id = reference.message_id
        LEFT JOIN archive_message AS ancestor ON ancestor.id = reference.ancestor_id
        WHERE message.id IS NULL OR ancestor.id IS NULL
        UNION ALL
        SELECT 'mail ' || digest FROM archive_readmail AS mail
        LEFT JOIN archive_message AS message ON message.id = mail.message_id
        LEFT JOIN archive_mailinglist AS list ON list.id = mail.mailing_list_id
        WHERE message.id IS NULL OR list.id IS NULL
    """,
    "origins lie within both texts": """
        SELECT message.message_id FROM archive_origin AS origin
        JOIN archive_message AS message ON message.id = origin.message_id
        JOIN archive_body AS here ON here.message_id = origin.message_id
        JOIN archive_body AS there ON there.message_id = origin.origin_id
        WHERE origin."end" > length(here.text) OR origin.origin_end > length(there.text)
    """,
    "fingerprints are of stored messages and of their minute, each once": """
        SELECT COALESCE(message.message_id, 'message ' || held.message_id) FROM (
            SELECT message_id, min(minute) AS first, max(minute) AS last, count(*) <> count(DISTINCT hash) AS is_twice
            FROM archive_fingerprint GROUP BY 1
        ) AS held LEFT JOIN archive_message AS message ON message.id = held.message_id
        WHERE message.id IS NULL OR message.is_missing OR held.is_twice OR held.first <> held.last
           OR held.first > -2147483648 AND held.first IS DISTINCT FROM
                LEAST(floor(extract(epoch FROM message.sent_at) / 60), 2147483647)
    """,
    "words are sought for stored messages": """
        SELECT COALESCE(message.message_id, 'message ' || sought.message_id) FROM archive_sought AS sought
        LEFT JOIN archive_message AS message ON message.id = sought.message_id
        WHERE message.id IS NULL OR message.is_missing
    """,
    "own words of a stored message have fingerprints (`manage.py rederive` makes those that are not there)": """
        SELECT message.message_id FROM archive_message AS message
        JOIN archive_body AS body ON body.message_id = message.id
        WHERE NOT message.is_missing AND message.sent_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM archive_fingerprint WHERE message_id = message.id)
          AND 10 <= (
            SELECT sum(cardinality(regexp_split_to_array(
                btrim(substr(body.text, span.start + 1, span."end" - span.start), E' \\t\\r\\n'), E'[ \\t\\r\\n]+')))
            FROM archive_span AS span
            WHERE span.message_id = message.id AND span.kind IN ('own', 'patch') AND span.depth = 0)
    """,
}


def broken_invariants(invariants: dict[str, str] = INVARIANTS) -> Iterator[str]:
    """A sentence for every invariant that does not hold, naming the first of what breaks it."""
    for name, statement in invariants.items():
        found = [str(one) for one in column(statement)]
        if found:
            rest = f" and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
            yield f"Not so: {name}. See {', '.join(found[:MOST_SHOWN])}{rest}."
