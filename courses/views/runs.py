"""The office's pages of runs: preparing them, admitting people, closing them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import rules
from courses.domain import enrolment as enrolments
from courses.domain import runs as domain
from courses.forms.enrolment import AnswerForm, InviteForm
from courses.forms.runs import ReasonForm, RunForm, class_forms
from courses.models import CourseRun
from courses.queries import exports
from courses.queries.office import SHOWS, office_list, roster, seats
from lms.accounts.current import current_centre, offices_of
from lms.accounts.models import Centre, User
from lms.common import accesslog, export
from lms.common.errors import DomainError, NotAllowed
from lms.common.export_form import ExportForm
from lms.common.models import Access
from lms.common.refusals import show_refusal
from lms.common.ui.fields import mistakes_of

PER_PAGE = 30
ACTIONS = {"publish": domain.publish_run, "close": enrolments.close_run}


def _run(request: HttpRequest, pk: int) -> CourseRun:
    runs = (
        CourseRun.objects.staffed_by(request.user)
        .with_places()
        .select_related("version__page", "centre", "coordinator")
    )
    run: CourseRun = get_object_or_404(runs, pk=pk)
    request.help_centre = run.centre  # type: ignore[attr-defined]
    return run


def _managed(request: HttpRequest, pk: int) -> CourseRun:
    """For pages that only change things: who may read the run but not change it is told so before filling anything in."""
    run = _run(request, pk)
    if not rules.may_manage_run(request.user, run):
        raise NotAllowed(
            _("Only a coordinator of this centre can do this. Please ask one of them."), code="not_coordinator"
        )
    return run


def _centre(request: HttpRequest) -> Centre | None:
    """None for an instructor who is on no staff: they see the runs they teach."""
    person = cast(User, request.user)
    teaches_only = not offices_of(request) and person.taught_runs.exists()
    return None if teaches_only else current_centre(request)


@require_safe
@login_required
def office_runs(request: HttpRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    if show and show not in SHOWS:
        raise Http404
    centre = _centre(request)
    rows = office_list(cast(User, request.user), centre, show=show)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "runs": page,
        "show": show,
        "may_plan": centre is not None and rules.may_plan_runs_of(request.user, centre),
    }
    return render(request, "courses/office_runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def office_run_new(request: HttpRequest) -> HttpResponse:
    centre = current_centre(request)
    if not rules.may_plan_runs_of(request.user, centre):
        raise NotAllowed(_("Only a coordinator of this centre can prepare a run."), code="not_coordinator")
    form = RunForm(request.POST or None, centre=centre, initial={"coordinator": request.user.pk})
    if request.method == "POST" and form.is_valid():
        try:
            run = domain.create_run(
                version=form.cleaned_data["version"],
                fields=form.values(),
                instructors=form.instructors,
                actor=cast(User, request.user),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            return redirect("office_run_classes", pk=run.pk)
    return render(request, "courses/run_form.html", {"form": form, "run": None}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def office_run_edit(request: HttpRequest, pk: int) -> HttpResponse:
    run = _managed(request, pk)
    form = RunForm(request.POST or None, instance=run, centre=run.centre)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            domain.change_run(run=run, fields=values, instructors=form.instructors, actor=cast(User, request.user))
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The run is saved."))
            return redirect("office_run", pk=run.pk)
    return render(request, "courses/run_form.html", {"form": form, "run": run}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def office_run_classes(request: HttpRequest, pk: int) -> HttpResponse:
    run = _managed(request, pk)
    forms = class_forms(run, request.POST or None)
    refused = ""
    # A list, so that every form is asked and all mistakes are shown at once.
    valid = [form.is_valid() for form in forms]
    if request.method == "POST" and all(valid):
        planned = [form.planned() for form in forms if not form.is_fixed]
        try:
            domain.plan_sessions(run=run, classes=planned, actor=cast(User, request.user))
        except DomainError as error:
            refused = str(error.message)
        else:
            messages.success(request, _("The classes are saved."))
            return redirect("office_run", pk=run.pk)
    mistakes = [mistake for form in forms for mistake in mistakes_of(form)] if request.method == "POST" else []
    context = {"run": run, "forms": forms, "refused": refused, "mistakes": mistakes}
    return render(request, "courses/run_form_classes.html", context, status=422 if refused or mistakes else 200)


# ── one run


@require_safe
@login_required
def office_run(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _run(request, pk))


def _shown(
    request: HttpRequest, run: CourseRun, *, answer: AnswerForm | None = None, invite: InviteForm | None = None
) -> HttpResponse:
    people = roster(run)
    accesslog.record(actor=request.user, action=Access.CONTACTS, what=run, whose=people.everybody)
    bad = bool(answer or invite)
    context: dict[str, Any] = {
        "run": run,
        "people": people,
        "seats": seats(people, in_office=rules.works_in_office(request.user, run.centre_id)),
        "sessions": run.sessions.all(),
        "teachers": run.instructors.all(),
        "answer": answer or AnswerForm(run=run, applications=people.asking),
        "invite": invite or InviteForm(),
        "form": answer or invite,  # what the title counts mistakes of
        "may_manage": rules.may_manage_run(request.user, run),
        "export_form": ExportForm(auto_id="export_%s") if rules.may_export_roster(request.user, run) else None,
    }
    return render(request, "courses/office_run.html", context, status=422 if bad else 200)


@require_POST
@login_required
def office_run_roster(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The roster as a file, for a reason."""
    run = _run(request, pk)
    if not rules.may_export_roster(request.user, run):
        raise NotAllowed(_("Only coordinators and the manager of this centre download rosters."), code="not_yours")
    form, sheet = ExportForm(request.POST), exports.roster(run)
    if form.is_valid():
        return export.download(actor=request.user, what=run, centre_id=run.centre_id, sheet=sheet, **form.cleaned_data)
    context = {"form": form, "sheet": f"{run}: {sheet.name}", "back": reverse("office_run", args=[pk])}
    return render(request, "common/export.html", context, status=422)


