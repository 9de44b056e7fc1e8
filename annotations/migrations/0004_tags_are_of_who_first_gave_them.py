"""A tag that an annotation carries, or carried, is of the author of the first of these; others were made for all."""

from django.db import migrations

FIRST_GIVEN = """
    WITH given AS (
        SELECT link.tag_id AS tag, annotation.author_id AS author, annotation.created_at AS at
        FROM annotations_annotationtag AS link JOIN annotations_annotation AS annotation ON annotation.id = link.annotation_id
        UNION ALL
        SELECT tag.id, annotation.author_id, annotation.created_at
        FROM annotations_event AS event
        JOIN annotations_annotation AS annotation ON annotation.id = event.annotation_id,
        jsonb_array_elements_text(CASE jsonb_typeof(event.before -> 'tags') WHEN 'array' THEN event.before -> 'tags'
            ELSE '[]' END) AS said(path)
        JOIN annotations_tag AS tag ON tag.path = said.path
    ), of_tag AS (
        SELECT above.id AS tag, given.author, given.at FROM given
        JOIN annotations_tag AS own ON own.id = given.tag
        JOIN annotations_tag AS above ON own.path = above.path OR starts_with(own.path, above.path || '/')
    )
    UPDATE annotations_tag AS tag SET made_by_id = first.author
    FROM (SELECT DISTINCT ON (tag) tag, author FROM of_tag ORDER BY tag, at) AS first WHERE tag.id = first.tag
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0003_tags_know_who_made_them")]

    operations = [
        migrations.RunSQL(FIRST_GIVEN, "UPDATE annotations_tag SET made_by_id = NULL"),
    ]
