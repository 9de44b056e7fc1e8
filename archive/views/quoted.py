"""The words of a list, or of one thread, that most messages quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.echoes import echoes_for
from archive.forms import RangeForm
from archive.layout import Excerpt, excerpt, lay_out
from archive.models import MailingList, Message, Origin

MOST_SHOWN = 50
MOST_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words with the message where they were written, and how many messages quote them."""

    message: Message
    start: int
    end: int
    excerpt: Excerpt
    quotes: int

    @property
    def url(self) -> str:
        page = self.message.thread_page(self.message.home_slug, self.start)
        return f"{page}#{self.message.anchor}-{self.start}-{self.end}"


@require_safe
def most_quoted(request: HttpRequest, slug: str) -> HttpResponse:
    """The most quoted words of a list; with `thread`, a Message-ID, those of its thread alone."""
    mailing_list = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    rows = Origin.objects.most_quoted(mailing_list, request.user)
    message = None
    if asked := request.GET.get("thread"):
        message = get_object_or_404(Message.objects.stored().on_list(slug), message_id=asked)
        rows = Origin.objects.of_thread(message.thread_id).most_quoted(mailing_list, request.user)
    found = quoted_words(request, apart(rows[:MOST_LOOKED_AT])[:MOST_SHOWN], slug)
    thread_url = message.thread_url(slug) if message else ""
    context = {
        "list": mailing_list,
        "message": message,
        "thread_url": thread_url,
        "found": found,
        "most": MOST_SHOWN,
    }
    return render(request, "archive/quoted.html", context)


@require_safe
def quotes(request: HttpRequest, slug: str) -> HttpResponse:
    """All messages that quote words of one: `message`, its Message-ID, and `start` and `end`, code points."""
    mailing_list = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    here = Message.objects.readable_by(request.user).standing_on(mailing_list).for_reading()
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


def apart(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without those that share words with an earlier one: quotes begin and end where people cut them."""
    kept: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        taken = kept[row["origin"]]
        if all(
            row["origin_start"] >= one["origin_end"] or row["origin_end"] <= one["origin_start"]
            for one in taken
        ):
            taken.append(row)
    every = [row for some in kept.values() for row in some]
    return sorted(every, key=lambda row: (-row["quotes"], row["origin"], row["origin_start"]))


def quoted_words(request: HttpRequest, rows: Sequence[dict[str, Any]], slug: str) -> list[QuotedWords]:
    keys = {row["origin"] for row in rows}
    found = Message.objects.filter(pk__in=keys).for_reading().with_home(request.user, slug)
    messages = {message.pk: message for message in found}
    return [words_of(messages[row["origin"]], row) for row in rows]


def words_of(message: Message, row: dict[str, Any]) -> QuotedWords:
    start, end = row["origin_start"], row["origin_end"]
    return QuotedWords(
        message, start, end, excerpt(message.body.text, message.spans.all(), start, end), row["quotes"]
    )
