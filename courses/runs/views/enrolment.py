"""The person's own side: applying, and answering for a seat."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.runs.domain import enrolment as domain
from courses.runs.enums import EnrolmentState
from courses.runs.forms.enrolment import ApplyForm
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries.enrolment import application
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.web.refusals import refusal_as_message, refusal_on

ACTIONS = {"withdraw": domain.withdraw_enrolment, "accept": domain.accept_seat, "decline": domain.decline_seat}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def apply(request: AuthedRequest, run_id: int) -> HttpResponse:
    """The application, and from then on what became of it."""
    person = request.user
    runs = CourseRun.objects.visible_to(person).with_places().select_related("version__page", "centre")
    run = get_object_or_404(runs, pk=run_id)
    request.help_centre = run.centre
    form = ApplyForm(request.POST or None, centre=run.centre)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("years_active", "note")}
        with refusal_on(form):
            enrolment = domain.apply_for_run(run=run, person=person, **values)
            messages.success(request, _said(enrolment))
            return redirect("apply", run_id=run.pk)
    context = {"run": run, "form": form, "application": application(run, person)}
    return render(request, "courses/runs/apply.html", context, status=422 if form.errors else 200)


def _said(enrolment: Enrolment) -> str:
    messages_of = {
        EnrolmentState.APPLIED: _("We have received your application."),
        EnrolmentState.WAITLISTED: _("You are on the waiting list."),
        EnrolmentState.ACTIVE: _("You have a seat. Welcome!"),
        EnrolmentState.CANCELLED: _("You have given up the seat."),
        EnrolmentState.WITHDRAWN: _("You have withdrawn."),
    }
    return messages_of.get(EnrolmentState(enrolment.state), enrolment.get_state_display())


@require_POST
@signed_in
def enrolment_action(request: AuthedRequest, pk: int, action: str) -> HttpResponse:
    """One button, one step. Only one's own: another's number is no page."""
    if action not in ACTIONS:
        raise Http404
    person = request.user
    enrolment = get_object_or_404(Enrolment.objects.filter(person=person), pk=pk)
    with refusal_as_message(request):
        changed = ACTIONS[action](enrolment=enrolment, actor=person)
        messages.success(request, _said(changed))
    return redirect("apply", run_id=enrolment.run_id)
