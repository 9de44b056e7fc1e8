"""Quarantine: what is held back, why, its bytes as they were sent, and another try."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.access import Reader
from archive.admin.base import ReadOnly, VisibleLists
from archive.importing.run_control import retry_now
from archive.importing.uploads import short_name
from archive.models import MailingList, Quarantine
from archive.tasks import retry_held

AT_ONCE = 50
SHOWN_BYTES = 4000


def visible_quarantine(reader: Reader) -> QuerySet[Quarantine]:
    """Held mail of the lists that this person may read."""
    return Quarantine.objects.filter(mailing_list__in=MailingList.objects.visible_to(reader))


def try_again(request: HttpRequest, held: QuerySet[Quarantine]) -> None:
    """Tries a few now, more in the background, and tells what happened."""
    keys = list(held.held().order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]
    if not keys:
        messages.warning(request, "Nothing was tried: select mail that is held back.")
    elif len(keys) > AT_ONCE:
        retry_held.defer(held_ids=keys)
        messages.info(
            request, f"{len(keys):,} held mails are tried again in the background. Come back in a minute."
        )
    else:
        stored, stayed = retry_now(keys)
        stays = f" {stayed:,} stay held, with the reason of today." if stayed else ""
        level = messages.WARNING if stayed else messages.SUCCESS
        messages.add_message(request, level, f"{stored:,} of {len(keys):,} stored.{stays}")


@admin.register(Quarantine)
class QuarantineAdmin(ReadOnly):
    list_display = (
        "place",
        "offset",
        "why",
        "mailing_list",
        "tries",
        "state",
        "raw_link",
        "download_link",
    )
    list_filter = ("state", "kind", ("mailing_list", VisibleLists))
    list_select_related = ("mailing_list", "run")
    search_fields = ("source", "reason", "envelope", "digest")
    search_help_text = "Words of the source, the reason or the line before the mail, or a SHA-256"
    ordering = ("-pk",)
    date_hierarchy = "created_at"
    actions = ("retry", "dismiss", "take_back")
    fields = readonly_fields = (
        "source", "offset", "reason", "mailing_list", "run", "state", "tries", "envelope", "digest",
        "raw_link", "download_link", "beginning",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quarantine]:
        return visible_quarantine(request.user).select_related("mailing_list", "run").defer("raw")

    def get_urls(self) -> list[URLPattern]:
        raw = self.admin_site.admin_view(self.raw_view)
        download = self.admin_site.admin_view(self.download_view)
        return [
            path("<int:pk>/raw/", raw, name="archive_quarantine_raw"),
            path("<int:pk>/download/", download, name="archive_quarantine_download"),
            *super().get_urls(),
        ]

    def raw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes as they stood in the source, as text that no browser takes for a page."""
        return self.bytes_of(request, pk, "text/plain; charset=utf-8")

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same bytes, as a file."""
        response = self.bytes_of(request, pk, "message/rfc822")
        response["Content-Disposition"] = f'attachment; filename="held-{pk}.eml"'
        return response

    def bytes_of(self, request: HttpRequest, pk: int, content_type: str) -> HttpResponse:
        held = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, held):
            raise Http404
        response = HttpResponse(held.raw_mail(), content_type=content_type)
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.change_quarantine")

    @admin.action(description="Retry", permissions=["retry"])
    def retry(self, request: HttpRequest, held: QuerySet[Quarantine]) -> None:
        try_again(request, held)

    @admin.action(description="Dismiss", permissions=["retry"])
    def dismiss(self, request: HttpRequest, held: QuerySet[Quarantine]) -> None:
        self.move(request, held, Quarantine.State.HELD, Quarantine.State.DISMISSED)

    @admin.action(description="Hold again what was dismissed", permissions=["retry"])
    def take_back(self, request: HttpRequest, held: QuerySet[Quarantine]) -> None:
        self.move(request, held, Quarantine.State.DISMISSED, Quarantine.State.HELD)

    def move(self, request: HttpRequest, held: QuerySet[Quarantine], before: str, after: str) -> None:
        """Moves mail from one state to the other, with a line of history for each."""
        with transaction.atomic():
            rows = list(held.filter(state=before).select_for_update(of=("self",)).defer("raw"))
            Quarantine.objects.filter(pk__in=[row.pk for row in rows]).update(state=after)
            self.log_moved(request, rows, after)
        how = (
            f"{len(rows):,} {after}." if rows else "Nothing was changed: select mail that may be changed so."
        )
        messages.add_message(request, messages.SUCCESS if rows else messages.WARNING, how)

    def log_moved(self, request: HttpRequest, rows: list[Quarantine], after: str) -> None:
        if rows:
            actor = cast("User", request.user)
            LogEntry.objects.log_actions(actor.pk, rows, CHANGE, f"Now {after}.")

    @admin.display(description="source", ordering="source")
    def place(self, held: Quarantine) -> str:
        return short_name(held.source)

    @admin.display(description="reason", ordering="reason")
    def why(self, held: Quarantine) -> str:
        return held.reason.replace(held.source, short_name(held.source))

    @admin.display(description="raw mail")
    def raw_link(self, held: Quarantine) -> SafeString:
        return format_html(
            '<a href="{}">As sent</a>', reverse("admin:archive_quarantine_raw", args=[held.pk])
        )

    @admin.display(description="file")
    def download_link(self, held: Quarantine) -> SafeString:
        return format_html(
            '<a href="{}">Download</a>', reverse("admin:archive_quarantine_download", args=[held.pk])
        )

    @admin.display(description="its beginning")
    def beginning(self, held: Quarantine) -> SafeString:
        head = held.raw_mail()[:SHOWN_BYTES].decode("utf-8", "replace").replace("\0", "�")
        return format_html('<pre class="as-sent">{}</pre>', head)
