"""The statements of this room, each with what it finds or does; parameters by name, `messages` and the like are keys.

In the order of storing a batch: what is known, people, rows, other copies, texts to search, what goes.
"""

from __future__ import annotations

from archive.importing.storing.message_rows import WITHOUT_MAIL, MessageRow

# Messages and missing messages by their ids: id, key, whether it is missing, digest of its content, thread.
KNOWN_MESSAGES = """
    SELECT message_id, id, is_missing, content_digest, thread_id FROM archive_message WHERE message_id = ANY(%(ids)s)
"""
# Texts of messages.
TEXTS = "SELECT message_id, text FROM archive_body WHERE message_id = ANY(%(messages)s)"

# Addresses by their keys: key, primary key.
ADDRESSES = "SELECT key, id FROM archive_address WHERE key = ANY(%(keys)s)"
# Spells addresses out that an archive had as `alice at example.org`; now the address itself is known.
SPELL_OUT_ADDRESSES = """
    UPDATE archive_address AS address SET address = left(told.plain, 320)
    FROM unnest(%(keys)s::text[], %(plain)s::text[]) AS told(key, plain)
    WHERE address.key = told.key AND address.address NOT LIKE '%%@%%'
"""
# Adds addresses, each with its person.
ADD_ADDRESSES = """
    INSERT INTO archive_address (key, address, name, person_id)
    SELECT * FROM unnest(%(keys)s::text[], %(addresses)s::text[], %(names)s::text[], %(people)s::bigint[])
"""
# Adds people; their keys in the order of their names here.
ADD_PEOPLE = """
    INSERT INTO archive_person (name) SELECT name FROM unnest(%(names)s::text[]) WITH ORDINALITY AS given(name, nr)
    ORDER BY nr RETURNING id
"""
# People by the number of a new address, where one of the two is redacted: name and local part agree.
PEOPLE_BEHIND_ADDRESSES = """
    SELECT given.nr::int - 1, min(known.person_id)
    FROM unnest(%(keys)s::text[], %(redacted)s::bool[], %(names)s::text[]) WITH ORDINALITY
        AS given(key, is_redacted, name, nr)
    JOIN archive_address AS known ON lower(known.name) = lower(given.name)
        AND split_part(known.key, '@', 1) = split_part(given.key, '@', 1)
    WHERE given.name <> '' AND given.key LIKE '_%%@%%' AND (given.is_redacted OR strpos(known.key, '|') > 0)
    GROUP BY 1 HAVING count(DISTINCT known.person_id) = 1
"""
# Lower-case names that one person alone has, with that person.
PEOPLE_BY_NAME = """
    SELECT lower(name), min(id) FROM archive_person WHERE lower(name) = ANY(%(names)s) GROUP BY 1 HAVING count(*) = 1
"""
# Joins speakers of spans (`{spans}` finds them) to the only person of that name.
LINK_SPEAKERS = """
    WITH nameless AS MATERIALIZED (
        SELECT span.id, lower(span.speaker) AS name FROM ({spans}) AS wanted JOIN archive_span AS span USING (id)
        WHERE span.person_id IS NULL AND span.speaker <> ''
    ), named AS (
        SELECT lower(name) AS name, min(id) AS id FROM archive_person
        WHERE lower(name) IN (SELECT name FROM nameless)
        GROUP BY 1 HAVING count(*) = 1
    )
    UPDATE archive_span AS span SET person_id = named.id
    FROM nameless JOIN named USING (name) WHERE span.id = nameless.id
"""
# The same for the spans of all mail that a run brought.
LINK_SPEAKERS_OF_RUN = LINK_SPEAKERS.format(
    spans="""
    SELECT span.id FROM archive_posting AS posting JOIN archive_span AS span ON span.message_id = posting.message_id
    WHERE posting.import_run_id = %(run)s
"""
)
# The same for these spans.
LINK_SPEAKERS_OF_SPANS = LINK_SPEAKERS.format(spans="SELECT unnest(%(spans)s::bigint[]) AS id")

