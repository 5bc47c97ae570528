"""Visits as the community reads them: all of them, and one log with its answer; and what it agreed to do there."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import is_self
from lms.common.errors import NotAllowed
from lms.common.web.refusals import refusal_as_message, refusal_on
from mentoring.coaching.queries.requests import represented_communities
from mentoring.communities.rules import represented
from mentoring.visits.domain import confirmation as domain
from mentoring.visits.domain.steps import tick_off
from mentoring.visits.enums import VisitState
from mentoring.visits.forms.answer import ObjectionForm, ReadForm, StepForm
from mentoring.visits.models import ActionItem, Visit
from mentoring.visits.queries.community import own_visits
from mentoring.visits.queries.photos import taken_out
from mentoring.visits.queries.visits import SENT, shown, status_steps, taken_back

PER_PAGE = 20


@require_safe
@signed_in
def community_visits(request: AuthedRequest) -> HttpResponse:
    user = request.user
    communities = represented_communities(user).select_related("centre")
    if not communities:
        raise Http404
    request.help_centre = communities[0].centre
    page = Paginator(own_visits(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "communities": communities}
    return render(request, "mentoring/visits/community_visits.html", context)


@require_POST
@signed_in
def step_done(request: AuthedRequest, pk: int) -> HttpResponse:
    """Ticks a step off, or takes that back."""
    steps = ActionItem.objects.filter(represented(request.user, "engagement__community"))
    step = get_object_or_404(steps.select_related("engagement__centre"), pk=pk)
    request.help_centre = step.engagement.centre
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please press one of the buttons."))
        return redirect("community_home")
    with refusal_as_message(request, unless=NotAllowed):
        tick_off(step=step, done=form.says_done, actor=request.user)
        messages.success(request, _("Noted: done.") if form.says_done else _("Noted: not done yet."))
    return redirect("community_home")


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
