"""The invariants of annotations and their targets, which `check_archive` verifies."""

INVARIANTS = {
    "a target quotes the words at its place": """
        SELECT annotation.id FROM annotations_target AS target
        JOIN annotations_annotation AS annotation ON annotation.target_id = target.id
        JOIN archive_body AS body ON body.message_id = target.message_id
        WHERE target.found IN ('place', 'in-passage', 'in-message')
          AND substr(body.text, target.start + 1, target."end" - target.start) <> target.exact
    """,
    "a target lies within its text": """
        SELECT annotation.id FROM annotations_target AS target
        JOIN annotations_annotation AS annotation ON annotation.target_id = target.id
        JOIN archive_body AS body ON body.message_id = target.message_id
        WHERE target."end" > length(body.text)
    """,
    "every annotation says something": """
        SELECT id FROM annotations_annotation AS annotation WHERE note = '' AND NOT EXISTS (
            SELECT FROM annotations_annotationtag AS tag WHERE tag.annotation_id = annotation.id)
    """,
    "every annotation has the event of its writing": """
        SELECT id FROM annotations_annotation AS annotation WHERE NOT EXISTS (
            SELECT FROM annotations_event AS event
            WHERE event.annotation_id = annotation.id AND event.verb = 'wrote')
    """,
}