# A table for messages that take the place of rows which are there.
MAKE_INCOMING = "CREATE TEMPORARY TABLE IF NOT EXISTS incoming (LIKE archive_message) ON COMMIT DROP"
# Empties that table for the next batch.
EMPTY_INCOMING = "TRUNCATE incoming"
# Puts what came in the place of the rows that are there.
WRITE_OVER = f"""
    UPDATE archive_message AS message
    SET {", ".join(f'"{name}" = incoming."{name}"' for name in MessageRow._fields if name != "id")}
    FROM incoming WHERE message.id = incoming.id
"""  # noqa: S608 - names are our own
# Marks spans whose words have no marks, so that the attribution line above may not introduce them.
OPEN_SPANS = """
    UPDATE archive_span AS span SET is_open = true, said_speaker = speaker
    FROM unnest(%(messages)s::bigint[], %(starts)s::int[]) AS opened(message, start)
    WHERE span.message_id = opened.message AND span.start = opened.start
"""
# Puts messages on a list that are not there yet.
POST = """
    INSERT INTO archive_posting (message_id, mailing_list_id, import_run_id, source, "offset")
    SELECT key, %(mailing_list)s, %(run)s, source, place
    FROM unnest(%(messages)s::bigint[], %(sources)s::text[], %(offsets)s::bigint[]) AS new(key, source, place)
    ON CONFLICT DO NOTHING
"""
# Notes that a run met messages which were on a list already.
SIGHT = """
    INSERT INTO archive_sighting (run_id, mailing_list_id, message_id)
    SELECT %(run)s, %(mailing_list)s, met.key FROM unnest(%(messages)s::bigint[]) AS met(key)
"""

# What is stored of messages, their words and files left out.
HEADS = """
    SELECT message.id, body.dialect, content_digest, sender_name, sender_address, bare_subject,
        EXISTS (SELECT FROM archive_attachment WHERE message_id = message.id)
    FROM archive_message AS message JOIN archive_body AS body ON body.message_id = message.id
    WHERE message.id = ANY(%(messages)s)
"""
# Raw mail of messages.
RAW_MAIL = "SELECT message_id, raw FROM archive_body WHERE message_id = ANY(%(messages)s)"
# Ranges of footers in texts.
FOOTERS = """
    SELECT message_id, start, "end" FROM archive_span WHERE message_id = ANY(%(messages)s) AND kind = 'footer'
    ORDER BY message_id, start
"""
# Keeps other copies, or that the run met them too.
KEEP_OTHER_COPIES = """
    INSERT INTO archive_othercopy AS kept
        (mailing_list_id, met_by, message_id, said, differs, digest, raw, dialect, source, "offset")
    SELECT %(mailing_list)s, %(runs)s::bigint[], key, said, string_to_array(differs, ' '), digest, raw, dialect, source,
        place
    FROM unnest(%(messages)s::bigint[], %(said)s::text[], %(differ)s::text[], %(digests)s::uuid[], %(raw)s::bytea[],
        %(dialects)s::text[], %(sources)s::text[], %(offsets)s::bigint[])
        AS new(key, said, differs, digest, raw, dialect, source, place)
    ON CONFLICT (message_id, mailing_list_id, said) DO UPDATE SET met_by = kept.met_by || excluded.met_by
    WHERE NOT kept.met_by @> excluded.met_by
"""
# Notes that a run met other copies, by the digests of their bytes.
MEET_OTHER_COPIES_AGAIN = """
    UPDATE archive_othercopy SET met_by = met_by || %(run)s::bigint
    WHERE mailing_list_id = %(mailing_list)s AND digest = ANY(%(digests)s) AND NOT %(run)s = ANY(met_by)
"""
# Takes away the other copies that one run alone met, and that they were read.
FORGET_OTHER_COPIES_OF_RUN = """
    WITH gone AS (
        DELETE FROM archive_othercopy WHERE met_by = ARRAY[%(run)s]::bigint[] RETURNING mailing_list_id, digest
    )
    DELETE FROM archive_readmail AS read USING gone
    WHERE read.mailing_list_id = gone.mailing_list_id AND read.digest = gone.digest
"""
# Notes that a run met no other copies.
FORGET_RUN_AMONG_OTHER_COPIES = """
    UPDATE archive_othercopy SET met_by = array_remove(met_by, %(run)s) WHERE %(run)s = ANY(met_by)
"""

