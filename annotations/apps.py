from django.apps import AppConfig

from archive.hooks import about_to_remove, copy_changed, text_changed


class AnnotationsConfig(AppConfig):
    """What the team says: notes, tags, replies, events."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are there only now.
        from annotations.anchoring.reanchoring import quote_anew, reanchor_targets  # noqa: PLC0415
        from annotations.anchoring.removal_guard import notes_standing_on  # noqa: PLC0415

        text_changed.subscribe(reanchor_targets)
        copy_changed.subscribe(quote_anew)
        about_to_remove.subscribe(notes_standing_on)
