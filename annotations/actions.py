"""What people do with annotations. Each function is one transaction and leaves one event."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from annotations.anchoring.selectors import make_selector
from annotations.models import Annotation, AnnotationTag, Event, Reply, Tag, Target
from archive.models import Message


def snapshot(annotation: Annotation) -> dict[str, object]:
    """What an annotation says now, for the event of a write that replaces it."""
    paths = list(annotation.tags.order_by("path").values_list("path", flat=True))
    return {"note": annotation.note, "visibility": annotation.visibility, "tags": paths}


def record(
    actor: User,
    verb: str,
    annotation: Annotation,
    reply: Reply | None = None,
    before: dict[str, object] | None = None,
) -> Event:
    return Event.objects.create(
        at=timezone.now(), actor=actor, verb=verb, annotation=annotation, reply=reply, before=before or {}
    )


def make_target(message: Message, text: str, start: int, end: int) -> Target:
    """A target on a range of a message's text. Raises ValueError with a sentence for a range without words."""
    selector = make_selector(text, start, end)
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
    author: User,
    message: Message,
    text: str,
    start: int,
    end: int,
    *,
    note: str,
    paths: list[str],
    visibility: str,
) -> Annotation:
    """Writes a note, tags or both on a range. Raises ValueError for a range without words."""
    annotation = Annotation.objects.create(
        target=make_target(message, text, start, end),
        author=author,
        note=note,
        visibility=visibility,
        created_at=timezone.now(),
    )
    set_tags(annotation, paths)
    record(author, Event.Verb.WROTE, annotation)
    return annotation


@transaction.atomic
def edit_annotation(
    editor: User, annotation: Annotation, *, note: str, paths: list[str], visibility: str
) -> None:
    before = snapshot(annotation)
    annotation.note, annotation.visibility, annotation.edited_at = note, visibility, timezone.now()
    annotation.save(update_fields=["note", "visibility", "edited_at"])
    set_tags(annotation, paths)
    record(editor, Event.Verb.EDITED, annotation, before=before)


def set_tags(annotation: Annotation, paths: list[str]) -> None:
    tags = Tag.objects.named(paths)
    annotation.annotation_tags.exclude(tag__in=tags).delete()
    AnnotationTag.objects.bulk_create(
        [AnnotationTag(annotation=annotation, tag=tag) for tag in tags], ignore_conflicts=True
    )


@transaction.atomic
def delete_annotation(actor: User, annotation: Annotation) -> None:
    """Takes an annotation off every page. Its author can take that back."""
    annotation.deleted_at = timezone.now()
    annotation.save(update_fields=["deleted_at"])
    record(actor, Event.Verb.DELETED, annotation)


@transaction.atomic
def restore_annotation(actor: User, annotation: Annotation) -> None:
    annotation.deleted_at = None
    annotation.save(update_fields=["deleted_at"])
    record(actor, Event.Verb.RESTORED, annotation)


@transaction.atomic
def resolve_annotation(actor: User, annotation: Annotation) -> None:
    annotation.resolved_at, annotation.resolved_by = timezone.now(), actor
    annotation.save(update_fields=["resolved_at", "resolved_by"])
    record(actor, Event.Verb.RESOLVED, annotation)


@transaction.atomic
def reopen_annotation(actor: User, annotation: Annotation) -> None:
    annotation.resolved_at = annotation.resolved_by = None
    annotation.save(update_fields=["resolved_at", "resolved_by"])
    record(actor, Event.Verb.REOPENED, annotation)


@transaction.atomic
def reply_to(author: User, annotation: Annotation, note: str) -> Reply:
    reply = Reply.objects.create(annotation=annotation, author=author, note=note, created_at=timezone.now())
    record(author, Event.Verb.REPLIED, annotation, reply)
    return reply


@transaction.atomic
def delete_reply(actor: User, reply: Reply) -> None:
    reply.deleted_at = timezone.now()
    reply.save(update_fields=["deleted_at"])
    record(actor, Event.Verb.DELETED_REPLY, reply.annotation, reply)