# In what form messages are here: message, dialect, references that only the source told.
FORMS = "SELECT message_id, dialect, page_references FROM archive_body WHERE message_id = ANY(%(messages)s)"
# The words of messages in the form in which they are here, and whether they have attachments.
WORDS_OF_FORMS = """
    SELECT message.id, sender_name, subject, text, dialect, page_references,
        EXISTS (SELECT FROM archive_attachment WHERE message_id = message.id)
    FROM archive_message AS message JOIN archive_body AS body ON body.message_id = message.id
    WHERE message.id = ANY(%(messages)s)
"""
# Raw mail of messages with what the source told of it.
RAW_FORMS = """
    SELECT message_id, raw, dialect, envelope, page_references FROM archive_body WHERE message_id = ANY(%(messages)s)
"""

# Messages that hold fingerprints, for probes by number, and how many of each they hold. In order of time, so that what
# many messages hold is asked of the oldest alone.
HOLDERS_OF_FINGERPRINTS = """
    SELECT probe.nr, held.message_id, count(*)
    FROM unnest(%(numbers)s::int[], %(hashes)s::int[], %(minutes)s::int[]) AS probe(nr, hash, minute)
    CROSS JOIN LATERAL (
        SELECT message_id FROM archive_fingerprint WHERE hash = probe.hash AND minute <= probe.minute
        ORDER BY minute LIMIT %(most)s
    ) AS held GROUP BY 1, 2
"""
# Takes fingerprints of messages away, to write them anew.
FORGET_FINGERPRINTS = "DELETE FROM archive_fingerprint WHERE message_id = ANY(%(messages)s)"
# Takes the words away that are sought for messages.
FORGET_SOUGHT = "DELETE FROM archive_sought WHERE message_id = ANY(%(messages)s)"

# A vector holds a megabyte at the most; this many characters of text stay below it in any script.
SEARCHED_CHARACTERS = 200_000
# The search vector of a `message` with its `body`: subject, sender, text.
VECTOR = (
    "(setweight(to_tsvector('english', left(message.bare_subject, 2000)), 'A')"
    " || setweight(to_tsvector('english', left(message.sender_name || ' ' || message.sender_address, 1000)), 'B')"
    f" || to_tsvector('english', CASE WHEN octet_length(body.text) <= {SEARCHED_CHARACTERS} THEN body.text"
    f" ELSE left(body.text, {SEARCHED_CHARACTERS}) END))"
)
# Makes the search vectors that messages lack. What an import has at hand is left to it: it indexes that itself, and
# waiting for it could be for ever.
INDEX_TEXTS = f"""
    UPDATE archive_body AS indexed SET search = {VECTOR}
    FROM archive_message AS message JOIN archive_body AS body ON body.message_id = message.id
    WHERE indexed.message_id = message.id AND body.message_id IN (
        SELECT message_id FROM archive_body WHERE message_id = ANY(%(messages)s) AND search IS NULL AND length(raw) > 0
        FOR UPDATE SKIP LOCKED)
"""  # noqa: S608 - no value stands in it
# Messages that lack a vector in threads that are not traced yet.
NOT_INDEXED = """
    SELECT body.message_id FROM archive_thread AS thread
    JOIN archive_message AS message ON message.thread_id = thread.id
    JOIN archive_body AS body ON body.message_id = message.id
    WHERE thread.traced_revision <> thread.revision AND body.search IS NULL AND NOT message.is_missing
"""
# The same among these threads.
NOT_INDEXED_IN_THREADS = f"{NOT_INDEXED} AND thread.id = ANY(%(threads)s)"

