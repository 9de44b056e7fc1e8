"""What an archive holds, by names and not by keys: two that were filled in different ways can be compared."""

from __future__ import annotations

from hashlib import sha256

from archive.importing.database import select
from archive.importing.storing.message_rows import MessageRow

# Columns that hold keys, which are others in another archive.
KEYS = {"id", "thread_id", "parent_id", "sender_id"}
NAMED = {
    "messages": f"""
        SELECT {", ".join(f'message."{name}"' for name in MessageRow._fields if name not in KEYS)},
            parent.message_id, sender.key,
            (SELECT min(other.message_id) FROM archive_message AS other
                WHERE other.thread_id = message.thread_id)
        FROM archive_message AS message LEFT JOIN archive_message AS parent ON parent.id = message.parent_id
        LEFT JOIN archive_address AS sender ON sender.id = message.sender_id
    """,
    "bodies": """
        SELECT message.message_id, content_digest, md5(raw), dialect, envelope, page_references, text, search::text
        FROM archive_body AS body JOIN archive_message AS message ON message.id = body.message_id
    """,
    "postings": """
        SELECT message.message_id, list.slug FROM archive_posting AS posting
        JOIN archive_message AS message ON message.id = posting.message_id
        JOIN archive_mailinglist AS list ON list.id = posting.mailing_list_id
    """,
    "references": """
        SELECT message.message_id, reference.position, ancestor.message_id, is_inferred
        FROM archive_reference AS reference JOIN archive_message AS message ON message.id = reference.message_id
        JOIN archive_message AS ancestor ON ancestor.id = reference.ancestor_id
    """,
    "spans": """
        SELECT message.message_id, start, span."end", kind, span.depth, speaker, speaker_address, span.said_on,
            said_speaker, is_open, known
        FROM archive_span AS span JOIN archive_message AS message ON message.id = span.message_id
    """,
    "origins": """
        SELECT message.message_id, start, origin."end", writer.message_id, origin_start, origin_end, how, score
        FROM archive_origin AS origin JOIN archive_message AS message ON message.id = origin.message_id
        JOIN archive_message AS writer ON writer.id = origin.origin_id
    """,
    "fingerprints": """
        SELECT message.message_id, string_agg(hash || ' ' || minute, ',' ORDER BY hash)
        FROM archive_fingerprint AS held JOIN archive_message AS message ON message.id = held.message_id GROUP BY 1
    """,
    "sought words": """
        SELECT message.message_id, string_agg(hash || ' ' || minute, ',' ORDER BY hash)
        FROM archive_sought AS sought JOIN archive_message AS message ON message.id = sought.message_id GROUP BY 1
    """,
    "attachments": """
        SELECT message.message_id, part, filename, content_type, attachment.size
        FROM archive_attachment AS attachment JOIN archive_message AS message ON message.id = attachment.message_id
    """,
    "listings": """
        SELECT list.slug, first.message_id, listing.subject, started_by, started_at, last_at, message_count,
            people_count
        FROM archive_threadlisting AS listing JOIN archive_mailinglist AS list ON list.id = listing.mailing_list_id
        JOIN archive_message AS first ON first.id = listing.first_message_id
    """,
    "people": """
        SELECT address.key, address.address, address.name, person.name, (
            SELECT min(other.key) FROM archive_address AS other WHERE other.person_id = address.person_id)
        FROM archive_address AS address JOIN archive_person AS person ON person.id = address.person_id
    """,
    "people without address": "SELECT name FROM archive_person WHERE id NOT IN (SELECT person_id FROM archive_address)",
    "other copies": """
        SELECT message.message_id, list.slug, differs, said, other.digest, dialect
        FROM archive_othercopy AS other JOIN archive_message AS message ON message.id = other.message_id
        JOIN archive_mailinglist AS list ON list.id = other.mailing_list_id
    """,
    "held": "SELECT digest, reason, state FROM archive_quarantine",
    "threads": "SELECT count(*), count(*) FILTER (WHERE revision <> traced_revision) FROM archive_thread",
}


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Rows of each kind in a fixed order."""
    return {what: sorted(select(statement), key=repr) for what, statement in NAMED.items()}


def digest() -> str:
    """One digest of all of them."""
    return sha256(repr(all_rows()).encode()).hexdigest()
