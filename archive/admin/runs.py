"""Import runs: begin one, watch it, try again what was held back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from archive.admin.base import VisibleLists, count_of, figure
from archive.admin.quarantine import QuarantineAdmin, try_again, visible_quarantine
from archive.admin.run_page import may_begin_again, run_context
from archive.admin.undoing import undo_page
from archive.forms import ImportForm
from archive.importing.run_control import continue_import, halt_import, import_again, start_import
from archive.importing.run_locks import is_lost
from archive.models import ImportProblem, ImportRun, MailingList, Quarantine

if TYPE_CHECKING:
    RunAdmin = admin.ModelAdmin[ImportRun]
else:
    RunAdmin = admin.ModelAdmin

UPLOAD_FAILED = "The upload could not be kept ({error}). Make room on the server's disk, then send it again."


class HowItCame(admin.SimpleListFilter):
    """Runs that somebody asked for; those of mail that came by itself, one for each delivery, stand apart."""

    title = "how it came"
    parameter_name = "came"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("deliveries", "By itself: followed, or handed over"), ("all", "All")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The first one, which Django calls «All», are the runs that somebody asked for."""
        first, *others = super().choices(changelist)
        yield {**first, "display": "Imports"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[ImportRun]) -> QuerySet[ImportRun]:
        if self.value() == "all":
            return queryset
        return queryset.filter(is_delivery=self.value() == "deliveries")


Act = Callable[["ImportRunAdmin", HttpRequest, ImportRun], ImportRun | None]
View = Callable[["ImportRunAdmin", HttpRequest, int], HttpResponseRedirect]


def may_add(admin: ImportRunAdmin, request: HttpRequest) -> bool:
    return admin.has_add_permission(request)


def may_retry(admin: ImportRunAdmin, request: HttpRequest) -> bool:
    return admin.quarantine_admin.has_retry_permission(request)


def on_run(deed: str, may: Callable[[ImportRunAdmin, HttpRequest], bool]) -> Callable[[Act], View]:
    """A view that does something to a run, by those who may, and then shows it or the run that the deed gives."""

    def decorate(act: Act) -> View:
        @wraps(act)
        def view(self: ImportRunAdmin, request: HttpRequest, pk: int) -> HttpResponseRedirect:
            run = get_object_or_404(self.seen_runs(request), pk=pk)
            if may(self, request):
                run = act(self, request, run) or run
            else:
                messages.error(request, f"You may not {deed}.")
            return HttpResponseRedirect(run.get_absolute_url())

        return view

    return decorate


