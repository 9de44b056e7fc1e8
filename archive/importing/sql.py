"""The statements of runs, locks and quarantine, each with what it finds or does; parameters by name.

The rooms of importing have theirs in a module of the same name. In order: the database itself, locks, runs and what
they brought, quarantine, undoing.
"""

from __future__ import annotations

# The type, by its oid, of each column of a table.
COLUMN_TYPES = """
    SELECT attname, atttypid::int FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attnum > 0
"""
# Sets keys of a table aside.
NEXT_KEYS = "SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) FROM generate_series(1, %(count)s)"
# Looks at once whether rows lead to rows that are there.
CHECK_CONSTRAINTS = "SET CONSTRAINTS ALL IMMEDIATE"
# Lets the planner count tables anew that grow much in an import.
ANALYZE = """
    ANALYZE archive_message, archive_body (message_id), archive_span, archive_posting, archive_reference,
        archive_threadlisting
"""

# Waits for the lock of those who store; it is let go with the transaction.
HOLD_STORING_LOCK = "SELECT pg_advisory_xact_lock(%(lock)s)"
# Keeps the planner from reading tables whole.
READ_NO_TABLE_WHOLE = "SET LOCAL enable_seqscan = off"
# Takes the lock of a run, if nobody has it.
TAKE_RUN_LOCK = "SELECT pg_try_advisory_lock(%(kind)s, %(run)s)"
# Lets the lock of a run go.
LET_RUN_LOCK_GO = "SELECT pg_advisory_unlock(%(kind)s, %(run)s)"
# Whether any process has the lock of a run.
IS_RUN_LOCK_HELD = """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database AS here ON here.oid = pg_locks.database
        WHERE locktype = 'advisory' AND classid = %(kind)s AND objid = %(run)s AND here.datname = current_database())
"""

# Other runs whose mail was not joined to the archive.
NOT_JOINED = """
    SELECT id FROM archive_importrun WHERE NOT is_joined AND stored > 0 AND id <> %(run)s ORDER BY id
"""
# Notes that the mail of runs is joined to the archive.
MARK_JOINED = "UPDATE archive_importrun SET is_joined = true WHERE id = ANY(%(runs)s)"
# The threads in which messages stand that runs brought.
THREADS_OF_RUNS = """
    SELECT DISTINCT message.thread_id FROM archive_message AS message
    JOIN archive_posting AS posting ON posting.message_id = message.id WHERE posting.import_run_id = ANY(%(runs)s)
"""

# Notes that a run met held mail, by the digests of its bytes.
MEET_HELD_AGAIN = """
    UPDATE archive_quarantine SET met_by = met_by || %(run)s::bigint
    WHERE mailing_list_id = %(mailing_list)s AND digest = ANY(%(digests)s) AND NOT %(run)s = ANY(met_by)
"""
# The digests of held mail that a run has met before.
HELD_MET_BEFORE = """
    SELECT digest FROM archive_quarantine WHERE mailing_list_id = %(mailing_list)s AND digest = ANY(%(digests)s)
      AND %(run)s = ANY(met_by)
"""
# The digests of mail that is held for a list, or was.
HELD = """
    SELECT digest FROM archive_quarantine WHERE mailing_list_id = %(mailing_list)s AND digest = ANY(%(digests)s)
"""
# Takes held mail away that one run alone met.
FORGET_HELD_OF_RUN = "DELETE FROM archive_quarantine WHERE met_by = ARRAY[%(run)s]::bigint[]"
# Notes that a run met no held mail; what its retries stored is held again.
FORGET_RUN_AMONG_HELD = """
    UPDATE archive_quarantine SET met_by = array_remove(met_by, %(run)s), run_id = (array_remove(met_by, %(run)s))[1],
        state = CASE WHEN state = 'stored' AND run_id = %(run)s THEN 'held' ELSE state END
    WHERE %(run)s = ANY(met_by)
"""