# The threads that quote messages.
THREADS_QUOTING = """
    SELECT DISTINCT message.thread_id FROM archive_origin AS origin
    JOIN archive_message AS message ON message.id = origin.message_id WHERE origin.origin_id = ANY(%(messages)s)
"""
# The missing messages that messages name.
MISSING_NAMED_BY = """
    SELECT DISTINCT ancestor.id FROM archive_reference AS reference
    JOIN archive_message AS ancestor ON ancestor.id = reference.ancestor_id
    WHERE reference.message_id = ANY(%(messages)s) AND ancestor.is_missing
"""
# The addresses that messages were sent from.
SENDERS = (
    "SELECT DISTINCT sender_id FROM archive_message WHERE sender_id IS NOT NULL AND id = ANY(%(messages)s)"
)
# Those of these missing messages that nothing names any more, and no administrator moved, with their threads.
UNNAMED = """
    SELECT id, thread_id FROM archive_message AS missing WHERE is_missing AND id = ANY(%(messages)s)
      AND NOT EXISTS (SELECT FROM archive_reference WHERE ancestor_id = missing.id)
      AND NOT EXISTS (
        SELECT FROM archive_regrouping WHERE missing.id IN (message_id, onto_id, answered_id) AND undone_at IS NULL)
"""

# Takes away addresses of which no message is left; their people.
FORGET_ADDRESSES = """
    DELETE FROM archive_address AS address WHERE id = ANY(%(senders)s)
      AND NOT EXISTS (SELECT FROM archive_message WHERE sender_id = address.id)
    RETURNING person_id
"""
# Those of these people who have no address any more.
WITHOUT_ADDRESS = """
    SELECT id FROM archive_person AS person WHERE id = ANY(%(people)s)
      AND NOT EXISTS (SELECT FROM archive_address WHERE person_id = person.id)
"""
# Addresses spelled as no message spells them any more get the spelling of the first one; their people, and their
# names before.
SPELL_AS_OTHERS_DO = """
    UPDATE archive_address AS address SET name = others.sender_name, address = others.sender_address
    FROM archive_address AS before, (
        SELECT DISTINCT ON (sender_id) sender_id, sender_name, sender_address FROM archive_message
        WHERE sender_id = ANY(%(senders)s) ORDER BY sender_id, id
    ) AS others
    WHERE address.id = others.sender_id AND before.id = address.id AND NOT EXISTS (
        SELECT FROM archive_message AS message WHERE message.sender_id = address.id
          AND message.sender_name = address.name AND message.sender_address = address.address)
    RETURNING address.person_id, before.name
"""
# People named as none of their addresses is any more get the name of the first one. Who got another name from an
# administrator keeps it.
NAME_AS_OTHERS_DO = """
    UPDATE archive_person AS person SET name = others.name
    FROM unnest(%(people)s::bigint[], %(names)s::text[]) AS before(person_id, name), LATERAL (
        SELECT address.name FROM archive_address AS address WHERE address.person_id = before.person_id
        ORDER BY address.id LIMIT 1
    ) AS others
    WHERE person.id = before.person_id AND person.name = before.name AND NOT EXISTS (
        SELECT FROM archive_address AS address WHERE address.person_id = person.id AND address.name = person.name)
"""
# People who go are no speakers of spans any more.
LET_SPANS_GO = "UPDATE archive_span SET person_id = NULL WHERE person_id = ANY(%(people)s)"
# Takes people away.
REMOVE_PEOPLE = "DELETE FROM archive_person WHERE id = ANY(%(people)s)"
# Makes messages that others name missing ones. Who wrote a message that only quotes tell of is told by them: where real
# mail took that place, it was the same.
MAKE_MISSING = f"""
    UPDATE archive_message AS message SET is_missing = true,
        {", ".join(f'"{name}" = %({name})s' for name in WITHOUT_MAIL)},
        known_from = CASE WHEN told.by_quotes THEN 'quotes' ELSE 'references' END,
        sender_name = CASE WHEN told.by_quotes THEN sender_name ELSE '' END,
        sender_address = CASE WHEN told.by_quotes THEN sender_address ELSE '' END
    FROM (
        SELECT ancestor_id AS id, bool_and(is_inferred) AS by_quotes FROM archive_reference
        WHERE ancestor_id = ANY(%(messages)s) GROUP BY 1
    ) AS told
    WHERE message.id = told.id
"""  # noqa: S608 - names are our own

