"""The admin site of what the team says: notes, replies and events to read, tags to keep in order."""

from annotations.admin.notes import AnnotationAdmin, EventAdmin, ReplyAdmin
from annotations.admin.tags import TagAdmin

__all__ = ["AnnotationAdmin", "EventAdmin", "ReplyAdmin", "TagAdmin"]
