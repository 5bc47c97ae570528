"""The office's pages of runs: listing, preparing and cancelling them. Who is in one: `courses.learning.views.run`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.runs import rules
from courses.runs.domain import classes
from courses.runs.domain import runs as domain
from courses.runs.enums import SessionState
from courses.runs.forms.ending import RunReasonForm
from courses.runs.forms.runs import RunForm, class_forms
from courses.runs.lists import RUNS
from courses.runs.models import CourseRun
from lms.accounts.current import current_centre, offices_of
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import Centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on


def staffed_run(request: AuthedRequest, pk: int) -> CourseRun:
    runs = (
        CourseRun.objects.staffed_by(request.user)
        .with_places()
        .select_related("version__page", "centre", "coordinator")
    )
    run: CourseRun = get_object_or_404(runs, pk=pk)
    request.help_centre = run.centre
    return run


def managed_run(request: AuthedRequest, pk: int) -> CourseRun:
    """For pages that only change things: who may read the run but not change it is told so before filling anything in."""
    run = staffed_run(request, pk)
    if not rules.may_manage_run(request.user, run):
        raise not_coordinator()
    return run


def office_or_teaching(request: AuthedRequest) -> Centre | None:
    """None for an instructor who is on no staff: they see the runs they teach."""
    person = request.user
    teaches_only = not offices_of(request) and person.taught_runs.exists()
    return None if teaches_only else current_centre(request)


@require_safe
@signed_in
def office_runs(request: AuthedRequest) -> HttpResponse:
    centre = office_or_teaching(request)
    context = {
        "list": RUNS.shown(request, centre, files=["runs"] if centre else []),
        "may_plan": centre is not None and rules.may_plan_runs(request.user, centre),
    }
    return render(request, "courses/runs/office_runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_run_new(request: AuthedRequest) -> HttpResponse:
    centre = current_centre(request)
    if not rules.may_plan_runs(request.user, centre):
        raise not_coordinator()
    form = RunForm(request.POST or None, centre=centre, initial={"coordinator": request.user.pk})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            run = domain.create_run(
                version=form.cleaned_data["version"],
                fields=form.values(),
                instructors=form.instructors,
                actor=request.user,
            )
            return redirect("office_run_classes", pk=run.pk)
    return render(
        request, "courses/runs/run_form.html", {"form": form, "run": None}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_run_edit(request: AuthedRequest, pk: int) -> HttpResponse:
    run = managed_run(request, pk)
    form = RunForm(request.POST or None, instance=run, centre=run.centre)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        with refusal_on(form) as refusal:
            domain.change_run(
                run=run,
                fields=values,
                instructors=form.instructors,
                actor=request.user,
                seen=form.seen,
                with_classes=form.cleaned_data.get("with_classes", False),
            )
            messages.success(request, _("The run is saved."))
            return redirect("office_run", pk=run.pk)
        if refusal.code == ChangedMeanwhile.CODE:
            now = managed_run(request, pk)
            form.ask_about(now, RunForm(instance=now, centre=run.centre).begins_with())
    return render(request, "courses/runs/run_form.html", {"form": form, "run": run}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_run_classes(request: AuthedRequest, pk: int) -> HttpResponse:
    run = managed_run(request, pk)
    forms = class_forms(run, request.POST or None)
    # A list, so that every form is asked and all mistakes are shown at once.
    valid = [form.is_valid() for form in forms]
    if request.method == "POST" and forms and all(valid):
        planned = [form.planned() for form in forms if not form.is_fixed]
        with refusal_on(forms[0]) as refusal:
            classes.plan_sessions(run=run, classes=planned, actor=request.user)
            messages.success(request, _("The classes are saved."))
            return redirect("office_run", pk=run.pk)
        if refusal.code == ChangedMeanwhile.CODE:
            for form, now in zip(forms, class_forms(run), strict=True):
                form.ask_about_class(now)
    status = max((form.status for form in forms), key=[200, 422, 409].index, default=200)
    return render(request, "courses/runs/run_form_classes.html", {"run": run, "forms": forms}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_run_cancel(request: AuthedRequest, pk: int) -> HttpResponse:
    run = managed_run(request, pk)
    form = RunReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            domain.cancel_run(run=run, reason=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, _("The run is cancelled, and everybody in it has been told."))
            return redirect("office_run", pk=run.pk)
    return render(
        request, "courses/runs/run_form_cancel.html", {"run": run, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_class_cancel(request: AuthedRequest, pk: int, session_id: int) -> HttpResponse:
    run = managed_run(request, pk)
    session = get_object_or_404(run.sessions.filter(state=SessionState.PLANNED), pk=session_id)
    form = RunReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            classes.cancel_session(session=session, reason=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, _("The class is called off, and everybody in the run has been told."))
            return redirect("office_run", pk=run.pk)
    context = {"run": run, "session": session, "form": form}
    return render(request, "courses/runs/class_cancel.html", context, status=422 if form.errors else 200)
