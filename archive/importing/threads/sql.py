"""The statements of this room, each with what it finds or does; parameters by name, `messages` and the like are keys.

In order: how threads stand, how they are arranged, mail that takes a held place, parents that no reference names.
"""

from __future__ import annotations

# Messages of threads as they stand: key, place, whether it is missing, when it was sent.
STANDING_MESSAGES = """
    SELECT id, thread_id, parent_id, "order", depth, is_missing, sent_at FROM archive_message
    WHERE thread_id = ANY(%(threads)s)
"""
# What messages name: message, ancestor, the first ancestor first.
REFERENCES = """
    SELECT message_id, ancestor_id FROM archive_reference WHERE message_id = ANY(%(messages)s)
    ORDER BY message_id, position
"""
# The messages that name these.
NAMING = "SELECT message_id FROM archive_reference WHERE ancestor_id = ANY(%(messages)s)"
# The threads in which messages stand.
THREADS_OF_MESSAGES = "SELECT DISTINCT thread_id FROM archive_message WHERE id = ANY(%(messages)s)"
# The newest regrouping of each message that nobody undid: message, onto what, its key.
DECIDED = """
    SELECT DISTINCT ON (message_id) message_id, onto_id, id FROM archive_regrouping
    WHERE undone_at IS NULL AND message_id = ANY(%(messages)s) ORDER BY message_id, id DESC
"""
# Threads that a split parted, with the message and what it answered: these two, then their threads.
SPLIT_THREADS = """
    SELECT split.message_id, split.answered_id, message.thread_id, answered.thread_id
    FROM archive_regrouping AS split
    JOIN archive_message AS message ON message.id = split.message_id
    JOIN archive_message AS answered ON answered.id = split.answered_id
    WHERE split.kind = 'split' AND split.undone_at IS NULL AND message.thread_id <> answered.thread_id
    ORDER BY split.id
"""

# Ids of messages.
MESSAGE_IDS = "SELECT id, message_id FROM archive_message WHERE id = ANY(%(messages)s)"
# Adds threads of these keys.
ADD_THREADS = """
    INSERT INTO archive_thread (id, created_at) SELECT key, now() FROM unnest(%(threads)s::bigint[]) AS key
"""
# Lets origins in threads be traced anew at the end of the run.
MARK_CHANGED = "UPDATE archive_thread SET revision = revision + 1 WHERE id = ANY(%(threads)s)"
# Moves messages within threads and from one to another.
MOVE_MESSAGES = """
    UPDATE archive_message AS message
    SET thread_id = new.thread, parent_id = new.parent, "order" = new.place, depth = new.depth
    FROM unnest(
        %(messages)s::bigint[], %(threads)s::bigint[], %(parents)s::bigint[], %(orders)s::int[], %(depths)s::int[]
    ) AS new(id, thread, parent, place, depth)
    WHERE message.id = new.id
"""
# Takes listings of threads away.
REMOVE_LISTINGS = "DELETE FROM archive_threadlisting WHERE thread_id = ANY(%(threads)s)"
# Takes threads away.
REMOVE_THREADS = "DELETE FROM archive_thread WHERE id = ANY(%(threads)s)"
# Counts threads again, list by list, from their messages and postings. OFFSET 0 and LIMIT 1 keep the planner to looking
# up the few rows: while much is imported, it knows tables as empty. Pieces of mail have no date that counts.
REFRESH_LISTINGS = """
    WITH counted AS (
        INSERT INTO archive_threadlisting
            (thread_id, mailing_list_id, first_message_id, subject, started_by, started_at, last_at,
             message_count, people_count)
        SELECT counted.thread_id, counted.mailing_list_id, first.id, first.bare_subject,
               COALESCE(NULLIF(first.sender_name, ''), first.sender_address),
               counted.started_at, counted.last_at, counted.messages, counted.people
        FROM (
            SELECT message.thread_id, posting.mailing_list_id,
                   (array_agg(message.id ORDER BY message."order"))[1] AS first_id,
                   min(message.sent_at) FILTER (WHERE message.sender_address <> ALL(%(nobodies)s)) AS started_at,
                   max(message.sent_at) FILTER (WHERE message.sender_address <> ALL(%(nobodies)s)) AS last_at,
                   count(*) AS messages, count(DISTINCT address.person_id) AS people
            FROM archive_message AS message
            CROSS JOIN LATERAL (
                SELECT mailing_list_id FROM archive_posting WHERE message_id = message.id OFFSET 0
            ) AS posting
            LEFT JOIN LATERAL (
                SELECT person_id FROM archive_address WHERE id = message.sender_id LIMIT 1
            ) AS address ON true
            WHERE message.thread_id = ANY(%(threads)s)
            GROUP BY 1, 2
        ) AS counted
        CROSS JOIN LATERAL (SELECT * FROM archive_message WHERE id = counted.first_id LIMIT 1) AS first
        ON CONFLICT (thread_id, mailing_list_id) DO UPDATE SET
            first_message_id = excluded.first_message_id, subject = excluded.subject,
            started_by = excluded.started_by, started_at = excluded.started_at, last_at = excluded.last_at,
            message_count = excluded.message_count, people_count = excluded.people_count
        RETURNING id
    )
    DELETE FROM archive_threadlisting WHERE thread_id = ANY(%(threads)s) AND id NOT IN (SELECT id FROM counted)
"""

