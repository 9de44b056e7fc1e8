"""Of a message on several lists the list is found whose copy it is read from; the others say so.

A list that did not receive those very bytes shows them to those who may read both. Copies that were kept beside are
the lists' own from now on; what a list received else is not known any more, and can be imported again.
`manage.py choose_copies` then chooses the copies of the most open lists.
"""

from hashlib import blake2b
from uuid import UUID

import zstandard
from django.db import migrations

ON_SEVERAL = """
    SELECT body.message_id, body.raw, body.dialect, body.page_references FROM archive_body AS body
    WHERE length(body.raw) > 0 AND body.message_id IN (
        SELECT message_id FROM archive_posting GROUP BY message_id HAVING count(*) > 1)
"""
MAKE = "CREATE TEMPORARY TABLE read_from (message bigint, digest uuid) ON COMMIT DROP"
# Lists that received the bytes; where none is known to have, the least open one, so that nobody reads too much.
SHOW = """
    WITH ranked AS (
        SELECT posting.message_id, posting.mailing_list_id, read.digest IS NOT NULL AS has_it,
            array_position(ARRAY['public', 'members', 'groups'], list.visibility::text) AS rank,
            bool_or(read.digest IS NOT NULL) OVER (PARTITION BY posting.message_id) AS is_known
        FROM archive_posting AS posting JOIN read_from ON read_from.message = posting.message_id
        JOIN archive_mailinglist AS list ON list.id = posting.mailing_list_id
        LEFT JOIN archive_readmail AS read ON read.mailing_list_id = posting.mailing_list_id
            AND read.digest = read_from.digest AND read.message_id = posting.message_id
    ), source AS (
        SELECT DISTINCT ON (message_id) message_id, mailing_list_id FROM ranked
        WHERE has_it OR NOT is_known
        ORDER BY message_id, CASE WHEN is_known THEN rank ELSE -rank END, mailing_list_id
    )
    UPDATE archive_posting AS posting SET shown_from_id = source.mailing_list_id
    FROM ranked, source
    WHERE ranked.message_id = posting.message_id AND ranked.mailing_list_id = posting.mailing_list_id
      AND source.message_id = posting.message_id AND NOT ranked.has_it
      AND source.mailing_list_id <> posting.mailing_list_id
"""
KEEP = """
    INSERT INTO archive_listcopy (message_id, mailing_list_id, raw, dialect, envelope, page_references)
    SELECT DISTINCT ON (other.message_id, other.mailing_list_id) other.message_id, other.mailing_list_id, other.raw,
        other.dialect, '', ''
    FROM archive_othercopy AS other JOIN archive_posting AS posting
      ON posting.message_id = other.message_id AND posting.mailing_list_id = other.mailing_list_id
    WHERE posting.shown_from_id IS NOT NULL ORDER BY other.message_id, other.mailing_list_id, other.id
"""
# What is not here is taken when it is imported again.
FORGET_READ = """
    DELETE FROM archive_readmail AS read USING archive_posting AS posting
    WHERE posting.shown_from_id IS NOT NULL AND read.message_id = posting.message_id
      AND read.mailing_list_id = posting.mailing_list_id AND NOT EXISTS (
        SELECT FROM archive_listcopy AS kept
        WHERE kept.message_id = posting.message_id AND kept.mailing_list_id = posting.mailing_list_id)
"""


def digest_of(raw, dialect, references):
    digest = blake2b(
        zstandard.ZstdDecompressor().decompress(bytes(raw)), digest_size=16, person=dialect.encode()[:16]
    )
    for reference in references.splitlines():
        digest.update(b"\0" + reference.encode("utf-8", "replace"))
    return UUID(bytes=digest.digest())


def find_sources(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ON_SEVERAL)
        rows = [(key, digest_of(*copy)) for key, *copy in cursor.fetchall()]
        if not rows:
            return
        cursor.execute(MAKE)
        cursor.executemany("INSERT INTO read_from VALUES (%s, %s)", rows)
        for statement in (SHOW, KEEP, FORGET_READ):
            cursor.execute(statement)


def forget_sources(apps, schema_editor):
    schema_editor.execute("UPDATE archive_posting SET shown_from_id = NULL")
    schema_editor.execute("DELETE FROM archive_listcopy")


class Migration(migrations.Migration):
    dependencies = [("archive", "0015_lists_keep_their_own_copies")]

    operations = [migrations.RunPython(find_sources, forget_sources)]
