"""The statements of this room, each with what it finds; parameters by name."""

from __future__ import annotations

from archive.importing.storing.sql import VECTOR

# Columns of a message that are compared together, by the name under which differences are told.
GROUPS = {
    "subject": ("subject", "bare_subject"),
    "sender": ("sender_name", "sender_address", "address_key"),
    "date": ("sent_at", "utc_offset", "date_source"),
    "digest": ("content_digest",),
}
# All of these.
COMPARED = tuple(column for group in GROUPS.values() for column in group)
# Stored messages with their raw mail, where they were first met, their text, whether they are found by what they say,
# and the columns that are compared.
MESSAGES = f"""
    SELECT message.id, message.message_id, body.raw, dialect, envelope, page_references, posting.source, posting.offset,
        body.text, search IS NOT DISTINCT FROM {VECTOR}, {", ".join(COMPARED)}
    FROM archive_message AS message JOIN archive_body AS body ON body.message_id = message.id
    LEFT JOIN LATERAL (SELECT key AS address_key FROM archive_address WHERE id = message.sender_id) AS address ON true
    LEFT JOIN LATERAL (
        SELECT source, "offset" FROM archive_posting WHERE message_id = message.id ORDER BY id LIMIT 1
    ) AS posting ON true
    WHERE message.id = ANY(%(messages)s) AND NOT is_missing ORDER BY message.id
"""  # noqa: S608 - names are our own
# What messages name: message, id of the ancestor, whether that is inferred.
REFERENCES = """
    SELECT reference.message_id, ancestor.message_id, is_inferred FROM archive_reference AS reference
    JOIN archive_message AS ancestor ON ancestor.id = reference.ancestor_id
    WHERE reference.message_id = ANY(%(messages)s) ORDER BY reference.message_id, position
"""
# Attachments of messages.
ATTACHMENTS = """
    SELECT message_id, part, filename, content_type, size FROM archive_attachment WHERE message_id = ANY(%(messages)s)
"""
# Fingerprints of messages.
FINGERPRINTS = "SELECT message_id, hash FROM archive_fingerprint WHERE message_id = ANY(%(messages)s)"
# All missing messages.
ALL_MISSING = "SELECT id FROM archive_message WHERE is_missing"
# A digest of all that tracing tells of each thread.
TRACED = """
    SELECT message.thread_id, md5(string_agg(
        concat_ws(' ', message.id, message.sender_name, origins.told, spans.told, md5(rebuilt.text)),
        ',' ORDER BY message.id))
    FROM archive_message AS message
    LEFT JOIN archive_body AS rebuilt ON rebuilt.message_id = message.id AND message.is_missing
    LEFT JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', start, "end", origin_id, origin_start, origin_end, how), ',' ORDER BY start)
            AS told FROM archive_origin WHERE message_id = message.id
    ) AS origins ON true
    LEFT JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', start, speaker, known), ',' ORDER BY start) AS told
        FROM archive_span WHERE message_id = message.id
    ) AS spans ON true
    WHERE message.thread_id = ANY(%(threads)s) GROUP BY 1
"""
