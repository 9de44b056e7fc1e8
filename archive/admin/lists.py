"""Lists: who may read them, and how much they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest

from archive.access import groups_of_readers
from archive.admin.base import count_of, figure
from archive.models import MailingList, Posting, ThreadListing
from archive.tasks import choose_copies_of

if TYPE_CHECKING:
    ListAdmin = admin.ModelAdmin[MailingList]
else:
    ListAdmin = admin.ModelAdmin


@admin.register(MailingList)
class MailingListAdmin(ListAdmin):
    list_display = ("name", "slug", "visibility", "messages", "threads", "address")
    list_filter = ("visibility", "groups")
    search_fields = ("name", "slug", "address", "list_id", "description")
    ordering = ("name", "pk")
    filter_horizontal = ("groups",)
    fields = (
        "name",
        "slug",
        "description",
        "address",
        "list_id",
        "visibility",
        "groups",
        "messages",
        "threads",
    )
    readonly_fields = ("messages", "threads")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailingList]:
        visible = MailingList.objects.visible_to(request.user)
        return visible.annotate(
            messages=count_of(Posting.objects.all(), "mailing_list"),
            threads=count_of(ThreadListing.objects.all(), "mailing_list"),
        ).in_order()

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = groups_of_readers()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """When others may read the list, messages that stand on several are read from another copy."""
        super().save_related(request, form, formsets, change)
        if change and {"visibility", "groups"} & set(form.changed_data):
            choose_copies_of.defer(list_id=form.instance.pk)

    def get_readonly_fields(self, request: HttpRequest, obj: MailingList | None = None) -> tuple[str, ...]:
        """The slug stands in addresses that people keep: it is given once."""
        return ("slug", *self.readonly_fields) if obj else self.readonly_fields

    def get_fields(self, request: HttpRequest, obj: MailingList | None = None) -> tuple[str, ...]:
        return self.fields if obj else self.fields[:-2]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: MailingList | None = None) -> bool:
        """A list goes only while nothing stands on it."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.postings.exists()

    @admin.display(description="messages", ordering="messages")
    def messages(self, mailing_list: MailingList) -> str:
        return figure(getattr(mailing_list, "messages", 0))

    @admin.display(description="threads", ordering="threads")
    def threads(self, mailing_list: MailingList) -> str:
        return figure(getattr(mailing_list, "threads", 0))
