from django.apps import AppConfig

from archive.hooks import (
    about_to_remove,
    about_to_replace,
    copy_changed,
    message_replaced,
    storing_ended,
    text_changed,
)


class AnnotationsConfig(AppConfig):
    """What the team says: notes, tags, replies, events."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are there only now.
        from annotations.anchoring.displacing import displace_targets, follow_message, quote_anew  # noqa: PLC0415
        from annotations.anchoring.reanchoring import reanchor_displaced  # noqa: PLC0415
        from annotations.anchoring.removal_guard import notes_standing_on  # noqa: PLC0415
        from annotations.anchoring.surroundings import kept_by_words  # noqa: PLC0415

        text_changed.subscribe(displace_targets)
        copy_changed.subscribe(quote_anew)
        about_to_replace.subscribe(kept_by_words)
        message_replaced.subscribe(follow_message)
        storing_ended.subscribe(reanchor_displaced)
        about_to_remove.subscribe(notes_standing_on)
