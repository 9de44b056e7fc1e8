"""The words of a list, or of one thread, that most messages quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.layout import Excerpt, excerpt
from archive.models import MailingList, Message, Origin

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words with the message where they were written, and how many messages quote them."""

    message: Message
    start: int
    excerpt: Excerpt
    quotes: int

    @property
    def url(self) -> str:
        page = self.message.thread_url(self.message.home_slug).partition("#")[0]
        return f"{page}#{self.message.anchor}-{self.start}"


@require_safe
def most_quoted(request: HttpRequest, slug: str) -> HttpResponse:
    """The most quoted words of a list; with `thread`, a Message-ID, those of its thread alone."""
    mailing_list = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    rows = Origin.objects.most_quoted(mailing_list, request.user)
    message = None
    if asked := request.GET.get("thread"):
        message = get_object_or_404(Message.objects.stored().on_list(slug), message_id=asked)
        rows = Origin.objects.of_thread(message.thread_id).most_quoted(mailing_list, request.user)
    found = quoted_words(request, list(rows[:MOST_SHOWN]), slug)
    thread_url = message.thread_url(slug) if message else ""
    context = {
        "list": mailing_list,
        "message": message,
        "thread_url": thread_url,
        "found": found,
        "most": MOST_SHOWN,
    }
    return render(request, "archive/quoted.html", context)


def quoted_words(request: HttpRequest, rows: Sequence[dict[str, Any]], slug: str) -> list[QuotedWords]:
    keys = {row["origin"] for row in rows}
    found = Message.objects.filter(pk__in=keys).for_reading().with_home(request.user, slug)
    messages = {message.pk: message for message in found}
    return [words_of(messages[row["origin"]], row) for row in rows]


def words_of(message: Message, row: dict[str, Any]) -> QuotedWords:
    start, end = row["origin_start"], row["origin_end"]
    return QuotedWords(
        message, start, excerpt(message.body.text, message.spans.all(), start, end), row["quotes"]
    )
