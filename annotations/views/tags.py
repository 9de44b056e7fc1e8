"""Browsing by tag: the index, a combination, one tag, one annotation."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from annotations.exports import FORMATS, export
from annotations.exports.jsonld import as_jsonld
from annotations.models import Annotation, AnnotationQuerySet, Tag
from annotations.tagging.counts import TagCounts, count_tags
from annotations.tagging.page import FACETS, make_cards, make_chips, make_facets, narrow
from annotations.tagging.query_filters import ORDERS, Asked, ask, matching, one_per_passage, with_speaker
from annotations.tagging.query_grammar import write_path
from archive.models import MailingList
from archive.views.paging import page_of

PASSAGES_ON_A_PAGE = 25


@require_safe
def tags(request: HttpRequest) -> HttpResponseBase:
    """The index, or with `q` the passages that a combination finds."""
    if not request.user.is_authenticated:
        return render(request, "annotations/members_only.html")
    query = request.GET.get("q", "").strip()
    if request.GET.get("and", "").strip():
        return redirect(f"{request.path}?{with_more(request.GET)}")
    return passages(request, ask(query, request.user)) if query else index(request)


def with_more(given: QueryDict) -> str:
    """The query with what was typed beside it: a tag is joined with AND, a query in brackets."""
    parameters = given.copy()
    [more] = parameters.pop("and")[-1:]
    before = parameters.get("q", "").strip()
    parameters["q"] = f"{bracketed(before)} AND {bracketed(more.strip())}" if before else more.strip()
    parameters.pop("page", None)
    return parameters.urlencode()


def bracketed(query: str) -> str:
    return f"({query})" if " OR " in query else query


@require_safe
def tag(request: HttpRequest, path: str) -> HttpResponseBase:
    """The passages of one tag and those below it. An alias leads to its tag."""
    if not request.user.is_authenticated:
        return render(request, "annotations/members_only.html", status=404)
    asked = ask(write_path(path), request.user)
    found = next(iter(asked.tags.values()), None)
    if found is None:
        raise Http404("There is no such tag.")
    if found.path != path:
        return redirect(found)
    return passages(request, asked, found)


def index(request: HttpRequest) -> HttpResponse:
    visible = Annotation.objects.visible_to(request.user)
    every = count_tags(
        list(Tag.objects.visible_to(request.user).by_path()), narrowed(request, visible), timezone.now()
    )
    find = request.GET.get("find", "").strip().lower()
    lines = [line for line in every if belongs(line, request.GET, find)]
    context = {
        "lines": lines,
        "all_count": len(every),
        "find": find,
        "people": list(
            visible.order_by("author__username").values_list("author__username", flat=True).distinct()
        ),
        "lists": list(
            MailingList.objects.visible_to(request.user)
            .with_messages_among(visible.values("target__message"))
            .in_order()
        ),
        "passage_count": one_per_passage(visible.with_tags()).count(),
        "note_count": visible.exclude(note="").count(),
    }
    return render(request, "annotations/tags.html", context)


def narrowed(request: HttpRequest, visible: AnnotationQuerySet) -> AnnotationQuerySet:
    """The annotations that the index counts: all, or those of one person or on one list."""
    if by := request.GET.get("by"):
        visible = visible.filter(author__username=by)
    if slug := request.GET.get("list"):
        lists = MailingList.objects.visible_to(request.user).filter(slug=slug)
        visible = visible.filter(target__message__postings__mailing_list__in=lists)
    return visible


def belongs(line: TagCounts, given: QueryDict, find: str) -> bool:
    """Whether a line is shown under the filters chosen."""
    is_used = bool(line.passages) or not (given.get("by") or given.get("list"))
    has_meaning = given.get("show") != "without-meaning" or not line.tag.description
    return is_used and has_meaning and find in line.tag.path


def passages(request: HttpRequest, asked: Asked, one: Tag | None = None) -> HttpResponseBase:
    """Cards of what a query finds, narrowed and ordered; or the same as a document, with `format`."""
    readable = MailingList.objects.visible_to(request.user)
    given = {name: request.GET[name] for name in request.GET}
    found = narrow(
        with_speaker(one_per_passage(matching(asked, request.user)), request.user), given, readable
    )
    order = given.get("sort") if given.get("sort") in ORDERS else "oldest"
    if given.get("format") in FORMATS:
        notes = narrow(with_speaker(matching(asked, request.user), request.user), given, readable).order_by(
            *ORDERS[order or "oldest"]
        )
        return export(given["format"], notes, asked, request)
    page = page_of(
        request, found.order_by(*ORDERS[order or "oldest"], "pk").select_related("target"), PASSAGES_ON_A_PAGE
    )
    context: dict[str, Any] = {
        "asked": asked,
        "tag": one,
        "below": list(Tag.objects.visible_to(request.user).below(one.path).exclude(pk=one.pk).by_path()) if one else [],
        "page": page,
        "cards": make_cards(list(page.object_list), request.user),
        "facets": make_facets(found, given, readable),
        "chosen": {name: given[name] for name in FACETS if name in given},
        "chips": make_chips(asked),
        "near": {
            path: list(Tag.objects.suggested(request.user, path.rpartition("/")[2][:4])) for path in asked.unknown[:5]
        },
        "order": order,
        "formats": FORMATS,
        "facts": found.aggregate(
            messages=Count("target__message", distinct=True), threads=Count("target__message__thread", distinct=True),
            first=Min("target__message__sent_at"), last=Max("target__message__sent_at"),
        ),
    }  # fmt: skip
    return render(request, "annotations/tag.html", context)


# The types of a Web Annotation by the types that one asks for, with whatever parameters.
JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
JSON_TYPES = {
    "application/ld+json": JSON_LD,
    "application/*": JSON_LD,
    "application/json": "application/json",
}
PAGE_TYPES = {"text/html", "text/*", "*/*"}


def json_type(request: HttpRequest) -> str | None:
    """As which type of JSON a client prefers the annotation; None when it prefers the page."""
    kinds = (f"{accepted.main_type}/{accepted.sub_type}".lower() for accepted in request.accepted_types)
    known = (kind for kind in kinds if kind in PAGE_TYPES or kind in JSON_TYPES)
    return JSON_TYPES.get(next(known, "text/html"))


@require_safe
@vary_on_headers("Accept")
def annotation(request: HttpRequest, pk: str) -> HttpResponse:
    """One annotation: a page, or a W3C Web Annotation for those who accept that alone."""
    found = get_object_or_404(Annotation.objects.visible_to(request.user).with_details(), pk=pk)
    card = next(iter(make_cards([found], request.user)), None)
    if card and (content_type := json_type(request)):
        data = as_jsonld(found, card.message, request.build_absolute_uri)
        return JsonResponse(data, content_type=content_type)
    events = list(found.events.told_to(request.user).select_related("actor").order_by("pk"))
    return render(
        request, "annotations/annotation.html", {"annotation": found, "card": card, "events": events}
    )
