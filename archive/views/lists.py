"""One list: its threads, newest activity first, or those of one month."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from archive.charts.timeline import Timeline
from archive.models import MailingList, Message, ThreadListing
from archive.views.paging import page_of

THREADS_ON_A_PAGE = 50
MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


def list_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The list, one page of its threads, and its mail by month."""
    found = get_object_or_404(MailingList.objects.visible_to(request.user).with_counts(), slug=slug)
    month = month_of(request.GET.get("month"))
    threads = ThreadListing.objects.on_list(found).told_to(request.user).for_rows().newest_first()
    if month:
        threads = threads.in_month(month.year, month.month)
    posted = Message.objects.stored().posted_on(found, request.user)
    return {
        "list": found,
        "page": page_of(request, threads, THREADS_ON_A_PAGE),
        "month": month,
        "timeline": Timeline(posted.count_by_month(), month),
        "people_count": posted.count_people(),
    }


def month_of(asked: str | None) -> dt.date | None:
    """The first day of the month asked for as `2007-07`; 404 for what is no month."""
    if asked is None:
        return None
    match = MONTH.fullmatch(asked)
    if not match:
        raise Http404("A month is written like 2007-07.")
    return dt.date(int(match[1]), int(match[2]), 1)
