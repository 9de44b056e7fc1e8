from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """What was written: lists, messages, threads, passages, import runs."""

    name = "archive"
    default_auto_field = "django.db.models.BigAutoField"