@require_POST
@login_required
def office_run_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or turn down the ticked applications."""
    run = _managed(request, pk)
    form = AnswerForm(request.POST, run=run, applications=roster(run).asking)
    if not form.is_valid():
        return _shown(request, run, answer=form)
    answered = enrolments.answer_several(
        run=run,
        enrolments=form.cleaned_data["people"],
        accept=form.accepts,
        reason=form.cleaned_data["reason"],
        actor=cast(User, request.user),
    )
    _tell(request, answered, accepted=form.accepts)
    return redirect("office_run", pk=run.pk)


def _tell(request: HttpRequest, answered: enrolments.Answered, *, accepted: bool) -> None:
    if answered.done:
        said = (
            ngettext("%(n)s application approved.", "%(n)s applications approved.", answered.done)
            if accepted
            else ngettext("%(n)s application turned down.", "%(n)s applications turned down.", answered.done)
        )
        messages.success(request, said % {"n": answered.done})
    if answered.changed_meanwhile:
        said = ngettext(
            "%(n)s application had changed meanwhile and stays as it is.",
            "%(n)s applications had changed meanwhile and stay as they are.",
            answered.changed_meanwhile,
        )
        messages.warning(request, said % {"n": answered.changed_meanwhile})


@require_POST
@login_required
def office_run_invite(request: HttpRequest, pk: int) -> HttpResponse:
    run = _managed(request, pk)
    form = InviteForm(request.POST)
    if form.is_valid() and form.person:
        try:
            enrolment = enrolments.invite(run=run, person=form.person, actor=cast(User, request.user))
        except NotAllowed:
            raise
        except DomainError as error:
            show_refusal(form, error)
        else:
            said = _("%(name)s: %(state)s") % {"name": form.person.name, "state": enrolment.get_state_display()}
            messages.success(request, said)
            return redirect("office_run", pk=run.pk)
    return _shown(request, run, invite=form)


@require_POST
@login_required
def office_run_action(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    run = _run(request, pk)
    try:
        changed = ACTIONS[action](run=run, actor=cast(User, request.user))
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The run is now: %(state)s") % {"state": changed.get_state_display()})
    return redirect("office_run", pk=run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def office_run_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run = _managed(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            domain.cancel_run(run=run, reason=form.cleaned_data["reason"], actor=cast(User, request.user))
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The run is cancelled, and everybody in it has been told."))
            return redirect("office_run", pk=run.pk)
    return render(
        request, "courses/run_form_cancel.html", {"run": run, "form": form}, status=422 if form.errors else 200
    )
