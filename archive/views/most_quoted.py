"""The words of a list, or of one thread, that most messages quote."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.forms import RangeForm
from archive.models import MailingList, Message
from archive.reading.layout import excerpt, lay_out
from archive.reading.most_quoted import most_quoted as quoted_words
from archive.reading.same_words import echoes_for
from archive.views.paging import page_of
from archive.views.threads import find_in_thread

SHOWN_ON_A_PAGE = 50


@require_safe
def most_quoted(request: HttpRequest, slug: str) -> HttpResponse:
    """The most quoted sentences of a list; with `thread`, a Message-ID, those of its thread alone."""
    mailing_list = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    message = None
    if asked := request.GET.get("thread"):
        _, message = find_in_thread(request, slug, asked)
    found = quoted_words(mailing_list, request.user, message.thread_id if message else None)
    context = {
        "list": mailing_list,
        "message": message,
        "thread_url": message.thread_url(slug) if message else "",
        "page": page_of(request, found, SHOWN_ON_A_PAGE),
    }
    return render(request, "archive/quoted.html", context)


@require_safe
def quotes(request: HttpRequest, slug: str) -> HttpResponse:
    """All messages that quote words of one: `message`, its Message-ID, and `start` and `end`, code points."""
    mailing_list = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    here = Message.objects.readable_by(request.user).standing_on(mailing_list, request.user).for_reading()
    asked = RangeForm(request.GET)
    if not asked.is_valid():
        raise Http404
    given = asked.cleaned_data
    message = get_object_or_404(here.with_home(request.user, slug), message_id=given["message"])
    spans = message.spans.all()
    echoes = echoes_for([(message.pk, lay_out(message.body.text, spans))], request.user, slug)
    spots = echoes.listed(echoes.quotes_at(message.pk, given["start"], given["end"]))
    context = {
        "list": mailing_list,
        "message": message,
        "excerpt": excerpt(message.body.text, spans, given["start"], given["end"]),
        "url": f"{message.thread_page(slug, given['start'])}#{message.anchor}",
        "spots": spots,
    }
    return render(request, "archive/quotes.html", context)
