"""The pages where both apps meet: what was written, and beside it the notes and tags of the team.

Home, a list, search, a thread and a message. What the archive shows, its own views gather; here the notes are added.
Every question is asked here: templates and their tags only show.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.margin.notes import margin_for
from annotations.margin.overviews import add_notes, find_notes, months_with_notes, newest_notes
from archive.views.home import home_context
from archive.views.lists import list_context
from archive.views.search import search_context
from archive.views.threads import message_context, texts_of, thread_context


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The lists, the threads that are newest and the notes that are."""
    context = home_context(request)
    context["rows"] = add_notes(context["threads"], request.user)
    context["notes"] = newest_notes(request.user)
    return render(request, "archive/home.html", context)


@require_safe
def mailing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A list: its months, and a page of its threads, newest activity first."""
    context = list_context(request, slug)
    context["rows"] = add_notes(context["page"].object_list, request.user)
    context["picture"] = context["timeline"].picture(months_with_notes(context["list"], request.user))
    return render(request, "archive/list.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Messages that answer, and the newest notes that do."""
    context = search_context(request)
    context["notes"] = find_notes(request.user, context["search_text"])
    return render(request, "archive/search.html", context)


def thread(request: HttpRequest, slug: str, message_id: str) -> HttpResponse:
    """The whole thread at one of its messages; a very long one in parts, that message's part first."""
    context = thread_context(request, slug, message_id)
    context["margin"] = margin_for(texts_of(context["items"]), request.user, context["echoes"])
    return render(request, "archive/thread.html", context)


def message(request: HttpRequest, slug: str, message_id: str) -> HttpResponse:
    """One message by itself."""
    context = message_context(request, slug, message_id)
    context["margin"] = margin_for(texts_of(context["items"]), request.user, context["echoes"])
    return render(request, "archive/message.html", context)
