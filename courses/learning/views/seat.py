"""One person in a run, and what the office decides for them: taking an admission back, or withdrawing who telephoned."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.learning.queries.progress import progress
from courses.runs import rules
from courses.runs.domain import enrolment as domain
from courses.runs.enums import LEARNING, EnrolmentState
from courses.runs.forms.ending import SeatReasonForm
from courses.runs.models import Enrolment
from courses.runs.queries.enrolment import office_steps
from courses.runs.views.office import managed_run, staffed_run
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import is_office_of
from lms.common.web.refusals import refusal_on

STEPS = {"take_back": domain.take_back_admission, "withdraw": domain.withdraw_learner}


@require_safe
@signed_in
def office_seat(request: AuthedRequest, pk: int, enrolment_id: int) -> HttpResponse:
    run = staffed_run(request, pk)
    if not is_office_of(request.user, run.centre_id):
        raise Http404
    return _shown(request, _of_run(pk, enrolment_id))


def _of_run(pk: int, enrolment_id: int) -> Enrolment:
    rows = Enrolment.objects.filter(run_id=pk).select_related("person", "version", "run__version", "run__centre")
    return get_object_or_404(rows, pk=enrolment_id)


def _shown(
    request: AuthedRequest, enrolment: Enrolment, *, refused: str = "", form: SeatReasonForm | None = None
) -> HttpResponse:
    decides = rules.may_manage_run(request.user, enrolment.run) and enrolment.person_id != request.user.pk
    possible = office_steps(enrolment) if decides else []
    steps = {step: form if form and step == refused else SeatReasonForm(prefix=step) for step in possible}
    context = {
        "run": enrolment.run,
        "enrolment": enrolment,
        "progress": progress(enrolment) if enrolment.state in LEARNING | {EnrolmentState.NOT_COMPLETED} else None,
        "steps": steps,
        "form": form,
    }
    return render(request, "courses/learning/office_seat.html", context, status=422 if form else 200)


@require_POST
@signed_in
def office_seat_step(request: AuthedRequest, pk: int, enrolment_id: int, step: str) -> HttpResponse:
    run = managed_run(request, pk)
    enrolment, form = _of_run(run.pk, enrolment_id), SeatReasonForm(request.POST, prefix=step)
    if form.is_valid():
        with refusal_on(form):
            STEPS[step](enrolment=enrolment, reason=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, _("It is done, and %(name)s has been told.") % {"name": enrolment.person.name})
            return redirect("office_run", pk=run.pk)
    return _shown(request, enrolment, refused=step, form=form)
