"""The first page, and the way from a Message-ID to its message."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from archive.models import MailingList, Message, ThreadListing

RECENT_THREADS = 15


def home_context(request: HttpRequest) -> dict[str, Any]:
    """The lists that this person may read, and what was said last on them."""
    lists = MailingList.objects.visible_to(request.user).with_counts().in_order()
    recent = ThreadListing.objects.visible_to(request.user).for_rows().newest_first()
    return {"lists": list(lists), "threads": list(recent[:RECENT_THREADS])}


@require_safe
def any_message(request: HttpRequest, message_id: str) -> HttpResponse:
    """To the message on a list that this person may read."""
    readable = Message.objects.stored().visible_to(request.user).with_home(request.user)
    message = get_object_or_404(readable, message_id=message_id)
    return redirect(message.url(message.home_slug))
