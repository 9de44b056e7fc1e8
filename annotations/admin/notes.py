"""Notes, replies and events: read here, and written by their authors on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from annotations.models import Annotation, Event, Reply
from archive.admin.base import ReadOnly
from archive.models import Message

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def open_to(request: HttpRequest, prefix: str = "") -> Q:
    """Notes for the team, and one's own: what is for its author alone stays so here as well."""
    private = {f"{prefix}visibility": Annotation.Visibility.ME}
    return ~Q(**private) | Q(**{f"{prefix}author": cast("User", request.user)})


def on_readable(request: HttpRequest, prefix: str = "") -> Q:
    """On messages of lists that this person may read; all, for a superuser."""
    if request.user.is_superuser:
        return Q()
    readable = Message.objects.visible_to(cast("User", request.user))
    return Q(**{f"{prefix}target__message__in": readable})


class Replies(admin.TabularInline if not TYPE_CHECKING else admin.TabularInline[Reply, Annotation]):  # type: ignore[misc]
    model = Reply
    fields = readonly_fields = ("author", "note", "created_at", "deleted_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Annotation)
class AnnotationAdmin(ReadOnly):
    list_display = ("beginning", "author", "tag_paths", "visibility", "created_at", "deleted_at")
    list_filter = ("visibility", "author", "tags")
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
        seen = Annotation.objects.filter(open_to(request), on_readable(request))
        return seen.select_related("target", "author").prefetch_related("tags")

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
        return Reply.objects.filter(open_to(request, "annotation__"), on_readable(request, "annotation__"))


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("at", "actor", "verb", "annotation")
    list_filter = ("verb", "actor")
    list_select_related = ("actor", "annotation")
    search_fields = ("actor__username", "annotation__note")
    date_hierarchy = "at"
    fields = readonly_fields = ("at", "actor", "verb", "annotation", "reply", "before")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.filter(open_to(request, "annotation__"), on_readable(request, "annotation__"))
