"""The statements of browsing by tag, and of tags that change."""

# Which tags the `{visible}` notes carry, the tags above theirs too; the three below ask of these.
CARRIED = """
    WITH visible AS ({visible}),
    carried AS (
        SELECT DISTINCT above.id AS tag, annotation.id AS annotation,
            annotation.created_at, annotation.note <> '' AS says,
            target.message_id AS message, target.start AS first, target."end" AS past
        FROM visible
        JOIN annotations_annotation AS annotation ON annotation.id = visible.id
        JOIN annotations_target AS target ON target.id = annotation.target_id
        JOIN annotations_annotationtag AS link ON link.annotation_id = annotation.id
        JOIN annotations_tag AS own ON own.id = link.tag_id
        JOIN annotations_tag AS above ON own.path = above.path OR starts_with(own.path, above.path || '/')
    )
"""
# Passages (overlapping words are one), notes with words, and the last use, of each tag.
TOTALS = """
    SELECT tag, count(*) FILTER (WHERE begins), count(*) FILTER (WHERE says), max(created_at) FROM (
        SELECT *, coalesce(first >= max(past) OVER (PARTITION BY tag, message ORDER BY first, annotation
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS begins FROM carried
    ) AS placed GROUP BY tag
"""
# Uses of each tag by month, as a number of months.
BY_MONTH = """
    SELECT tag, extract(year FROM created_at)::int * 12 + extract(month FROM created_at)::int - 1, count(*)
    FROM carried GROUP BY 1, 2
"""
# Tags that one note carries, the most frequent first, but for those above and below each other.
TOGETHER = """
    SELECT one.tag, other.tag FROM carried AS one JOIN carried AS other USING (annotation)
    JOIN annotations_tag AS a ON a.id = one.tag JOIN annotations_tag AS b ON b.id = other.tag
    WHERE NOT starts_with(a.path || '/', b.path || '/') AND NOT starts_with(b.path || '/', a.path || '/')
    GROUP BY 1, 2 ORDER BY count(*) DESC, min(b.path)
"""
# An event on each annotation that carries one of these tags, with what it said before.
RECORD_CHANGES = """
    INSERT INTO annotations_event (at, actor_id, verb, annotation_id, before)
    SELECT %(at)s, %(actor)s, %(verb)s, annotation.id, jsonb_build_object(
        'note', annotation.note, 'visibility', annotation.visibility, 'tags', (
            SELECT jsonb_agg(tag.path ORDER BY tag.path) FROM annotations_tag AS tag
            JOIN annotations_annotationtag AS link ON link.tag_id = tag.id
            WHERE link.annotation_id = annotation.id))
    FROM annotations_annotation AS annotation WHERE annotation.id IN (
        SELECT annotation_id FROM annotations_annotationtag WHERE tag_id = ANY(%(tags)s))
"""
# Gives notes of the tags that go those that survive.
MOVE_NOTES = """
    INSERT INTO annotations_annotationtag (annotation_id, tag_id)
    SELECT link.annotation_id, pair.survivor
    FROM unnest(%(gone)s::bigint[], %(survivors)s::bigint[]) AS pair (gone, survivor)
    JOIN annotations_annotationtag AS link ON link.tag_id = pair.gone
    ON CONFLICT DO NOTHING
"""
# Lets aliases of the tags that go lead to those that survive.
MOVE_ALIASES = """
    UPDATE annotations_tagalias AS alias SET tag_id = pair.survivor
    FROM unnest(%(gone)s::bigint[], %(survivors)s::bigint[]) AS pair (gone, survivor) WHERE alias.tag_id = pair.gone
"""
# Gives tags without a description that of the ones that go into them.
MOVE_DESCRIPTIONS = """
    UPDATE annotations_tag AS tag SET description = gone.description
    FROM unnest(%(gone)s::bigint[], %(survivors)s::bigint[]) AS pair (gone, survivor)
    JOIN annotations_tag AS gone ON gone.id = pair.gone
    WHERE tag.id = pair.survivor AND tag.description = ''
"""
# Gives tags their paths.
SET_PATHS = """
    UPDATE annotations_tag AS tag SET path = pair.path
    FROM unnest(%(tags)s::bigint[], %(paths)s::text[]) AS pair (id, path) WHERE tag.id = pair.id
"""
