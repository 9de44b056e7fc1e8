"""What was attached to a message, to be saved: nothing that a stranger attached is run here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from archive.mail.body import attachment_content
from archive.views.raw import find_message, harmless

KEEPS_ITS_TYPE = frozenset({"image/png", "image/jpeg", "image/gif", "text/plain"})


@require_safe
def attachment(request: HttpRequest, slug: str, message_id: str, part: int) -> HttpResponse:
    message = find_message(request.user, slug, message_id)
    found = get_object_or_404(message.attachments.all(), part=part)
    try:
        content = attachment_content(message.body.raw_mail(), part)
    except IndexError as error:
        raise Http404("This part is not in the mail.") from error
    kind = found.content_type if found.content_type in KEEPS_ITS_TYPE else "application/octet-stream"
    response = harmless(HttpResponse(content, content_type=kind))
    name = found.filename or f"part-{part}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
