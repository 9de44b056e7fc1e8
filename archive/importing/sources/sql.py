"""The statements of this room, each with what it finds or does; parameters by name."""

from __future__ import annotations

# Mail that was read onto a list, by the digests of its bytes: digest, message.
KNOWN_DIGESTS = """
    SELECT digest, message_id FROM archive_readmail
    WHERE mailing_list_id = %(mailing_list)s AND digest = ANY(%(digests)s)
"""
# Notes that mail was read onto a list.
REMEMBER = """
    INSERT INTO archive_readmail (mailing_list_id, message_id, digest)
    SELECT %(mailing_list)s, read.message, read.digest
    FROM unnest(%(messages)s::bigint[], %(digests)s::uuid[]) AS read(message, digest)
    ON CONFLICT DO NOTHING
"""
# When messages were sent, as far as they themselves tell it.
DATES_OF_MAIL = """
    SELECT id, sent_at FROM archive_message
    WHERE id = ANY(%(messages)s) AND date_source NOT IN ('neighbours', 'none')
"""
