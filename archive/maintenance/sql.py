"""The statements of the quoting report, each with what it finds; parameters by name.

What breaks invariants is found by statements beside their sentences, in invariants.
"""

from __future__ import annotations

# Passages of messages.
PASSAGES = """
    SELECT message_id, start, "end", depth, speaker, speaker_address FROM archive_span
    WHERE message_id = ANY(%(messages)s) AND kind = 'quoted' ORDER BY message_id, start
"""
# Ranges of messages that were found where they were written, and how: nearly all of what stands in a missing message
# must be quoted elsewhere, for line ends between two quotes are in none.
TRACES = """
    SELECT origin.message_id, origin.start, origin."end", CASE WHEN NOT there.is_missing THEN origin.how
        WHEN elsewhere.size >= 0.9 * (origin.origin_end - origin.origin_start) THEN 'missing' ELSE 'alone' END
    FROM archive_origin AS origin JOIN archive_message AS there ON there.id = origin.origin_id
    CROSS JOIN LATERAL (
        SELECT sum(upper(part) - lower(part)) AS size FROM unnest((
            SELECT range_agg(int4range(GREATEST(other.origin_start, origin.origin_start),
                LEAST(other.origin_end, origin.origin_end)))
            FROM archive_origin AS other JOIN archive_message AS quoting ON quoting.id = other.message_id
            WHERE there.is_missing AND other.origin_id = origin.origin_id AND other.message_id <> origin.message_id
                AND other.origin_start < origin.origin_end AND other.origin_end > origin.origin_start
                AND NOT quoting.is_missing)) AS part) AS elsewhere
    WHERE origin.message_id = ANY(%(messages)s) ORDER BY origin.message_id, origin.start
"""
# Texts of messages, whether their parent is stored, and its author.
TEXTS_AND_PARENTS = """
    SELECT message.id, body.text, COALESCE(NOT parent.is_missing, false), parent.sender_name, parent.sender_address
    FROM archive_message AS message JOIN archive_body AS body ON body.message_id = message.id
    LEFT JOIN archive_message AS parent ON parent.id = message.parent_id
    WHERE message.id = ANY(%(messages)s) ORDER BY message.id
"""