# Messages that a run brought, or that stand in these threads.
BROUGHT_OR_IN_THREADS = """
    SELECT message_id FROM archive_posting WHERE import_run_id = %(run)s
    UNION SELECT id FROM archive_message WHERE thread_id = ANY(%(threads)s) AND NOT is_missing
"""
# Held places with the messages that may take them, the likeliest first. A message made up from quotes has an id of our
# own: mail that quotes it cannot name it, only its words can, where they are quoted as deep as it stands above.
WRITERS_OF_HELD_PLACES = """
    WITH quoting AS (
        SELECT unnest(%(messages)s::bigint[]) AS id
        UNION SELECT message_id FROM archive_origin WHERE origin_id = ANY(%(messages)s)
    ), held AS (
        SELECT DISTINCT missing.id, lower(missing.sender_name) AS writer, message.id AS quoting,
            lower(message.bare_subject) AS subject, message.sent_at, (
                SELECT max(position) FROM archive_reference WHERE message_id = message.id
            ) - reference.position + 1 AS depth
        FROM quoting JOIN archive_message AS message USING (id)
        JOIN archive_reference AS reference ON reference.message_id = message.id
        JOIN archive_message AS missing ON missing.id = reference.ancestor_id
        WHERE missing.is_missing AND missing.known_from = 'quotes' AND missing.sender_name <> ''
    )
    SELECT held.id, writer.id FROM held JOIN archive_origin AS origin ON origin.message_id = held.quoting
    JOIN archive_message AS writer ON writer.id = origin.origin_id
    JOIN archive_span AS said ON said.message_id = held.quoting AND said.depth = held.depth
      AND origin.start >= said.start AND origin.start < said."end"
    WHERE NOT writer.is_missing AND lower(writer.sender_name) = held.writer
      AND (lower(writer.bare_subject) = held.subject
        OR writer.sent_at > held.sent_at - %(most_days)s * interval '1 day')
    GROUP BY held.id, writer.id
    HAVING sum(origin.origin_end - origin.origin_start) >= %(least_share)s * greatest(1, (
        SELECT sum(span."end" - span.start) FROM archive_span AS span
        WHERE span.message_id = held.id AND span.kind = 'own'))
    ORDER BY held.id, sum(origin.origin_end - origin.origin_start) DESC, writer.id
"""
# Messages that name a missing one name its writer instead, unless they name that already.
NAME_WRITER = """
    UPDATE archive_reference AS reference SET ancestor_id = %(writer)s
    WHERE ancestor_id = %(held)s AND message_id <> %(writer)s AND NOT EXISTS (
        SELECT FROM archive_reference AS other
        WHERE other.message_id = reference.message_id AND other.ancestor_id = %(writer)s)
"""
# What administrators decided of a held message, they decided of its writer: `{column}` is one of the three keys.
REGROUP_WRITER = "UPDATE archive_regrouping SET {column} = %(writer)s WHERE {column} = %(held)s"

