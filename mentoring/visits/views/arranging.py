"""Arranging a visit, moving it and calling it off: the office for both sides, and the expert."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import check_coordinator
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.errors import NotAllowed
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from mentoring.coaching.models import Engagement
from mentoring.coaching.queries.engagements import communities_of
from mentoring.coaching.queries.engagements import shown as engagements_shown
from mentoring.corps.views.access import ExpertRequest, experts_only
from mentoring.visits.domain import arranging as domain
from mentoring.visits.enums import VisitState
from mentoring.visits.forms.plan import CallOffForm, MoveForm, PlanForm
from mentoring.visits.models import Visit
from mentoring.visits.queries.visits import shown

# ── the office


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_visit_plan(request: AuthedRequest, pk: int) -> HttpResponse:
    engagement = get_object_or_404(engagements_shown(request.user), pk=pk, centre=current_centre(request))
    check_coordinator(request.user, engagement.centre_id)
    return _plan(request, engagement, "office_engagement")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_visit_move(request: AuthedRequest, pk: int) -> HttpResponse:
    return _move(request, _of_office(request, pk), "office_engagement")


@require_POST
@signed_in
def office_visit_call_off(request: AuthedRequest, pk: int) -> HttpResponse:
    visit, form = _of_office(request, pk), CallOffForm(request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            domain.call_off_visit(visit=visit, actor=request.user, reason=form.cleaned_data["call_off_reason"])
            messages.success(request, _("The visit is called off, and both sides are told."))
            return redirect("office_engagement", visit.engagement_id)
    return _move_page(request, visit, "office_engagement", MoveForm(visit=visit), form)


def _of_office(request: AuthedRequest, pk: int) -> Visit:
    visit = get_object_or_404(shown(request.user).filter(centre=current_centre(request)), pk=pk)
    check_coordinator(request.user, visit.centre_id)
    return visit


# ── the expert


@require_http_methods(["GET", "HEAD", "POST"])
@experts_only
def expert_visit_plan(request: ExpertRequest, pk: int) -> HttpResponse:
    engagement = get_object_or_404(communities_of(request.user), pk=pk)
    return _plan(request, engagement, "expert_community")


@require_http_methods(["GET", "HEAD", "POST"])
@experts_only
def visit_move(request: ExpertRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(shown(request.user).filter(author=request.user), pk=pk)
    return _move(request, visit, "expert_community")


# ── both


def _plan(request: AuthedRequest, engagement: Engagement, back: str) -> HttpResponse:
    usual = {"place": engagement.community.meeting_place}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=usual)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            domain.schedule_visit(engagement=engagement, plan=form.plan(), actor=request.user)
            messages.success(request, _("The visit is arranged, and both sides are told."))
            return redirect(back, engagement.pk)
    context = {"form": form, "engagement": engagement, "back": reverse(back, args=[engagement.pk])}
    return render(request, "mentoring/visits/visit_plan.html", context, status=422 if form.errors else 200)


def _move(request: AuthedRequest, visit: Visit, back: str) -> HttpResponse:
    if visit.state != VisitState.SCHEDULED and request.method != "POST":
        return redirect(back, visit.engagement_id)
    form = MoveForm(request.POST if request.method == "POST" else None, visit=visit)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed) as refusal:
            reason = form.cleaned_data["reason"]
            domain.move_visit(visit=visit, plan=form.plan(), actor=request.user, reason=reason, seen=form.seen)
            messages.success(request, _("The visit is moved, and both sides are told."))
            return redirect(back, visit.engagement_id)
        if refusal.code == ChangedMeanwhile.CODE:
            visit.refresh_from_db()
            form.ask_about_plan(visit)
    return _move_page(request, visit, back, form, CallOffForm())


def _move_page(request: AuthedRequest, visit: Visit, back: str, form: MoveForm, call_off: CallOffForm) -> HttpResponse:
    """`back` names the page of the coaching; the expert calls off in the schedule."""
    for_office = back == "office_engagement"
    context = {
        "form": form,
        "call_off_form": call_off if for_office else None,
        "action": reverse("office_visit_move" if for_office else "visit_move", args=[visit.pk]),
        "visit": visit,
        "back": reverse(back, args=[visit.engagement_id]),
    }
    status = 422 if call_off.errors else form.status
    return render(request, "mentoring/visits/visit_move.html", context, status=status)
