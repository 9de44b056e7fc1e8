"""What people do with annotations: the only writer of annotations, targets, replies and events.

Each function is one transaction and leaves one event. `at` is when it was done: now, if it is not given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from annotations.anchoring.selectors import make_selector
from annotations.models import Annotation, AnnotationTag, Event, Reply, Tag, Target
from archive.models import Message


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What an annotation is to say: a note in Markdown, paths of tags, or both, and who may see it."""

    note: str = ""
    paths: tuple[str, ...] = ()
    visibility: str = Annotation.Visibility.TEAM


def snapshot(annotation: Annotation) -> dict[str, object]:
    """What an annotation says now, for the event of a write that replaces it."""
    paths = list(annotation.tags.order_by("path").values_list("path", flat=True))
    return {"note": annotation.note, "visibility": annotation.visibility, "tags": paths}


def record(
    actor: User,
    verb: str,
    annotation: Annotation,
    at: dt.datetime,
    reply: Reply | None = None,
    before: dict[str, object] | None = None,
) -> Event:
    return Event.objects.create(
        at=at, actor=actor, verb=verb, annotation=annotation, reply=reply, before=before or {}
    )


def make_target(message: Message, start: int, end: int) -> Target:
    """A target on a range of a message's text. Raises RangeError."""
    selector = make_selector(message.body.text, start, end)
    return Target.objects.create(
        message=message,
        start=selector.start,
        end=selector.end,
        exact=selector.exact,
        prefix=selector.prefix,
        suffix=selector.suffix,
    )


@transaction.atomic
def write_annotation(
    author: User, message: Message, start: int, end: int, draft: NoteDraft, at: dt.datetime | None = None
) -> Annotation:
    """Writes a note, tags or both on a range of a message's text. Raises RangeError."""
    at = at or timezone.now()
    annotation = Annotation.objects.create(
        target=make_target(message, start, end),
        author=author,
        note=draft.note,
        visibility=draft.visibility,
        created_at=at,
    )
    set_tags(annotation, draft.paths)
    record(author, Event.Verb.WROTE, annotation, at)
    return annotation


@transaction.atomic
def edit_annotation(
    editor: User, annotation: Annotation, draft: NoteDraft, at: dt.datetime | None = None
) -> None:
    before, at = snapshot(annotation), at or timezone.now()
    annotation.note, annotation.visibility, annotation.edited_at = draft.note, draft.visibility, at
    annotation.save(update_fields=["note", "visibility", "edited_at"])
    set_tags(annotation, draft.paths)
    record(editor, Event.Verb.EDITED, annotation, at, before=before)


def set_tags(annotation: Annotation, paths: Sequence[str]) -> None:
    tags = Tag.objects.get_or_create_paths(paths, annotation.author)
    annotation.annotation_tags.exclude(tag__in=tags).delete()
    AnnotationTag.objects.bulk_create(
        [AnnotationTag(annotation=annotation, tag=tag) for tag in tags], ignore_conflicts=True
    )


@transaction.atomic
def delete_annotation(actor: User, annotation: Annotation, at: dt.datetime | None = None) -> None:
    """Takes an annotation off every page. Its author can take that back."""
    annotation.deleted_at = at = at or timezone.now()
    annotation.save(update_fields=["deleted_at"])
    record(actor, Event.Verb.DELETED, annotation, at)


@transaction.atomic
def restore_annotation(actor: User, annotation: Annotation, at: dt.datetime | None = None) -> None:
    annotation.deleted_at = None
    annotation.save(update_fields=["deleted_at"])
    record(actor, Event.Verb.RESTORED, annotation, at or timezone.now())


@transaction.atomic
def resolve_annotation(actor: User, annotation: Annotation, at: dt.datetime | None = None) -> None:
    annotation.resolved_at, annotation.resolved_by = at or timezone.now(), actor
    annotation.save(update_fields=["resolved_at", "resolved_by"])
    record(actor, Event.Verb.RESOLVED, annotation, annotation.resolved_at)


@transaction.atomic
def reopen_annotation(actor: User, annotation: Annotation, at: dt.datetime | None = None) -> None:
    annotation.resolved_at = annotation.resolved_by = None
    annotation.save(update_fields=["resolved_at", "resolved_by"])
    record(actor, Event.Verb.REOPENED, annotation, at or timezone.now())


@transaction.atomic
def reply_to(author: User, annotation: Annotation, note: str, at: dt.datetime | None = None) -> Reply:
    at = at or timezone.now()
    reply = Reply.objects.create(annotation=annotation, author=author, note=note, created_at=at)
    record(author, Event.Verb.REPLIED, annotation, at, reply)
    return reply


@transaction.atomic
def delete_reply(actor: User, reply: Reply, at: dt.datetime | None = None) -> None:
    reply.deleted_at = at = at or timezone.now()
    reply.save(update_fields=["deleted_at"])
    record(actor, Event.Verb.DELETED_REPLY, reply.annotation, at, reply)
