"""What the admin pages share: models that are only read, counts in one statement, links to the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, Field, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from archive.access import Reader
from archive.models import MailingList, Message
from archive.models.messages import MessageQuerySet

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Model]
else:
    Admin = admin.ModelAdmin


class ReadOnly(Admin):
    """Rows that may be seen, and neither added, changed nor deleted here."""

    show_full_result_count = False
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VisibleLists(admin.RelatedFieldListFilter):
    """A filter that names only the lists which this person may read."""

    def field_choices(
        self, field: Field[Any, Any], request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        lists = MailingList.objects.visible_to(request.user).in_order()
        return [(str(mailing_list.pk), mailing_list.name) for mailing_list in lists]


def messages_seen_by(reader: Reader) -> MessageQuerySet:
    """The messages that this person may meet in the admin site, each with its home."""
    messages = Message.objects.with_home(reader)
    return messages if reader.is_superuser else messages.visible_to(reader)


def count_of(rows: QuerySet[Any], reference: str) -> Coalesce:
    """How many of these rows refer to the row at hand, as a subquery: counts do not multiply each other."""
    counted = rows.filter(**{reference: OuterRef("pk")}).order_by().values(reference)
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def figure(number: int) -> str:
    """A count as people read it: 98,410."""
    return f"{number:,}"
