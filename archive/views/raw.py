"""Mail as it was sent: one message, or a whole thread as mbox."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from archive.access import Reader
from archive.exports.mbox import mbox_of_thread
from archive.models import Body, ListCopy, MailingList, Message

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def raw(request: HttpRequest, slug: str, message_id: str) -> HttpResponse:
    """The bytes of a message as they came, as text that no browser runs."""
    message = find_message(request.user, slug, message_id)
    return harmless(HttpResponse(copy_on(message, slug).raw_mail(), content_type="text/plain"))


@require_safe
def other_copy(request: HttpRequest, slug: str, message_id: str, copy: int) -> HttpResponse:
    """The bytes of another copy of a message that came onto this list."""
    message = find_message(request.user, slug, message_id)
    found = get_object_or_404(message.other_copies.all(), pk=copy, mailing_list__slug=slug)
    return harmless(HttpResponse(found.raw_mail(), content_type="text/plain"))


@require_safe
def thread_mbox(request: HttpRequest, slug: str, message_id: str) -> StreamingHttpResponse:
    """The messages of a thread that this person may read, as mboxrd."""
    message = find_message(request.user, slug, message_id)
    mails = mbox_of_thread(request.user, message.thread_id, slug)
    response = StreamingHttpResponse(zipped(mails), content_type="application/gzip")
    response["Content-Disposition"] = 'attachment; filename="t.mbox.gz"'
    return response


def find_message(reader: Reader, slug: str, message_id: str) -> Message:
    """404 for what is not there and for what this person may not see."""
    mailing_list = get_object_or_404(MailingList.objects.visible_to(reader), slug=slug)
    stored = Message.objects.stored().posted_on(mailing_list, reader).select_related("body")
    found = stored.called(message_id, slug).defer("body__text", "body__search").first()
    if found is None:
        raise Http404
    return found


def copy_on(message: Message, slug: str) -> Body | ListCopy:
    """What the list received of a message."""
    return message.list_copies.on_list(slug).first() or message.body


def harmless(response: HttpResponse) -> HttpResponse:
    """Marks bytes that strangers wrote: they are not guessed at, not run, not framed."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def zipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Each piece as a gzip member of its own: joined, members are one file (RFC 1952, 2.2)."""
    for piece in pieces:
        yield gzip.compress(piece, mtime=0)
