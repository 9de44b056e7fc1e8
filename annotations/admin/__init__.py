"""The admin site of what the team says: notes, replies and events to read, tags to keep in order."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from annotations.admin.notes import AnnotationAdmin, EventAdmin, ReplyAdmin
from annotations.admin.sample import has_sample
from annotations.admin.tags import TagAdmin

first_page = admin.site.index


def first_page_with_sample(
    request: HttpRequest, extra_context: dict[str, Any] | None = None
) -> TemplateResponse:
    """The admin's first page, which offers to remove the sample while it is there."""
    return first_page(request, {**(extra_context or {}), "has_sample": has_sample(request)})


admin.site.index = first_page_with_sample  # type: ignore[method-assign]

__all__ = ["AnnotationAdmin", "EventAdmin", "ReplyAdmin", "TagAdmin"]