@admin.register(ImportRun)
class ImportRunAdmin(RunAdmin):
    """The add page is the import form; the change page shows the run and changes nothing."""

    list_display = (
        "__str__", "mailing_list", "state_now", "found_figure", "stored_figure", "present_figure", "held_figure",
        "problems_figure", "started_by", "begun",
    )  # fmt: skip
    list_filter = (HowItCame, "state", ("mailing_list", VisibleLists))
    list_select_related = ("mailing_list", "started_by")
    search_fields = ("mailing_list__name", "sources", "started_by__username")
    date_hierarchy = "created_at"
    show_full_result_count = False
    view_on_site = False

    @admin.display(description="state", ordering="state")
    def state_now(self, run: ImportRun) -> str:
        """One whose worker was lost is not running, whatever its row still says."""
        return "worker lost" if is_lost(run) else run.get_state_display()

    @admin.display(description="found", ordering="found")
    def found_figure(self, run: ImportRun) -> str:
        return figure(run.found)

    @admin.display(description="stored", ordering="stored")
    def stored_figure(self, run: ImportRun) -> str:
        return figure(run.stored)

    @admin.display(description="already there", ordering="already_present")
    def present_figure(self, run: ImportRun) -> str:
        return figure(run.already_present)

    @admin.display(description="quarantined", ordering="quarantined")
    def held_figure(self, run: ImportRun) -> str:
        return figure(run.quarantined)

    @admin.display(description="problems", ordering="problem_count")
    def problems_figure(self, run: ImportRun) -> str:
        return figure(getattr(run, "problem_count", 0))

    @admin.display(description="begun", ordering="created_at")
    def begun(self, run: ImportRun) -> str:
        return date_format(timezone.localtime(run.created_at), "j M Y H:i")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        runs = (
            super().get_queryset(request).annotate(problem_count=count_of(ImportProblem.objects.all(), "run"))
        )
        if request.user.is_superuser:
            return runs
        reader = cast("User", request.user)
        lists = MailingList.objects.visible_to(reader)
        own = Q(mailing_list=None, started_by=reader)
        return runs.filter(own | Q(mailing_list__in=lists))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("<int:pk>/retry/", guard(require_POST(self.retry_view)), name="archive_importrun_retry"),
            path(
                "<int:pk>/dismiss/", guard(require_POST(self.dismiss_view)), name="archive_importrun_dismiss"
            ),
            path("<int:pk>/halt/", guard(require_POST(self.halt_view)), name="archive_importrun_halt"),
            path(
                "<int:pk>/continue/",
                guard(require_POST(self.continue_view)),
                name="archive_importrun_continue",
            ),
            path("<int:pk>/undo/", guard(self.undo_view), name="archive_importrun_undo"),
            path("<int:pk>/again/", guard(require_POST(self.again_view)), name="archive_importrun_again"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form that starts an import."""
        if not self.has_add_permission(request):
            return HttpResponse(status=404)
        reader = cast("User", request.user)
        form = ImportForm(request.POST or None, request.FILES or None, reader=reader)
        if request.method == "POST" and form.is_valid() and (run := self.started(request, form)):
            return redirect(run)
        context = self.admin_site.each_context(request) | {"title": "Import", "opts": self.opts, "form": form}
        return TemplateResponse(request, "admin/archive/importrun/import.html", context)

    def started(self, request: HttpRequest, form: ImportForm) -> ImportRun | None:
        """The run that begins, or None with the reason on the form."""
        user = cast("User", request.user)
        try:
            with transaction.atomic():
                run = start_import(
                    form.chosen_list(), form.cleaned_data["uploads"], form.paths(), user, form.only_list_id(),
                    makes_list=bool(form.cleaned_data["new_list"]),
                )  # fmt: skip
        except OSError as error:
            form.add_error("uploads", UPLOAD_FAILED.format(error=error.strerror or error))
            return None
        self.log_addition(request, run, "Started the import.")
        return run

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        run = get_object_or_404(self.seen_runs(request), pk=object_id if object_id.isdecimal() else 0)
        context = self.admin_site.each_context(request) | run_context(
            run, self.held(request, run), request.GET.dict()
        )
        context |= {"title": str(run), "opts": self.opts, "may_add": self.has_add_permission(request)}
        context["may_retry"] = run.is_over and self.quarantine_admin.has_retry_permission(request)
        return TemplateResponse(request, "admin/archive/importrun/run.html", context)

    @property
    def quarantine_admin(self) -> QuarantineAdmin:
        return cast("QuarantineAdmin", self.admin_site.get_model_admin(Quarantine))

    def seen_runs(self, request: HttpRequest) -> QuerySet[ImportRun]:
        runs = self.get_queryset(request).select_related("mailing_list", "started_by")
        return runs if self.has_view_permission(request) else runs.none()

    def held(self, request: HttpRequest, run: ImportRun) -> QuerySet[Quarantine]:
        return visible_quarantine(request.user).filter(run=run, state=Quarantine.State.HELD)

    @on_run("retry held mail: ask an administrator for the right to change it", may_retry)
    def retry_view(self, request: HttpRequest, run: ImportRun) -> None:
        """Tries held mail: `retry` is a key, `selected`, `all` of this run, or `kind`, of every run."""
        if run.is_over:
            try_again(request, self.held_and_asked_for(request, run))
        else:
            messages.warning(request, "This run is not over yet. Try again when it is.")

    def held_and_asked_for(self, request: HttpRequest, run: ImportRun) -> QuerySet[Quarantine]:
        held, which = self.held(request, run), request.POST.get("retry", "selected")
        if which == "kind":
            kind = request.POST.get("kind", "").replace("\0", "")
            return visible_quarantine(request.user).filter(kind=kind, state=Quarantine.State.HELD)
        if which == "all":
            return held
        keys = request.POST.getlist("held") if which == "selected" else [which]
        return held.filter(pk__in=[key for key in keys if key.isdecimal()])

    @on_run("dismiss held mail: ask an administrator for the right to change it", may_retry)
    def dismiss_view(self, request: HttpRequest, run: ImportRun) -> None:
        """Puts those selected away: their bytes stay, nobody is asked about them any more."""
        self.quarantine_admin.dismiss(request, self.held_and_asked_for(request, run))

    @on_run("stop imports: ask an administrator for the right to add import runs", may_add)
    def halt_view(self, request: HttpRequest, run: ImportRun) -> None:
        """Pauses or stops a run: `wish` is `pause` or `stop`."""
        wish = request.POST.get("wish")
        if wish in {ImportRun.Wish.PAUSE, ImportRun.Wish.STOP}:
            halt_import(run, ImportRun.Wish(wish))
            self.log_change(request, run, f"Wished: {ImportRun.Wish(wish).label}.")

    @on_run("import: ask an administrator for the right to add import runs", may_add)
    def continue_view(self, request: HttpRequest, run: ImportRun) -> None:
        if continue_import(run):
            self.log_change(request, run, "Continued the import.")
        else:
            messages.warning(request, "This run is going on, or is over: there is nothing to continue.")

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return undo_page(self, request, get_object_or_404(self.seen_runs(request), pk=pk))

    @on_run("import: ask an administrator for the right to add import runs", may_add)
    def again_view(self, request: HttpRequest, run: ImportRun) -> ImportRun | None:
        """The same sources in a new run, when this one failed or its worker is gone."""
        if may_begin_again(run):
            again = import_again(run, cast("User", request.user))
            self.log_addition(request, again, "Started the import again.")
            return again
        messages.warning(request, "This run is going on, or left nothing to import again.")
        return None
