"""Undoing an import run: first what would go and what stands in the way, then the deed, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from archive.hooks import obstacles_to_removal
from archive.importing.keeping import keep_threads_of
from archive.importing.run_control import begin_undo
from archive.importing.undoing import what_goes
from archive.importing.uploads import are_uploads
from archive.models import ImportRun

if TYPE_CHECKING:
    from archive.admin.runs import ImportRunAdmin

NOT_NOW = "This run is going on, waits, or was undone before. Stop it first, then undo it."
NOT_YOURS = "You may not undo imports: ask an administrator for the right to add import runs."
SHOWN = 50


def undo_page(admin: ImportRunAdmin, request: HttpRequest, run: ImportRun) -> HttpResponse:
    """GET asks, POST lets a worker do it. What people wrote is in the way of either."""
    if (
        refusal := NOT_YOURS
        if not admin.has_add_permission(request)
        else ""
        if run.may_be_undone
        else NOT_NOW
    ):
        messages.error(request, refusal)
        return HttpResponseRedirect(run.get_absolute_url())
    going = what_goes(run)
    standing = obstacles_to_removal(going.all)
    if request.method == "POST" and standing and "keep" in request.POST:
        keep_threads_of(run, [one.message for one in standing])
        standing = []
    if request.method == "POST" and not standing and begin_undo(run):
        admin.log_change(request, run, "Began to undo the run.")
        return HttpResponseRedirect(run.get_absolute_url())
    context = admin.admin_site.each_context(request) | {
        "run": run,
        "opts": admin.opts,
        "title": f"Undo {run}",
        "going": len(going.messages),
        "staying": run.postings.count() - run.postings.filter(message__in=going.messages).count(),
        "standing": standing[:SHOWN],
        "standing_count": len(standing),
        "are_uploads": are_uploads(run.sources),
    }
    return TemplateResponse(request, "admin/archive/importrun/undo.html", context)
