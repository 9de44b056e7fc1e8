"""What was attached to a message: to be saved, or read as text. Nothing that a stranger attached is run here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from archive.mail.body import attachment_content, attachment_text
from archive.models import Attachment, ListCopy, MailingList, Message
from archive.views.raw import copy_on, find_message, harmless

KEEPS_ITS_TYPE = frozenset({"image/png", "image/jpeg", "image/gif", "text/plain"})
NOT_THERE = "This part is not in the mail."


@require_safe
def attachment(request: HttpRequest, slug: str, message_id: str, part: int) -> HttpResponse:
    """The bytes, as a file to save."""
    message, found = find_attachment(request, slug, message_id, part)
    try:
        content = attachment_content(copy_on(message, slug).raw_mail(), part)
    except IndexError as error:
        raise Http404(NOT_THERE) from error
    kind = found.content_type if found.content_type in KEEPS_ITS_TYPE else "application/octet-stream"
    response = harmless(HttpResponse(content, content_type=kind))
    name = found.filename or f"part-{part}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@require_safe
def attached_text(request: HttpRequest, slug: str, message_id: str, part: int) -> HttpResponse:
    """The words of an attachment, on a page of the archive."""
    message, found = find_attachment(request, slug, message_id, part)
    if not found.is_readable:
        raise Http404("This attachment is no text, or too long to be shown: save it instead.")
    try:
        text = attachment_text(copy_on(message, slug).raw_mail(), part)
    except IndexError as error:
        raise Http404(NOT_THERE) from error
    context = {
        "list": get_object_or_404(MailingList, slug=slug),
        "message": message,
        "attachment": found,
        "text": text,
        "message_url": message.url(slug),
    }
    return render(request, "archive/attached_text.html", context)


def find_attachment(
    request: HttpRequest, slug: str, message_id: str, part: int
) -> tuple[Message, Attachment]:
    """An attachment of the copy that the list received."""
    message = find_message(request.user, slug, message_id)
    copy = copy_on(message, slug)
    rows = copy.attachments() if isinstance(copy, ListCopy) else message.attachments.all()
    found = next((one for one in rows if one.part == part), None)
    if found is None:
        raise Http404(NOT_THERE)
    return message, found
