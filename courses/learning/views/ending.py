"""Closing a run, seen before it is done, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.learning.domain.closing import close_run
from courses.learning.queries.seat_progress import who_passes
from courses.runs.domain import ending
from courses.runs.forms.ending import CloseForm, RunReasonForm
from courses.runs.queries.ending import without_sheet
from courses.runs.views.office import managed_run
from lms.accounts.namesakes import told_apart
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.web.refusals import refusal_on


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_run_close(request: AuthedRequest, pk: int) -> HttpResponse:
    run = managed_run(request, pk)
    missing = list(without_sheet(run))
    form = CloseForm(request.POST if request.method == "POST" else None, missing=missing)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            close_run(run=run, actor=request.user, without_sheets=form.cleaned_data.get("without_sheets", False))
            messages.success(request, _("The run is closed, and everybody in it has been told."))
            return redirect("office_run", pk=run.pk)
    outcome = who_passes(run)
    names = told_apart([one.enrolment.person for one in (*outcome.passes, *outcome.fails)], run.centre_id)
    context = {
        "run": run,
        "form": form,
        "missing": missing,
        "passes": [(one, names[one.enrolment.person_id]) for one in outcome.passes],
        "fails": [(one, names[one.enrolment.person_id]) for one in outcome.fails],
    }
    return render(request, "courses/learning/office_run_close.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_run_reopen(request: AuthedRequest, pk: int) -> HttpResponse:
    run = managed_run(request, pk)
    form = RunReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            ending.reopen_run(run=run, reason=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, _("The run is open again, and everybody in it has been told."))
            return redirect("office_run", pk=run.pk)
    context = {"run": run, "form": form}
    return render(request, "courses/learning/office_run_reopen.html", context, status=422 if form.errors else 200)
