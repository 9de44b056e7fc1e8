"""Messages, to be searched and read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.base import ReadOnly, VisibleLists, figure, messages_seen_by
from archive.models import Message, Posting


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ("title", "who", "sent_at", "bytes")
    list_filter = ("is_missing", "date_source", ("postings__mailing_list", VisibleLists))
    search_fields = ("subject", "sender_name", "sender_address", "message_id")
    search_help_text = "Words of the subject, the sender or the Message-ID"
    date_hierarchy = "sent_at"
    ordering = ("-pk",)
    fields = ("regroup", "on_site", "message_id", "who", "sent", "lists", "bytes", "attachments", "text")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        lists = Posting.objects.filter(message=OuterRef("pk")).visible_to(request.user)
        names = lists.order_by("mailing_list__name").values("mailing_list__name")
        return messages_seen_by(request.user).annotate(list_names=ArraySubquery(names))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields if request.user.has_perm("archive.add_regrouping") else self.fields[1:]

    @admin.display(description="subject", ordering="bare_subject")
    def title(self, message: Message) -> str:
        return message.subject or ("(missing message)" if message.is_missing else "(no subject)")

    @admin.display(description="sender", ordering="sender_name")
    def who(self, message: Message) -> str:
        if message.sender_name and message.sender_address:
            return f"{message.sender_name} <{message.sender_address}>"
        return message.who

    @admin.display(description="sent")
    def sent(self, message: Message) -> str:
        time = message.local_time
        if time is None:
            return "not known"
        return f"{time:%Y-%m-%d %H:%M:%S} {message.clock[6:]}, by {message.get_date_source_display()}"

    @admin.display(description="lists")
    def lists(self, message: Message) -> str:
        return ", ".join(getattr(message, "list_names", ())) or "none"

    @admin.display(description="raw mail", ordering="size")
    def bytes(self, message: Message) -> str:
        return f"{figure(message.size)} bytes" if message.size else "none"

    @admin.display(description="attachments")
    def attachments(self, message: Message) -> str:
        rows = message.attachments.order_by("part")
        return "; ".join(f"{row} ({row.content_type}, {figure(row.size)} bytes)" for row in rows) or "none"

    @admin.display(description="text")
    def text(self, message: Message) -> SafeString:
        body = getattr(Message.objects.with_body().get(pk=message.pk), "body", None)
        return format_html(
            '<pre class="as-sent">{}</pre>', body.text if body else "This message is not in the archive."
        )

    @admin.display(description="on the site")
    def on_site(self, message: Message) -> SafeString | str:
        if not message.home_slug:
            return "on no list"
        if message.is_missing:
            return format_html('<a href="{}">Its place in the thread</a>', message.url(message.home_slug))
        return format_html(
            '<a href="{}">In its thread</a> · <a href="{}">Alone</a> · <a href="{}raw">Raw mail</a>',
            message.thread_url(message.home_slug),
            message.url(message.home_slug),
            message.url(message.home_slug),
        )

    @admin.display(description="its thread")
    def regroup(self, message: Message) -> SafeString:
        join = format_html(
            '<a class="button" href="{}">Join this thread to another…</a>',
            reverse("admin:archive_regrouping_join", args=[message.pk]),
        )
        if message.parent_id is None:
            return join
        return format_html(
            '<span class="buttons"><a class="button" href="{}">Split the thread here…</a>{}</span>',
            reverse("admin:archive_regrouping_split", args=[message.pk]),
            join,
        )
