"""Splitting and joining threads: each is confirmed on a page that says what will happen, listed, and undone."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.base import ReadOnly, messages_seen_by
from archive.admin.regrouping_preview import told_of_join, told_of_split, told_of_undoing
from archive.forms import JoinForm
from archive.importing.run_control import join_now, split_now, undo_now
from archive.importing.threads.regrouping import UNDONE, RegroupingError, why_not_split
from archive.models import Message, Regrouping


class Standing(admin.SimpleListFilter):
    """What stands, and what somebody undid."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("stands", "stands"), ("undone", "undone")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Regrouping]) -> QuerySet[Regrouping]:
        chosen = self.value()
        return rows.filter(undone_at__isnull=chosen == "stands") if chosen in {"stands", "undone"} else rows


@admin.register(Regrouping)
class RegroupingAdmin(ReadOnly):
    list_display = ("__str__", "beside", "made_by", "made_at", "state")
    list_filter = ("kind", Standing)
    search_fields = ("message__subject", "message__message_id", "made_by__username")
    search_help_text = "Words of the subject, a Message-ID or a name"
    date_hierarchy = "made_at"
    ordering = ("-pk",)
    fields = readonly_fields = ("__str__", "first", "beside", "made_by", "made_at", "state", "undone_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Regrouping]:
        rows = Regrouping.objects.with_messages().select_related("made_by", "undone_by")
        return rows if request.user.is_superuser else rows.visible_to(request.user)

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("split/<int:pk>/", guard(self.split_view), name="archive_regrouping_split"),
            path("join/<int:pk>/", guard(self.join_view), name="archive_regrouping_join"),
            path("<int:pk>/undo/", guard(self.undo_view), name="archive_regrouping_undo"),
            *super().get_urls(),
        ]

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what a split at this message will do, then does it."""
        message = self.message_to_regroup(request, pk)
        reason = why_not_split(message)
        if request.method == "POST":
            try:
                done = split_now(message, cast("User", request.user))
            except RegroupingError as refusal:
                reason = str(refusal)
            else:
                return self.tell(request, done, f"Split the thread at <{message.message_id}>.")
        context = {"message": message, "reason": reason, "title": "Split a thread"}
        context["told"] = None if reason else told_of_split(message, request.user)
        return self.page(request, "split", context)

    def join_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks which message the thread goes below, says what will happen, then does it."""
        message = self.message_to_regroup(request, pk)
        typed = request.POST or request.GET
        form = JoinForm(
            typed if "onto" in typed else None, moving=message, messages=messages_seen_by(request.user)
        )
        onto = form.cleaned_data["onto"] if form.is_valid() else None
        if request.method == "POST" and onto:
            try:
                done = join_now(message, onto, cast("User", request.user))
            except RegroupingError as refusal:
                form.add_error("onto", str(refusal))
                onto = None
            else:
                return self.tell(request, done, f"Joined the thread to <{onto.message_id}>.")
        context = {"message": message, "form": form, "onto": onto, "title": "Join a thread to another"}
        context["told"] = told_of_join(message, onto, request.user) if onto else None
        return self.page(request, "join", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what undoing will do, then does it."""
        done = get_object_or_404(self.get_queryset(request), pk=pk)
        if not request.user.has_perm("archive.change_regrouping"):
            raise Http404
        if request.method == "POST":
            try:
                undo_now(done, cast("User", request.user))
            except RegroupingError as refusal:
                messages.warning(request, str(refusal))
            else:
                self.log_change(request, done, "Undone.")
                messages.success(request, f"Undone: {done}. The threads stand as if it had never been.")
            return redirect("admin:archive_regrouping_changelist")
        context = {"done": done, "title": "Undo", "reason": UNDONE if done.undone_at else ""}
        context["told"] = None if done.is_overruled else told_of_undoing(done, request.user)
        return self.page(request, "undo", context)

    def message_to_regroup(self, request: HttpRequest, pk: int) -> Message:
        if not request.user.has_perm("archive.add_regrouping"):
            raise Http404
        return get_object_or_404(messages_seen_by(request.user).select_related("parent"), pk=pk)

    def page(self, request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/archive/regrouping/{name}.html", context)

    def tell(self, request: HttpRequest, done: Regrouping, what: str) -> HttpResponseRedirect:
        """Logs it, says so, and leads to the thread as it stands now."""
        self.log_addition(request, done, what)
        undo = reverse("admin:archive_regrouping_undo", args=[done.pk])
        said = "The thread is split." if done.kind == Regrouping.Kind.SPLIT else "The threads are joined."
        messages.success(request, format_html('{} <a href="{}">Undo…</a>', said, undo))
        home = messages_seen_by(request.user).get(pk=done.message_id).home_slug
        list_page = reverse("admin:archive_regrouping_changelist")
        return HttpResponseRedirect(done.message.thread_url(home) if home else list_page)

    @admin.display(description="message")
    def first(self, done: Regrouping) -> SafeString:
        return link(done.message)

    @admin.display(description="from, or to")
    def beside(self, done: Regrouping) -> SafeString:
        other = done.answered or done.onto
        words = "no longer answers {}" if done.answered else "answers {}"
        return format_html(words, link(other)) if other else SafeString("")

    @admin.display(description="state", ordering="undone_at")
    def state(self, done: Regrouping) -> SafeString | str:
        if done.undone_at:
            return f"undone by {done.undone_by}" if done.undone_by else "undone"
        return format_html(
            'stands · <a href="{}">Undo…</a>', reverse("admin:archive_regrouping_undo", args=[done.pk])
        )


def link(message: Message) -> SafeString:
    """The message's page in the admin site, by its writer and subject."""
    page = reverse("admin:archive_message_change", args=[message.pk])
    return format_html('<a href="{}">{}: {}</a>', page, message.who, message)
