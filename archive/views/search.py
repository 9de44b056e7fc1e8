"""Search in messages. What the team says is found by the page itself."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.search.messages import LONGEST_QUERY, cleaned, find_hits, find_messages, says_something

HITS_ON_A_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The messages that answer `q`, best or newest (`order=newest`) first."""
    asked = request.GET.get("q", "")
    text = cleaned(asked)
    context = {"search_text": text, "is_cut": len(asked) > LONGEST_QUERY, "newest_first": is_newest(request)}
    if text and says_something(text):
        context |= found(request, text)
    return render(request, "archive/search.html", context)


def is_newest(request: HttpRequest) -> bool:
    return request.GET.get("order") == "newest"


def found(request: HttpRequest, text: str) -> dict[str, object]:
    messages = find_messages(request.user, text, is_newest(request))
    page = Paginator(messages, HITS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "hits": find_hits(request.user, list(page), text)}
