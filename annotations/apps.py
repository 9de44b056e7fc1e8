from django.apps import AppConfig

from archive.hooks import about_to_remove, text_changed


class AnnotationsConfig(AppConfig):
    """What the team says: notes, tags, replies, events."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from annotations.anchoring.reanchoring import reanchor_targets  # noqa: PLC0415 - models are there only now
        from annotations.anchoring.removal_guard import notes_standing_on  # noqa: PLC0415

        text_changed.subscribe(reanchor_targets)
        about_to_remove.subscribe(notes_standing_on)