# Whether a run brought pages.
HAS_PAGES = """
    SELECT EXISTS (
        SELECT FROM archive_posting AS posting JOIN archive_body AS body USING (message_id)
        WHERE posting.import_run_id = %(run)s AND body.dialect = ANY(%(pages)s))
"""
# Pages whose parent no page names, for it is not known, or known from quotes alone; with the mail that they may answer:
# page, held place, answered message.
UNANSWERED_PAGES = """
    WITH waiting AS (
        SELECT DISTINCT message.id, message.sent_at, lower(message.bare_subject) AS subject, posting.mailing_list_id,
            parent.id AS held, lower(parent.sender_name) AS writer
        FROM archive_message AS message
        JOIN archive_body AS body ON body.message_id = message.id AND body.dialect = ANY(%(pages)s)
          AND page_references = ''
        JOIN archive_posting AS posting ON posting.message_id = message.id
        LEFT JOIN archive_message AS parent ON parent.id = message.parent_id
        WHERE (parent.id IS NULL OR parent.is_missing AND parent.known_from = 'quotes') AND message.bare_subject <> ''
          AND message.sender_address <> ALL(%(nobodies)s)
          AND EXISTS (SELECT FROM archive_span WHERE message_id = message.id AND kind = 'quoted' AND depth = 1)
          AND NOT EXISTS (SELECT FROM archive_regrouping WHERE message_id = message.id AND undone_at IS NULL)
    )
    SELECT waiting.id, waiting.held, answered.id FROM waiting
    JOIN archive_message AS answered ON lower(answered.bare_subject) = waiting.subject AND answered.id <> waiting.id
      AND answered.sent_at BETWEEN waiting.sent_at - %(most_days)s * interval '1 day' AND waiting.sent_at
      AND (waiting.writer IS NULL OR lower(answered.sender_name) = waiting.writer)
    JOIN archive_posting AS posting ON posting.message_id = answered.id
      AND posting.mailing_list_id = waiting.mailing_list_id
    WHERE NOT answered.is_missing ORDER BY waiting.id, answered.sent_at DESC, answered.message_id
"""
# Pieces that Mailman cut off other mail, by nobody, with the mail whose answers quote their words: the likeliest alone.
PIECES_OF_MAIL = """
    SELECT DISTINCT ON (piece.id) piece.id, whole.id
    FROM archive_address AS nobody JOIN archive_message AS piece ON piece.sender_id = nobody.id
    JOIN archive_origin AS origin ON origin.origin_id = piece.id
    JOIN archive_span AS quote ON quote.message_id = origin.message_id AND quote.kind = 'quoted' AND quote.depth = 1
      AND origin.start >= quote.start AND origin.start < quote."end"
    JOIN archive_message AS answer ON answer.id = origin.message_id
    JOIN archive_message AS whole ON whole.id = answer.parent_id AND NOT whole.is_missing
      AND whole.thread_id <> piece.thread_id AND whole.sender_id <> nobody.id
    WHERE nobody.key = %(nobody)s AND piece.parent_id IS NULL AND NOT piece.is_missing
      AND NOT EXISTS (SELECT FROM archive_regrouping WHERE message_id = piece.id AND undone_at IS NULL)
    GROUP BY piece.id, whole.id
    ORDER BY piece.id, sum(origin.origin_end - origin.origin_start) DESC, whole.id
"""
# The words of messages in spans of some kinds.
WORDS_OF_KINDS = """
    SELECT message_id, string_agg(substring(body.text FROM start + 1 FOR "end" - start), E'\\n' ORDER BY start)
    FROM archive_span AS span JOIN archive_body AS body USING (message_id)
    WHERE message_id = ANY(%(messages)s) AND kind = ANY(%(kinds)s) AND depth = %(depth)s GROUP BY 1
"""
# Notes that messages answer others, as inferred.
ADD_INFERRED_PARENTS = """
    INSERT INTO archive_reference (message_id, position, ancestor_id, is_inferred)
    SELECT message, 0, answered, true
    FROM unnest(%(messages)s::bigint[], %(answered)s::bigint[]) AS told(message, answered)
    ON CONFLICT DO NOTHING
"""
