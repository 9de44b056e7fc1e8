"""Feeds of a list and of a thread."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.exports.feeds import atom
from archive.models import MailingList, Message
from archive.views.raw import find_message

ENTRIES = 50


@require_safe
def of_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest messages of a list."""
    found = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    posted = Message.objects.stored().posted_on(found, request.user).with_home(request.user, slug)
    return atom(request, found.name, found.get_absolute_url(), posted.with_body().newest_first()[:ENTRIES])


@require_safe
def of_thread(request: HttpRequest, slug: str, message_id: str) -> HttpResponse:
    """The newest messages of a thread that this person may read, each at an address that they may open."""
    message = find_message(request.user, slug, message_id)
    readable = Message.objects.in_thread(message.thread_id).stored().visible_to(request.user)
    newest = readable.with_home(request.user, slug).with_body().newest_first()[:ENTRIES]
    return atom(request, message.bare_subject, message.url(slug) + "T/", newest)
