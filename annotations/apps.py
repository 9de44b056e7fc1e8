from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """What the team says: notes, tags, replies, events."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"