# Postings of messages that stand on several lists, or on another one than `beside`: whose copy is shown there.
POSTINGS_ELSEWHERE = """
    SELECT posting.message_id, posting.mailing_list_id, posting.shown_from_id FROM archive_posting AS posting
    WHERE posting.message_id = ANY(%(messages)s) AND (
        posting.shown_from_id IS NOT NULL
        OR EXISTS (
            SELECT FROM archive_posting AS other WHERE other.message_id = posting.message_id
              AND other.mailing_list_id <> COALESCE(%(beside)s::bigint, posting.mailing_list_id))
        OR EXISTS (SELECT FROM archive_listcopy AS kept WHERE kept.message_id = posting.message_id))
"""
# The copies that messages are read from: key, id, packed bytes, form, envelope, references told beside.
COPIES_READ = """
    SELECT message.id, message.message_id, raw, dialect, envelope, page_references
    FROM archive_body AS body JOIN archive_message AS message ON message.id = body.message_id
    WHERE body.message_id = ANY(%(messages)s) AND NOT message.is_missing
"""
# Copies that lists keep: message, list, packed bytes, form, envelope, references told beside.
LIST_COPIES = """
    SELECT message_id, mailing_list_id, raw, dialect, envelope, page_references FROM archive_listcopy
    WHERE message_id = ANY(%(messages)s)
"""
# Of which messages which lists keep copies.
LIST_COPIES_KNOWN = (
    "SELECT message_id, mailing_list_id FROM archive_listcopy WHERE message_id = ANY(%(messages)s)"
)
# Keeps copies, each in the place of the one that its list has.
KEEP_LIST_COPIES = """
    INSERT INTO archive_listcopy AS kept (message_id, mailing_list_id, raw, dialect, envelope, page_references)
    SELECT * FROM unnest(%(messages)s::bigint[], %(lists)s::bigint[], %(raws)s::bytea[], %(dialects)s::text[],
        %(envelopes)s::text[], %(references)s::text[])
    ON CONFLICT (message_id, mailing_list_id) DO UPDATE SET raw = excluded.raw, dialect = excluded.dialect,
        envelope = excluded.envelope, page_references = excluded.page_references
    WHERE (kept.raw, kept.dialect, kept.page_references)
        IS DISTINCT FROM (excluded.raw, excluded.dialect, excluded.page_references)
"""
# Takes copies away, by message and list.
FORGET_LIST_COPIES = """
    DELETE FROM archive_listcopy AS kept
    USING unnest(%(messages)s::bigint[], %(lists)s::bigint[]) AS gone(message, list)
    WHERE kept.message_id = gone.message AND kept.mailing_list_id = gone.list
"""
# Says of postings whose copy they show.
SHOW_FROM = """
    UPDATE archive_posting AS posting SET shown_from_id = told.source
    FROM unnest(%(messages)s::bigint[], %(lists)s::bigint[], %(sources)s::bigint[]) AS told(message, list, source)
    WHERE posting.message_id = told.message AND posting.mailing_list_id = told.list
      AND posting.shown_from_id IS DISTINCT FROM told.source
"""
# Takes away copies of lists on which the message stands no more.
FORGET_COPIES_OF_NO_POSTING = """
    DELETE FROM archive_listcopy AS kept WHERE message_id = ANY(%(messages)s) AND NOT EXISTS (
        SELECT FROM archive_posting AS posting
        WHERE posting.message_id = kept.message_id AND posting.mailing_list_id = kept.mailing_list_id)
"""
# Lists with who reads them: key, visibility, groups of lists for groups.
AUDIENCES = """
    SELECT list.id, list.visibility, array_remove(array_agg(allowed.group_id), NULL)
    FROM archive_mailinglist AS list
    LEFT JOIN archive_mailinglist_groups AS allowed ON allowed.mailinglist_id = list.id AND list.visibility = 'groups'
    GROUP BY list.id, list.visibility
"""
