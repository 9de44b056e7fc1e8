"""People and their addresses; several people who are one are joined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive.admin.base import ReadOnly, count_of, figure
from archive.models import Address, Message, Person, Span

if TYPE_CHECKING:
    PeopleAdmin = admin.ModelAdmin[Person]
    AddressInline = admin.TabularInline[Address, Person]
else:
    PeopleAdmin = admin.ModelAdmin
    AddressInline = admin.TabularInline


@transaction.atomic
def merge_people(kept: Person, others: Iterable[Person]) -> int:
    """Gives `kept` the addresses and passages of the others, who are gone then; how many were joined."""
    gone = [person.pk for person in others if person.pk != kept.pk]
    list(Person.objects.filter(pk__in=[kept.pk, *gone]).order_by("pk").select_for_update())
    Address.objects.filter(person__in=gone).update(person=kept)
    Span.objects.filter(person__in=gone).update(person=kept)
    Person.objects.filter(pk__in=gone).delete()
    return len(gone)


class Addresses(AddressInline):
    model = Address
    fields = readonly_fields = ("address", "name")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(PeopleAdmin):
    list_display = ("who", "address_count", "message_count")
    search_fields = ("name", "addresses__address")
    search_help_text = "Names and addresses"
    ordering = ("name", "pk")
    inlines = (Addresses,)
    actions = ("merge",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related("addresses")
            .annotate(
                address_count=count_of(Address.objects.all(), "person"),
                message_count=count_of(Message.objects.all(), "sender__person"),
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="person", ordering="name")
    def who(self, person: Person) -> str:
        """The name; of somebody who never gave one, an address."""
        return person.name or next((address.address for address in person.addresses.all()), str(person))

    @admin.display(description="addresses", ordering="address_count")
    def address_count(self, person: Person) -> str:
        return figure(getattr(person, "address_count", 0))

    @admin.display(description="messages", ordering="message_count")
    def message_count(self, person: Person) -> str:
        return figure(getattr(person, "message_count", 0))

    @admin.action(description="Merge into one person", permissions=["change"])
    def merge(self, request: HttpRequest, people: QuerySet[Person]) -> HttpResponse | None:
        """Asks whose name stays, then joins them."""
        chosen = sorted(people.order_by("pk"), key=lambda person: -getattr(person, "message_count", 0))
        if len(chosen) < 2:
            self.message_user(request, "Select two people or more to merge.", messages.WARNING)
            return None
        kept = next((person for person in chosen if str(person.pk) == request.POST.get("kept")), None)
        if kept is None:
            context = {**self.admin_site.each_context(request), "opts": self.opts, "people": chosen}
            return TemplateResponse(
                request, "admin/archive/person/merge.html", context | {"title": "Merge people"}
            )
        joined = merge_people(kept, chosen)
        self.log_change(request, kept, f"Merged {joined} more into this person.")
        self.message_user(request, f"{joined + 1} people are one now: {kept}.", messages.SUCCESS)
        return None


@admin.register(Address)
class AddressAdmin(ReadOnly):
    list_display = ("address", "name", "person", "message_count")
    list_select_related = ("person",)
    search_fields = ("address", "name", "person__name")
    ordering = ("address", "pk")
    fields = readonly_fields = ("address", "name", "person", "key", "message_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Address]:
        return Address.objects.select_related("person").annotate(
            message_count=count_of(Message.objects.all(), "sender")
        )

    @admin.display(description="messages", ordering="message_count")
    def message_count(self, address: Address) -> str:
        return figure(getattr(address, "message_count", 0))
