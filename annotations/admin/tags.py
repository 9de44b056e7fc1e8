"""Tags: colours, meanings and aliases; renamed with all below them, and merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from annotations.admin.notes import notes_seen_by
from annotations.models import AnnotationTag, Tag, TagAlias
from annotations.models.tag_paths import path_and_above
from annotations.tagging.colours import HUES
from annotations.tagging.rename_and_merge import (
    TagChangeError,
    merge_tags,
    plan_rename,
    rename_tag,
    usable_path,
)
from archive.admin.base import count_of, figure

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    TagModelAdmin = admin.ModelAdmin[Tag]
    AliasInline = admin.TabularInline[TagAlias, Tag]
    TagModelForm = forms.ModelForm[Tag]
    AliasModelForm = forms.ModelForm[TagAlias]
else:
    TagModelAdmin = admin.ModelAdmin
    AliasInline = admin.TabularInline
    TagModelForm = AliasModelForm = forms.ModelForm

HUE_NAMES = [(number, hue.name) for number, hue in HUES.items()]


class TagForm(TagModelForm):
    hue = forms.TypedChoiceField(label="Colour", coerce=int, choices=HUE_NAMES, initial=8)

    class Meta:
        model = Tag
        fields = ("path", "hue", "description")
        help_texts = {
            "path": "Words divided by slashes, such as network/iptables. A new path takes all tags below along; "
            "the old ones stay as aliases."
        }

    def clean_path(self) -> str:
        try:
            path = usable_path(self.cleaned_data["path"])
            if self.instance.pk:
                plan_rename(Tag.objects.get(pk=self.instance.pk), path)
        except TagChangeError as error:
            raise ValidationError(str(error)) from error
        if TagAlias.objects.filter(alias=path).exclude(tag=self.instance.pk).exists():
            raise ValidationError(f"{path} is an alias of another tag. Take the alias away first.")
        return path


class AliasForm(AliasModelForm):
    class Meta:
        model = TagAlias
        fields = ("alias",)

    def clean_alias(self) -> str:
        try:
            alias = usable_path(self.cleaned_data["alias"])
        except TagChangeError as error:
            raise ValidationError(str(error)) from error
        if Tag.objects.filter(path=alias).exists():
            raise ValidationError(
                f"{alias} is a tag of its own. Give another alias, or merge that tag into this one."
            )
        return alias


class Aliases(AliasInline):
    model = TagAlias
    form = AliasForm
    extra = 1


class HueFilter(admin.SimpleListFilter):
    title = "colour"
    parameter_name = "hue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(number), name) for number, name in HUE_NAMES]

    def queryset(self, request: HttpRequest, tags: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {str(number): number for number in HUES}.get(self.value() or "")
        return tags if chosen is None else tags.filter(hue=chosen)


def topmost_first(tags: list[Tag]) -> list[Tag]:
    """Tags into which the others can be merged, most used first; then those that lie below one of these."""
    paths = {tag.path for tag in tags}

    def order(tag: Tag) -> tuple[bool, int]:
        return not paths.isdisjoint(path_and_above(tag.path)[:-1]), -getattr(tag, "uses", 0)

    return sorted(tags, key=order)


@admin.register(Tag)
class TagAdmin(TagModelAdmin):
    form = TagForm
    list_display = ("path", "colour", "description", "uses")
    list_filter = (HueFilter,)
    search_fields = ("path", "description", "aliases__alias")
    search_help_text = "Paths, aliases and meanings"
    ordering = ("path",)
    inlines = (Aliases,)
    actions = ("merge",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        seen = AnnotationTag.objects.filter(annotation__in=notes_seen_by(request.user))
        return Tag.objects.visible_to(request.user).annotate(uses=count_of(seen, "tag")).by_path()

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """A tag goes only when no note carries it: notes are their authors' to change."""
        return (
            super().has_delete_permission(request, obj)
            and obj is not None
            and not obj.annotation_tags.exists()
        )

    def save_model(self, request: HttpRequest, tag: Tag, form: Any, change: bool) -> None:
        if change:
            rename_tag(cast("User", request.user), Tag.objects.get(pk=tag.pk), tag.path)
        super().save_model(request, tag, form, change)

    @admin.display(description="notes", ordering="uses")
    def uses(self, tag: Tag) -> str:
        return figure(getattr(tag, "uses", 0))

    @admin.display(description="colour", ordering="hue")
    def colour(self, tag: Tag) -> SafeString:
        dot = '<svg width="9" height="9" aria-hidden="true"><circle cx="4.5" cy="4.5" r="4.5" fill="{}"/></svg>&nbsp;{}'
        return format_html(dot, HUES[tag.hue].colour, HUES[tag.hue].name)

    @admin.action(description="Merge into one tag", permissions=["change"])
    def merge(self, request: HttpRequest, tags: QuerySet[Tag]) -> HttpResponse | None:
        """Asks which tag they are to be, then folds them into it."""
        chosen = topmost_first(list(tags))
        kept = Tag.objects.visible_to(request.user).filter(path=request.POST.get("into", "")).first()
        if kept is None or chosen == [kept]:
            return self.ask_for_tag(request, chosen)
        try:
            count = merge_tags(cast("User", request.user), chosen, kept)
        except TagChangeError as error:
            return self.ask_for_tag(request, chosen, str(error))
        gone = ", ".join(tag.path for tag in chosen if tag != kept)
        self.log_change(request, kept, f"Merged {gone} into this tag.")
        plural = "note" if count == 1 else "notes"
        self.message_user(
            request,
            f"The tag {kept} now stands for {gone}; {figure(count)} {plural} moved.",
            messages.SUCCESS,
        )
        return None

    def ask_for_tag(self, request: HttpRequest, chosen: list[Tag], problem: str = "") -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Merge tags",
            "chosen": chosen,
            "others": Tag.objects.visible_to(request.user)
            .exclude(pk__in=[tag.pk for tag in chosen])
            .by_path(),
            "into": request.POST.get("into"),
            "problem": problem,
        }
        return TemplateResponse(request, "admin/annotations/tag/merge.html", context)
