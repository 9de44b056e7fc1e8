"""Writing notes and tags: htmx gets the changed segments back, everybody else a redirect to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import actions
from annotations.anchoring.selectors import RangeError, make_selector
from annotations.forms import NoteForm, RangeForm, ReplyForm
from annotations.margin.changed_segments import changed_segments, place_of
from annotations.models import Annotation, Reply, Tag
from archive.models import Message

UNPROCESSABLE = 422
MOST_SHOWN = 400


def signed_in(request: HttpRequest) -> User:
    """The user of a view that is for signed-in people."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required stands before
    return request.user


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks: django-htmx says so on the request."""
    return bool(getattr(request, "htmx", False))


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for a note on a range of a message (GET with message, start, end), and its writing (POST)."""
    user = signed_in(request)
    asked = RangeForm(request.POST or request.GET)
    if not asked.is_valid():
        return not_there(request, "Choose the words on the thread's page.")
    readable = Message.objects.readable_by(user).for_reading().with_home(user)
    message = get_object_or_404(readable, pk=asked.cleaned_data["message"])
    start, end = asked.cleaned_data["start"], asked.cleaned_data["end"]
    try:
        quote = make_selector(message.body.text, start, end).exact
    except RangeError as problem:
        return not_there(request, str(problem))
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        annotation = actions.write_annotation(user, message, start, end, form.draft())
        return answer(request, annotation)
    context = {"form": form, "asked": asked.cleaned_data, "quote": quote, "place": place_of(message, start)}
    return form_page(request, context)


def not_there(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "annotations/not_there.html", {"reason": reason}, status=400)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    annotation = mine(request, pk)
    user = signed_in(request)
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            actions.edit_annotation(user, annotation, form.draft())
            return answer(request, annotation)
    else:
        form = NoteForm(initial=as_written(annotation))
    message = Message.objects.for_reading().with_home(user).get(pk=annotation.target.message_id)
    place = place_of(message, annotation.target.start)
    context = {"form": form, "annotation": annotation, "quote": annotation.target.exact, "place": place}
    return form_page(request, context)


def as_written(annotation: Annotation) -> dict[str, str]:
    paths = ", ".join(tag.path for tag in annotation.tags.all())
    return {"note": annotation.note, "tags": paths, "visibility": annotation.visibility}


def form_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The whole page around the form; htmx gets the form alone when what was written needs mending."""
    if request.method == "GET":
        return render(request, "annotations/form.html", context)
    if is_htmx(request):
        response = render(request, "annotations/_note_form.html", context, status=UNPROCESSABLE)
        response["HX-Retarget"], response["HX-Reswap"] = "#note-form", "outerHTML"
        return response
    return render(request, "annotations/form.html", context, status=UNPROCESSABLE)


def mine(request: HttpRequest, pk: str) -> Annotation:
    return get_object_or_404(Annotation.objects.written_by(request.user).with_details(), pk=pk)


def visible(request: HttpRequest, pk: str) -> Annotation:
    return get_object_or_404(Annotation.objects.visible_to(request.user).with_details(), pk=pk)


@login_required
@require_POST
def delete(request: HttpRequest, pk: str) -> HttpResponse:
    annotation = mine(request, pk)
    actions.delete_annotation(signed_in(request), annotation)
    if not is_htmx(request):
        link = format_html('<a href="{}">Take it back</a>', reverse("annotations:restore", args=[pk]))
        messages.info(request, format_html("The note is deleted. {}", link))
    return answer(request, annotation)


@login_required
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: str) -> HttpResponse:
    """Takes a deletion back; a GET asks first."""
    annotation = get_object_or_404(Annotation.objects.deleted_by(request.user).with_details(), pk=pk)
    if request.method == "GET":
        return render(request, "annotations/restore.html", {"annotation": annotation})
    actions.restore_annotation(signed_in(request), annotation)
    return answer(request, annotation)


@login_required
@require_POST
def resolve(request: HttpRequest, pk: str) -> HttpResponse:
    return change(request, pk, actions.resolve_annotation)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    return change(request, pk, actions.reopen_annotation)


def change(request: HttpRequest, pk: str, action: Callable[[User, Annotation], None]) -> HttpResponse:
    annotation = visible(request, pk)
    action(signed_in(request), annotation)
    return answer(request, annotation)


@login_required
@require_POST
def reply(request: HttpRequest, pk: str) -> HttpResponse:
    annotation = visible(request, pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        actions.reply_to(signed_in(request), annotation, form.cleaned_data["note"])
        return answer(request, annotation)
    return answer(request, annotation, "The reply was empty or too long; nothing was written.")


@login_required
@require_POST
def delete_reply(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reply.objects.filter(author=signed_in(request), deleted_at=None), pk=pk)
    annotation = visible(request, str(found.annotation_id))
    actions.delete_reply(signed_in(request), found)
    return answer(request, annotation)


@login_required
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Tags for what is being typed, most used first: a page of links, of which the form takes the list."""
    typed = request.GET.get("typed", "")
    tags = Tag.objects.suggested(request.user, typed)
    return render(request, "annotations/suggest.html", {"tags": tags, "typed": typed})


def answer(request: HttpRequest, annotation: Annotation, problem: str = "") -> HttpResponse:
    """What follows a write: the segments that it changed, or the way back to them."""
    reader = signed_in(request)
    message = Message.objects.for_reading().with_home(reader).get(pk=annotation.target.message_id)
    if not is_htmx(request):
        if problem:
            messages.error(request, problem)
        return redirect(place_of(message, annotation.target.start).url)
    shown = [
        int(key) for key in request.POST.getlist("shown")[:MOST_SHOWN] if key.isdecimal() and len(key) < 19
    ]
    changed = changed_segments(reader, message, annotation, shown)
    deleted = annotation if annotation.deleted_at else None
    context = {"changed": changed, "deleted": deleted, "annotation": annotation, "problem": problem}
    return render(request, "annotations/_changed.html", context)
