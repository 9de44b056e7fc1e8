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
    "a target whose words are searched for stands at its message": """
        SELECT annotation.id FROM annotations_displacement AS displacement
        JOIN annotations_target AS target ON target.id = displacement.target_id
        JOIN annotations_annotation AS annotation ON annotation.target_id = target.id
        WHERE target.found <> 'message' OR target."end" > 0
    """,
    # Searching follows at once. A process that is lost meanwhile leaves it to the next import.
    "words of a target are found again within the hour": """
        SELECT annotation.id FROM annotations_displacement AS displacement
        JOIN annotations_annotation AS annotation USING (target_id)
        WHERE displacement.since < now() - interval '1 hour'
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
