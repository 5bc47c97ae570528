"""A visit log as the community reads and answers it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import is_self
from lms.common.errors import NotAllowed
from lms.common.web.refusals import refusal_as_message, refusal_on
from mentoring.communities.rules import represented
from mentoring.visits.domain import confirmation as domain
from mentoring.visits.enums import VisitState
from mentoring.visits.forms.answer import ObjectionForm, ReadForm
from mentoring.visits.models import Visit
from mentoring.visits.queries.photos import taken_out
from mentoring.visits.queries.visits import SENT, shown, status_steps, taken_back


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def visit_confirm(request: AuthedRequest, pk: int) -> HttpResponse:
    """Read, then one press: right, or different and what."""
    user = request.user
    sent = shown(user).filter(represented(user, "engagement__community"), state__in=SENT)
    visit = sent.filter(pk=pk).first()
    if visit is None:
        return _taken_back(request, pk)
    request.help_centre = visit.centre
    answer = request.POST.get("answer")
    form = ObjectionForm(request.POST if request.method == "POST" and answer != "right" else None)
    if answer == "right":
        with refusal_as_message(request, unless=NotAllowed):
            domain.confirm_visit(visit=visit, sent_at=_sent_at(request), person=user)
            messages.success(request, _("Thank you. The visit is confirmed."))
        return redirect("visit_confirm", pk)
    if answer == "different" and form.is_valid():
        with refusal_on(form):
            comment = form.cleaned_data["comment"]
            domain.object_to(visit=visit, sent_at=_sent_at(request), person=user, comment=comment)
            messages.success(request, _("Thank you. The expert is told, and the centre sees it."))
            return redirect("visit_confirm", pk)
    if request.method == "POST" and answer != "different":
        form.add_error(None, _("Please press one of the two answers."))
    return _page(request, visit, form, status=422 if request.method == "POST" else 200)


def _sent_at(request: AuthedRequest) -> datetime | None:
    form = ReadForm(request.POST)
    return form.cleaned_data["sent_at"] if form.is_valid() else None


def _taken_back(request: AuthedRequest, pk: int) -> HttpResponse:
    """A notice, or a page that was left open, leads to a log that its expert is mending."""
    being_mended = taken_back().filter(represented(request.user, "engagement__community"))
    visit = get_object_or_404(being_mended, pk=pk)
    request.help_centre = visit.centre
    status = 409 if request.method == "POST" else 200
    return render(request, "mentoring/visits/visit_taken_back.html", {"visit": visit}, status=status)


def _page(request: AuthedRequest, visit: Visit, form: ObjectionForm, *, status: int) -> HttpResponse:
    waits = visit.state in {VisitState.SUBMITTED, VisitState.NO_SHOW} and not domain.is_over(visit)
    context = {
        "visit": visit,
        "form": form,
        "may_answer": waits and not is_self(request.user, visit.author_id),
        "may_confirm": visit.state == VisitState.SUBMITTED,
        "steps": status_steps(visit),
        "photos_taken_out": taken_out(visit),
    }
    return render(request, "mentoring/visits/visit_confirm.html", context, status=status)
