"""The part of many rows that a page shows, by `?page=`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

T = TypeVar("T")


def page_of(request: HttpRequest, rows: QuerySet[Any, T] | Sequence[T], size: int) -> Page[T]:
    """So many rows, by the number asked for; 404 for what is no page of them."""
    try:
        return Paginator(rows, size).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("There is no such page.") from error
