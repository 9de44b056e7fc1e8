"""Search in messages, for the page on which notes are found too."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from archive.search.messages import LONGEST_QUERY, cleaned, find_hits, find_messages, says_something

HITS_ON_A_PAGE = 20


def search_context(request: HttpRequest) -> dict[str, Any]:
    """The messages that answer `q`, best or newest (`order=newest`) first."""
    asked = request.GET.get("q", "")
    text = cleaned(asked)
    context = {"search_text": text, "is_cut": len(asked) > LONGEST_QUERY, "newest_first": is_newest(request)}
    if text and says_something(text):
        context |= found(request, text)
    return context


def is_newest(request: HttpRequest) -> bool:
    return request.GET.get("order") == "newest"


def found(request: HttpRequest, text: str) -> dict[str, object]:
    messages = find_messages(request.user, text, is_newest(request))
    page = Paginator(messages, HITS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "hits": find_hits(request.user, list(page), text)}
