"""The statements of this room, each with what it finds or does; parameters by name, `messages` and the like are keys.

In order: what is to be traced, stored texts, other threads, what was traced, what quotes leave of missing messages.
"""

from __future__ import annotations

# Threads with their revisions and how many messages they have.
SIZES = """
    SELECT thread.id, thread.revision, count(message.id) FROM archive_thread AS thread
    JOIN archive_message AS message ON message.thread_id = thread.id
    WHERE {which} GROUP BY 1 ORDER BY 1
"""
# Of all that are not traced since they changed.
NOT_TRACED = SIZES.format(which="NOT thread.traced_revision = thread.revision")
# Of those of these that are not.
NOT_TRACED_AMONG = SIZES.format(
    which="NOT thread.traced_revision = thread.revision AND thread.id = ANY(%(threads)s)"
)
# Of these.
SIZES_OF_THREADS = SIZES.format(which="thread.id = ANY(%(threads)s)")
# Revisions of threads.
REVISIONS = "SELECT id, revision FROM archive_thread WHERE id = ANY(%(threads)s)"

# Messages of threads with their threads and parents.
TREES = """
    SELECT id, thread_id, parent_id FROM archive_message WHERE thread_id = ANY(%(threads)s) ORDER BY thread_id
"""
# Those of these messages that are stored, with text, author and time, the oldest first. A piece that was cut off
# another mail is by its writer, and of its time.
STORED_TEXTS = """
    SELECT message.id, body.text, COALESCE(whole.sender_name, message.sender_name),
        COALESCE(whole.sent_at, message.sent_at) AS moment
    FROM archive_message AS message JOIN archive_body AS body ON body.message_id = message.id
    LEFT JOIN archive_message AS whole ON whole.id = message.parent_id AND NOT whole.is_missing
      AND message.sender_address = ANY(%(nobodies)s)
    WHERE message.id = ANY(%(messages)s) AND NOT message.is_missing
    ORDER BY moment NULLS LAST, message."order", message.message_id
"""
# Spans of messages as the text alone tells the speaker: what tracing told is left out.
SPANS = """
    SELECT message_id, kind, start, "end", depth, CASE known WHEN 'said' THEN speaker ELSE said_speaker END,
        speaker_address, said_on,
        CASE WHEN is_open THEN 'inferred' WHEN known = 'said' OR said_speaker <> '' THEN 'said' ELSE 'unknown' END
    FROM archive_span WHERE message_id = ANY(%(messages)s) ORDER BY message_id, start
"""

# Where messages that have a date stand: thread, time, id, sender's address, lists.
WHEREABOUTS = """
    SELECT id, thread_id, sent_at, message_id, sender_address, ARRAY(
        SELECT mailing_list_id FROM archive_posting AS posting WHERE posting.message_id = message.id)
    FROM archive_message AS message WHERE id = ANY(%(messages)s) AND sent_at IS NOT NULL
"""
# Lets threads be traced anew in which something is left of a missing message whose writer's mail a run brought.
MARK_WAITING_FOR_WRITERS = """
    UPDATE archive_thread SET revision = revision + 1 WHERE id IN (
        SELECT missing.thread_id FROM archive_posting AS posting
        JOIN archive_message AS writer ON writer.id = posting.message_id
        JOIN archive_message AS missing ON lower(missing.sender_name) = lower(writer.sender_name)
        JOIN archive_body AS left_over ON left_over.message_id = missing.id
        WHERE posting.import_run_id = %(run)s AND missing.is_missing AND missing.thread_id <> writer.thread_id
          AND EXISTS (
            SELECT FROM archive_message AS quoting
            WHERE quoting.thread_id = missing.thread_id AND quoting.sent_at > writer.sent_at))
    RETURNING id
"""
# Lets threads be traced anew for which a run brought older mail that may hold quoted words which they do not.
MARK_WAITING_FOR_WORDS = """
    UPDATE archive_thread SET revision = revision + 1 WHERE id IN (
        SELECT quoting.thread_id FROM archive_posting AS posting
        JOIN archive_message AS holder ON holder.id = posting.message_id
        JOIN archive_fingerprint AS held ON held.message_id = holder.id
        JOIN archive_sought AS sought ON sought.hash = held.hash AND sought.minute >= held.minute
        JOIN archive_message AS quoting ON quoting.id = sought.message_id
        WHERE posting.import_run_id = %(run)s AND quoting.thread_id <> holder.thread_id)
    RETURNING id
"""

# The messages of threads.
MESSAGES_IN = "SELECT id FROM archive_message WHERE thread_id = ANY(%(threads)s)"
# Those of these messages that are in the archive.
MESSAGES_AMONG = "SELECT id FROM archive_message WHERE id = ANY(%(messages)s)"
# Takes away where quotes in messages come from.
FORGET_ORIGINS = "DELETE FROM archive_origin WHERE message_id = ANY(%(messages)s)"
# Notes which revisions of threads are traced.
NOTE_TRACED = """
    UPDATE archive_thread AS thread SET traced_revision = traced.revision
    FROM unnest(%(threads)s::bigint[], %(revisions)s::int[]) AS traced(id, revision) WHERE thread.id = traced.id
"""
# Forgets speakers in threads that tracing told; the spans.
FORGET_SPEAKERS = """
    UPDATE archive_span AS span SET speaker = said_speaker, person_id = NULL,
        said_speaker = CASE WHEN is_open THEN said_speaker ELSE '' END,
        known = CASE WHEN is_open THEN 'inferred' WHEN said_speaker = '' THEN 'unknown' ELSE 'said' END
    FROM archive_message AS message WHERE message.id = span.message_id AND message.thread_id = ANY(%(threads)s)
      AND span.known IN ('traced', 'inferred') RETURNING span.id
"""
# Writes speakers that tracing told, who are authors of messages; the spans, with the people who are known.
WRITE_SPEAKERS = """
    UPDATE archive_span AS span SET known = told.known, person_id = address.person_id,
        said_speaker = CASE WHEN is_open OR span.known = 'said' THEN span.speaker ELSE '' END,
        speaker = COALESCE(NULLIF(author.sender_name, ''), author.sender_address)
    FROM unnest(%(messages)s::bigint[], %(starts)s::int[], %(authors)s::bigint[], %(known)s::text[])
        AS told(quoting, start, author, known)
    JOIN archive_message AS author ON author.id = told.author
    LEFT JOIN archive_address AS address ON address.id = author.sender_id
    WHERE span.message_id = told.quoting AND span.start = told.start
      AND author.sender_name || author.sender_address <> '' RETURNING span.id, span.person_id
"""

# The missing messages of threads.
MISSING = "SELECT id FROM archive_message WHERE is_missing AND thread_id = ANY(%(threads)s)"
# Forgets who wrote messages that others name, and when: quotes alone told that.
FORGET_WRITERS = """
    UPDATE archive_message SET sender_name = '', sender_address = '', said_on = ''
    WHERE is_missing AND known_from = 'references' AND sender_name <> '' AND thread_id = ANY(%(threads)s)
"""
# Writes who wrote missing messages, and when, as quotes tell it.
WRITE_WRITERS = """
    UPDATE archive_message AS message
    SET sender_name = told.name, sender_address = told.address, said_on = told.said_on
    FROM unnest(%(messages)s::bigint[], %(names)s::text[], %(addresses)s::text[], %(dates)s::text[])
        AS told(key, name, address, said_on)
    WHERE message.id = told.key AND message.is_missing
"""
