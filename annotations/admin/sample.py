"""The page that takes the sample out: first what goes and what is in the way, then the deed. For superusers."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from annotations.sample_removal import SampleInUse, find_sample, remove_sample
from archive.importing.undoing import StaysThere
from archive.tasks import trace_threads

SEEDS = settings.BASE_DIR / "seeds"
SHOWN = 50
GONE = "The sample is gone: its lists, notes, tags and people. What members wrote stayed."
CHANGED = "Somebody wrote on the sample meanwhile, or its run goes on: nothing was removed. Look again."


@require_http_methods(["GET", "HEAD", "POST"])
def sample_page(request: HttpRequest) -> HttpResponse:
    """GET asks, POST does it; with `keep`, threads that members wrote on stay."""
    sample = find_sample(SEEDS) if request.user.is_superuser else None
    if sample is None:
        raise Http404
    if request.method == "POST":
        return removed(request, keep="keep" in request.POST)
    context = admin.site.each_context(request) | {
        "title": "Remove the sample",
        "sample": sample,
        "obstacles": sample.obstacles[:SHOWN],
        "obstacle_count": len(sample.obstacles),
    }
    return TemplateResponse(request, "admin/annotations/remove_sample.html", context)


def removed(request: HttpRequest, *, keep: bool) -> HttpResponse:
    try:
        changed = remove_sample(SEEDS, keep_written_on=keep)
    except (SampleInUse, StaysThere):
        messages.warning(request, CHANGED)
        return redirect("remove_sample")
    if changed:
        trace_threads.defer(threads=sorted(changed))
    messages.success(request, GONE)
    return redirect("admin:index")


def has_sample(request: HttpRequest) -> bool:
    """Whether the first page of the admin site offers to remove it."""
    return request.user.is_superuser and find_sample(SEEDS) is not None
