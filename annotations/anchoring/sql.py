"""The statements of anchoring: on targets, and on displacements, which are targets whose words are searched for."""

# Begins to search for the words of targets. What is searched for already stays what it was; what was found meanwhile
# is of a text that is gone.
DISPLACE = """
    INSERT INTO annotations_displacement
        (target_id, start, "end", exact, prefix, suffix, is_replaced, quotes_anew, since)
    SELECT id, start, "end", exact, prefix, suffix, false, false, clock_timestamp()
    FROM annotations_target WHERE id = ANY(%(targets)s)
    ON CONFLICT (target_id) DO UPDATE SET since = excluded.since
"""
# Lets targets stand at their messages as a whole.
PUT_AT_MESSAGE = """
    UPDATE annotations_target SET start = 0, "end" = 0, found = 'message', score = 0 WHERE id = ANY(%(targets)s)
"""
# Takes the targets on a message to the one that takes its place, and searches for their words there.
FOLLOW = """
    WITH followed AS (
        UPDATE annotations_target SET message_id = %(writer)s WHERE message_id = %(held)s RETURNING id
    )
    UPDATE annotations_displacement AS displacement SET is_replaced = true, since = clock_timestamp()
    FROM followed WHERE followed.id = displacement.target_id
"""
# Gives targets other quotes.
QUOTE = """
    UPDATE annotations_target AS target SET exact = quote.exact, prefix = quote.prefix, suffix = quote.suffix
    FROM unnest(%(targets)s::bigint[], %(exacts)s::text[], %(prefixes)s::text[], %(suffixes)s::text[])
        AS quote (target, exact, prefix, suffix)
    WHERE target.id = quote.target
"""
# Lets displaced targets quote the words that will be found.
QUOTE_WHAT_IS_FOUND = """
    UPDATE annotations_displacement SET quotes_anew = true, since = clock_timestamp() WHERE target_id = ANY(%(targets)s)
"""
# Puts targets where their words were found, unless their text has changed since: then they are searched for again.
WRITE_ANCHORS = """
    WITH anchor AS (
        SELECT * FROM unnest(%(targets)s::bigint[], %(sinces)s::timestamptz[], %(messages)s::bigint[],
            %(starts)s::int[], %(ends)s::int[], %(ways)s::text[], %(scores)s::float[],
            %(exacts)s::text[], %(prefixes)s::text[], %(suffixes)s::text[])
            AS anchor (target, since, message, start, "end", found, score, exact, prefix, suffix)
    ), settled AS (
        DELETE FROM annotations_displacement AS displacement USING anchor
        WHERE displacement.target_id = anchor.target AND displacement.since = anchor.since RETURNING anchor.*
    )
    UPDATE annotations_target AS target SET message_id = settled.message, start = settled.start, "end" = settled."end",
        found = settled.found, score = settled.score, exact = coalesce(settled.exact, target.exact),
        prefix = coalesce(settled.prefix, target.prefix), suffix = coalesce(settled.suffix, target.suffix)
    FROM settled WHERE target.id = settled.target
"""