# Of a posting: that a run met the message beside the one which brought it.
MET_BY_ANOTHER_RUN = """
    SELECT FROM archive_sighting AS sighting
    WHERE sighting.message_id = posting.message_id AND sighting.mailing_list_id = posting.mailing_list_id
      AND sighting.run_id <> posting.import_run_id
"""
# Messages that one run alone brought, onto whatever list.
BROUGHT_ALONE = f"""
    SELECT posting.message_id FROM archive_posting AS posting
    WHERE posting.import_run_id = %(run)s AND NOT EXISTS ({MET_BY_ANOTHER_RUN})
    EXCEPT
    SELECT posting.message_id FROM archive_posting AS posting
    WHERE posting.import_run_id IS DISTINCT FROM %(run)s OR EXISTS ({MET_BY_ANOTHER_RUN})
"""  # noqa: S608 - no value stands in it
# Missing messages of threads that nothing names but these messages.
NAMED_BY_THESE_ALONE = """
    SELECT id FROM archive_message AS missing WHERE is_missing AND thread_id = ANY(%(threads)s) AND NOT EXISTS (
        SELECT FROM archive_reference WHERE ancestor_id = missing.id AND message_id <> ALL(%(messages)s))
"""
# Those of these messages that others name.
NAMED_BY_OTHERS = """
    SELECT DISTINCT ancestor_id FROM archive_reference WHERE ancestor_id = ANY(%(messages)s)
      AND message_id <> ALL(%(messages)s)
"""
# Gives postings of a run to the first other run that met them.
HAND_OVER = """
    UPDATE archive_posting AS posting SET import_run_id = met.run_id
    FROM (
        SELECT DISTINCT ON (message_id, mailing_list_id) message_id, mailing_list_id, run_id
        FROM archive_sighting WHERE run_id <> %(run)s ORDER BY message_id, mailing_list_id, run_id
    ) AS met
    WHERE posting.import_run_id = %(run)s AND met.message_id = posting.message_id
      AND met.mailing_list_id = posting.mailing_list_id
"""
# Forgets what a run met beside what it brought.
FORGET_SIGHTINGS = "DELETE FROM archive_sighting WHERE run_id = %(run)s"
# Forgets that mail was read which stands on lists by a run alone.
FORGET_READ = """
    DELETE FROM archive_readmail AS read USING archive_posting AS posting
    WHERE posting.import_run_id = %(run)s AND read.message_id = posting.message_id
      AND read.mailing_list_id = posting.mailing_list_id
"""
# Takes what stands on lists by a run alone off them.
REMOVE_POSTINGS = "DELETE FROM archive_posting WHERE import_run_id = %(run)s"

# Notes that the keeper met every message which the run posted in the threads of these messages.
SEE_THREADS = """
    INSERT INTO archive_sighting (run_id, mailing_list_id, message_id)
    SELECT %(keeper)s, posting.mailing_list_id, posting.message_id FROM archive_posting AS posting
    JOIN archive_message AS message ON message.id = posting.message_id
    WHERE posting.import_run_id = %(run)s
      AND message.thread_id IN (SELECT thread_id FROM archive_message WHERE id = ANY(%(messages)s))
"""
# How many messages a keeper met, and in how many threads.
COUNT_SEEN = """
    SELECT count(*), count(DISTINCT message.thread_id) FROM archive_sighting AS sighting
    JOIN archive_message AS message ON message.id = sighting.message_id WHERE sighting.run_id = %(keeper)s
"""

# Answers to messages that go stay, and have no parent until their threads are arranged anew.
LET_ANSWERS_GO = "UPDATE archive_message SET parent_id = NULL WHERE parent_id = ANY(%(messages)s)"
# Takes messages themselves away.
REMOVE_MESSAGES = "DELETE FROM archive_message WHERE id = ANY(%(messages)s)"

# Messages that a run put on lists.
POSTED_BY_RUN = "SELECT message_id FROM archive_posting WHERE import_run_id = %(run)s"
# Messages that stand on several lists, or whose list shows what another one received; on this list, or on any.
ON_SEVERAL_LISTS = """
    SELECT DISTINCT posting.message_id FROM archive_posting AS posting
    WHERE (%(mailing_list)s::bigint IS NULL OR posting.mailing_list_id = %(mailing_list)s) AND (
        posting.shown_from_id IS NOT NULL OR EXISTS (
            SELECT FROM archive_posting AS other
            WHERE other.message_id = posting.message_id AND other.mailing_list_id <> posting.mailing_list_id))
    ORDER BY 1
"""
