from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """What the team says: notes, tags, replies, events."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from annotations.anchoring.reanchoring import settle_targets  # noqa: PLC0415 - models are there only now
        from annotations.anchoring.removal_guard import notes_standing_on  # noqa: PLC0415
        from archive.importing.changed_texts import LISTENERS  # noqa: PLC0415
        from archive.importing.undoing import ASKED  # noqa: PLC0415

        if settle_targets not in LISTENERS:
            LISTENERS.append(settle_targets)
            ASKED.append(notes_standing_on)
