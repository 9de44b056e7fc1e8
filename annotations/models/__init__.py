"""What the team says: annotations on targets, their replies and tags, and the events of all that."""

from annotations.models.annotations import Annotation, AnnotationQuerySet, AnnotationTag, Reply
from annotations.models.displacements import Displacement
from annotations.models.events import Event
from annotations.models.tags import Tag, TagAlias
from annotations.models.targets import Target

__all__ = [
    "Annotation",
    "AnnotationQuerySet",
    "AnnotationTag",
    "Displacement",
    "Event",
    "Reply",
    "Tag",
    "TagAlias",
    "Target",
]
