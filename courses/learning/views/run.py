"""The office's page of one run: what it is, how many are in it, and the decisions about it. Who they are: `learners`."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.learning.views.learners import learners_of
from courses.runs import rules
from courses.runs.domain import enrolment as enrolments
from courses.runs.domain import inviting
from courses.runs.domain import runs as domain
from courses.runs.forms.enrolment import AnswerForm, InviteToRunForm
from courses.runs.lists import LEARNERS
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries.ending import is_closed_lately
from courses.runs.queries.office import applications_of
from courses.runs.views.office import managed_run, staffed_run
from lms.accounts.namesakes import told_apart
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.enums import Access
from lms.common.errors import NotAllowed
from lms.common.records import accesslog
from lms.common.web.refusals import refusal_as_message, refusal_on


@require_safe
@signed_in
def office_run(request: AuthedRequest, pk: int) -> HttpResponse:
    return _shown(request, staffed_run(request, pk))


def _shown(
    request: AuthedRequest, run: CourseRun, *, answer: AnswerForm | None = None, invite: InviteToRunForm | None = None
) -> HttpResponse:
    asking = applications_of(run)
    accesslog.record(actor=request.user, action=Access.CONTACTS, what=run, whose=[row.person_id for row in asking])
    names = told_apart([row.person for row in asking], run.centre_id)
    bad = bool(answer or invite)
    context: dict[str, Any] = {
        "run": run,
        "asking": [(row, names[row.person_id]) for row in asking],
        "in_it": _in_it(run),
        "sessions": run.sessions.all(),
        "teachers": run.instructors.all(),
        "answer": answer or AnswerForm(run=run, applications=asking),
        "invited": run.invitations.unanswered(),
        "invite": invite or InviteToRunForm(),
        "may_reopen": is_closed_lately(run),
        "form": answer or invite,  # what the title counts mistakes of
        "may_manage": rules.may_manage_run(request.user, run),
    }
    return render(request, "courses/learning/office_run.html", context, status=422 if bad else 200)


def _in_it(run: CourseRun) -> list[tuple[str, int, str]]:
    """Where its people stand, how many there are, and the way to them."""
    counts = LEARNERS.counts(Enrolment.objects.filter(run=run))
    return [(str(LEARNERS.piles[key].label), count, learners_of(run, key)) for key, count in counts.items() if count]


@require_POST
@signed_in
def office_run_answer(request: AuthedRequest, pk: int) -> HttpResponse:
    """Approve or turn down the ticked applications."""
    run = managed_run(request, pk)
    form = AnswerForm(request.POST, run=run, applications=applications_of(run))
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            answered = enrolments.answer_several(
                run=run,
                enrolments=form.cleaned_data["people"],
                accept=form.accepts,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
            _tell(request, answered, accepted=form.accepts)
            return redirect("office_run", pk=run.pk)
    return _shown(request, run, answer=form)


def _tell(request: AuthedRequest, answered: enrolments.Answered, *, accepted: bool) -> None:
    if answered.done:
        message = (
            ngettext("%(n)s application approved.", "%(n)s applications approved.", answered.done)
            if accepted
            else ngettext("%(n)s application turned down.", "%(n)s applications turned down.", answered.done)
        )
        messages.success(request, message % {"n": answered.done})
    if answered.waiting:
        message = ngettext(
            "For %(n)s of them no seat was free: they are on the waiting list.",
            "For %(n)s of them no seat was free: they are on the waiting list.",
            answered.waiting,
        )
        messages.warning(request, message % {"n": answered.waiting})
    if answered.changed_meanwhile:
        message = ngettext(
            "%(n)s application had changed meanwhile and stays as it is.",
            "%(n)s applications had changed meanwhile and stay as they are.",
            answered.changed_meanwhile,
        )
        messages.warning(request, message % {"n": answered.changed_meanwhile})


@require_POST
@signed_in
def office_run_invite(request: AuthedRequest, pk: int) -> HttpResponse:
    run = managed_run(request, pk)
    form = InviteToRunForm(request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            inviting.invite_address(run=run, actor=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s is invited to this run.") % form.cleaned_data)
            return redirect("office_run", pk=run.pk)
    return _shown(request, run, invite=form)


@require_POST
@signed_in
def office_run_publish(request: AuthedRequest, pk: int) -> HttpResponse:
    run = staffed_run(request, pk)
    with refusal_as_message(request, unless=NotAllowed):
        changed = domain.publish_run(run=run, actor=request.user)
        messages.success(request, _("The run is now: %(state)s") % {"state": changed.get_state_display()})
    return redirect("office_run", pk=run.pk)
