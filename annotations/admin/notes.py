"""Notes, replies and events: read here, and written by their authors on the site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Field, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from annotations.models import Annotation, AnnotationQuerySet, Event, Reply, Tag
from archive.access import Reader
from archive.admin.base import ReadOnly


def notes_seen_by(reader: Reader) -> AnnotationQuerySet:
    """The notes that this person may meet in the admin site: those of the site; a superuser meets deleted ones too.

    What is for its author alone stays so here as well.
    """
    if reader.is_superuser:
        return Annotation.objects.filter(Q(author=reader) | Q(visibility=Annotation.Visibility.TEAM))
    return Annotation.objects.visible_to(reader)


def replies_seen_by(reader: Reader) -> QuerySet[Reply]:
    replies = Reply.objects.filter(annotation__in=notes_seen_by(reader))
    return replies if reader.is_superuser else replies.filter(deleted_at=None)


class VisibleTags(admin.RelatedFieldListFilter):
    """A filter that names only the tags which this person may see."""

    def field_choices(
        self, field: Field[Any, Any], request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return [(str(tag.pk), tag.path) for tag in Tag.objects.visible_to(request.user).by_path()]


class Replies(admin.TabularInline if not TYPE_CHECKING else admin.TabularInline[Reply, Annotation]):  # type: ignore[misc]
    model = Reply
    fields = readonly_fields = ("author", "note", "created_at", "deleted_at")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reply]:
        return replies_seen_by(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Annotation)
class AnnotationAdmin(ReadOnly):
    list_display = ("beginning", "author", "tag_paths", "visibility", "created_at", "deleted_at")
    list_filter = ("visibility", "author", ("tags", VisibleTags))
    list_select_related = ("author",)
    search_fields = ("note", "tags__path", "author__username", "target__exact")
    search_help_text = "Words of the note, its tags, its author or the words that it is on"
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    inlines = (Replies,)
    fields = readonly_fields = (
        "on_site", "author", "note", "tag_paths", "visibility", "on_words", "found", "created_at",
        "edited_at", "deleted_at", "resolved_at", "resolved_by",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Annotation]:
        return notes_seen_by(request.user).select_related("target", "author").prefetch_related("tags")

    @admin.display(description="note", ordering="note")
    def beginning(self, annotation: Annotation) -> str:
        return str(annotation)

    @admin.display(description="tags")
    def tag_paths(self, annotation: Annotation) -> str:
        return ", ".join(sorted(tag.path for tag in annotation.tags.all())) or "none"

    @admin.display(description="words that it is on")
    def on_words(self, annotation: Annotation) -> SafeString:
        return format_html('<pre class="as-sent">{}</pre>', annotation.target.exact)

    @admin.display(description="found")
    def found(self, annotation: Annotation) -> str:
        return annotation.target.get_found_display()

    @admin.display(description="on the site")
    def on_site(self, annotation: Annotation) -> SafeString | str:
        if annotation.deleted_at:
            return "deleted by its author"
        return format_html('<a href="{}">The note at its words</a>', annotation.get_absolute_url())


@admin.register(Reply)
class ReplyAdmin(ReadOnly):
    list_display = ("__str__", "author", "annotation", "created_at", "deleted_at")
    list_filter = ("author",)
    list_select_related = ("author", "annotation")
    search_fields = ("note", "author__username")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    fields = readonly_fields = ("annotation", "author", "note", "created_at", "edited_at", "deleted_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reply]:
        return replies_seen_by(request.user)


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("at", "actor", "verb", "annotation")
    list_filter = ("verb", "actor")
    list_select_related = ("actor", "annotation")
    search_fields = ("actor__username", "annotation__note")
    date_hierarchy = "at"
    fields = readonly_fields = ("at", "actor", "verb", "annotation", "reply", "before_it")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        reader = request.user
        seen = Event.objects.filter(annotation__in=notes_seen_by(reader))
        return (seen if reader.is_superuser else seen.visible_to(reader)).told_to(reader)

    @admin.display(description="before")
    def before_it(self, event: Event) -> SafeString | str:
        """What the write replaced; nothing of the time when the note was its author's alone."""
        words = json.dumps(event.told, indent=1, ensure_ascii=False) if event.told else ""
        return format_html('<pre class="as-sent">{}</pre>', words) if words else "nothing"
