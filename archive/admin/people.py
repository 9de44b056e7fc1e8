"""People and their addresses; several people who are one are joined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive.admin.base import ReadOnly, count_of, figure, messages_seen_by
from archive.models import Address, Person, Span

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
    fields = readonly_fields = ("address", "called")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Address]:
        return Address.objects.visible_to(request.user)

    @admin.display(description="name")
    def called(self, address: Address) -> str:
        return address.told_name

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
        addresses = Address.objects.visible_to(request.user)
        people = Person.objects.visible_to(request.user).annotate(
            address_count=count_of(addresses, "person"),
            message_count=count_of(messages_seen_by(request.user), "sender__person"),
        )
        return people.prefetch_related(Prefetch("addresses", queryset=addresses.order_by("pk")))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Person | None:
        """Under the name that is told to who asks."""
        person = super().get_object(request, object_id, from_field)
        if person:
            person.name = person.told_name
        return person

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        """By the names and addresses that are told to who asks."""
        if request.user.is_superuser:
            return super().get_search_results(request, queryset, search_term)
        for word in search_term.split():
            addresses = Address.objects.visible_to(request.user).filter(address__icontains=word)
            queryset = queryset.filter(Q(told_name__icontains=word) | Q(pk__in=addresses.values("person")))
        return queryset, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="person", ordering="name")
    def who(self, person: Person) -> str:
        """The name; of somebody who never gave one, an address."""
        return person.told_name or next((address.address for address in person.addresses.all()), str(person))

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
    list_display = ("address", "called", "person_called", "message_count")
    search_fields = ("address", "told_name")
    search_help_text = "Addresses and names"
    ordering = ("address", "pk")
    fields = readonly_fields = ("address", "called", "person_called", "message_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Address]:
        people: QuerySet[Any] = Person.objects.visible_to(request.user).filter(pk=OuterRef("person"))
        return Address.objects.visible_to(request.user).annotate(
            message_count=count_of(messages_seen_by(request.user), "sender"),
            person_name=Subquery(people.values("told_name")),
        )

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Address | None:
        """Under the name that is told to who asks."""
        address = cast("Address | None", super().get_object(request, object_id, from_field))
        if address:
            address.name = address.told_name
        return address

    @admin.display(description="name", ordering="told_name")
    def called(self, address: Address) -> str:
        return address.told_name

    @admin.display(description="person", ordering="person_name")
    def person_called(self, address: Address) -> str:
        return getattr(address, "person_name", "") or ""

    @admin.display(description="messages", ordering="message_count")
    def message_count(self, address: Address) -> str:
        return figure(getattr(address, "message_count", 0))
