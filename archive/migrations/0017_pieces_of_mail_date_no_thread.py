"""Threads of pieces that Mailman cut off other mail are not dated by the day on which their archive was made."""

from django.db import migrations

DATE_ANEW = """
    UPDATE archive_threadlisting AS listing SET started_at = counted.started_at, last_at = counted.last_at
    FROM (
        SELECT message.thread_id, posting.mailing_list_id, {dates}
        FROM archive_message AS message JOIN archive_posting AS posting ON posting.message_id = message.id
        WHERE message.thread_id IN (SELECT thread_id FROM archive_message WHERE {is_piece})
        GROUP BY 1, 2
    ) AS counted
    WHERE counted.thread_id = listing.thread_id AND counted.mailing_list_id = listing.mailing_list_id
"""
IS_PIECE = "sender_address IN ('bogus@does.not.exist.com', 'bogus at does.not.exist.com')"
WITHOUT = "min(sent_at) FILTER (WHERE NOT {0}) AS started_at, max(sent_at) FILTER (WHERE NOT {0}) AS last_at"
WITH = "min(sent_at) AS started_at, max(sent_at) AS last_at"


class Migration(migrations.Migration):
    dependencies = [("archive", "0016_postings_show_what_their_readers_may_read")]

    operations = [
        migrations.RunSQL(
            DATE_ANEW.format(dates=WITHOUT.format(IS_PIECE), is_piece=IS_PIECE),
            DATE_ANEW.format(dates=WITH, is_piece=IS_PIECE),
        )
    ]
